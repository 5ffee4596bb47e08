/**
 * How a change lands: merge candidates, their conflicts and checkouts, and the merge queue.
 *
 * <p>Start with {@link dev.nightshift.core.merge.MergeQueue}, an SPI that the engine calls:
 *
 * <pre>{@code
 * MergeQueue queue = workspaces.queue(workspace.plan().target());
 * if (queue.candidate(run, head) instanceof Merge.Clean merge) {
 *   try (MergeTurn turn = queue.turn(run)) {
 *     System.out.println(turn.tryLand(merge.candidate()));
 *   }
 * }
 * }</pre>
 *
 * <p>Queues are safe for concurrent use. {@link dev.nightshift.core.testing.WorkspacesContract}
 * tests them with the workspaces they belong to.
 */
package dev.nightshift.core.merge;
