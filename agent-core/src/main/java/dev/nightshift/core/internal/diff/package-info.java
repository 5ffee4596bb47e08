/**
 * Line differences and three-way merges of texts, for trees that are not in git. Not exported; it
 * can change at any time.
 */
package dev.nightshift.core.internal.diff;
