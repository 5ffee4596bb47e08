/**
 * Other repositories: a branch of a run on its way there.
 *
 * <p>Start with {@link dev.nightshift.git.internal.remote.BranchPush}.
 */
package dev.nightshift.git.internal.remote;
