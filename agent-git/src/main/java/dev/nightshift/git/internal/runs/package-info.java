/**
 * Runs that have ended or were killed: what they left, whose it is, and how it is kept or removed.
 * Not exported; it can change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.runs.Leftovers}.
 */
package dev.nightshift.git.internal.runs;
