/**
 * Where a change comes to be and how it lands: branch workspaces, commands in a sandbox, merge
 * candidates and the merge queue.
 *
 * <p>Start with {@link dev.nightshift.core.workspace.BranchWorkspace}, all that an agent ever
 * holds. The host holds {@link dev.nightshift.core.workspace.ManagedWorkspace} and {@link
 * dev.nightshift.core.merge.MergeQueue}.
 *
 * <p>A workspace is used by one run at a time; queues and {@link
 * dev.nightshift.core.workspace.Workspaces} are safe for concurrent use.
 */
package dev.nightshift.core.workspace;
