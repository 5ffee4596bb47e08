/**
 * The loop of asking a model and doing what it asks, and what it keeps of the calls. Not exported;
 * may change at any time.
 */
package dev.nightshift.core.internal.loop;
