/**
 * Bytes as text, and text as people and models can see it. Not exported but to the other libraries;
 * it can change at any time.
 */
package dev.nightshift.core.internal.text;
