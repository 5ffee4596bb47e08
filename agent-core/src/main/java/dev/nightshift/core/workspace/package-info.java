/**
 * The SPI for branches of runs: where the work of a run is kept, and what a commit leaves out.
 *
 * <p>Start with {@link dev.nightshift.core.workspace.Workspaces}, which opens a {@link
 * dev.nightshift.core.workspace.ManagedWorkspace} for each run. Of that an agent is only given the
 * {@link dev.nightshift.core.workspace.BranchWorkspace}:
 *
 * <pre>{@code
 * ManagedWorkspace workspace = workspaces.open(workspaces.plan(task, run));
 * workspace.agentView().files().write("C.java", "class C {}".getBytes(UTF_8));
 * String head = workspace.checkpoint("Write C", List.of());
 * }</pre>
 *
 * <p>Whoever writes an implementation tests it with {@link
 * dev.nightshift.core.testing.WorkspacesContract}, the queue in {@code dev.nightshift.core.merge}
 * included.
 *
 * <p>A workspace is used by one run at a time; {@code Workspaces} are safe for concurrent use.
 */
package dev.nightshift.core.workspace;
