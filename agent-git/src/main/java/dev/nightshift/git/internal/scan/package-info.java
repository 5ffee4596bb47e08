/**
 * From the files of a workspace to a commit, and what a commit leaves out. Not exported; it can
 * change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.scan.Checkpoint}.
 */
package dev.nightshift.git.internal.scan;
