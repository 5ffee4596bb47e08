/**
 * Merges of two commits as git makes them: common ancestors, renames, contents, and the conflicts
 * left. Not exported; it can change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.merge.Merger}.
 */
package dev.nightshift.git.internal.merge;
