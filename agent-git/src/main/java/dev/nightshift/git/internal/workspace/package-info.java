/**
 * The workspaces and the merge queue of the core's interfaces, over a repository. Not exported; it
 * can change at any time.
 *
 * <p>Start with {@link dev.nightshift.git.internal.workspace.GitStore}.
 */
package dev.nightshift.git.internal.workspace;
