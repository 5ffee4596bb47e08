/**
 * What was shown of each tree: verdicts of gates and reviewers, what is still requested, and which
 * trees hold the same work. It keeps books and asks nobody. Not exported; it can change at any
 * time.
 *
 * <p>Start with {@link dev.nightshift.core.internal.evidence.Evidence}.
 */
package dev.nightshift.core.internal.evidence;
