/**
 * How a change lands: merge candidates, their conflicts and checkouts, and the merge queue.
 *
 * <p>Start with {@link dev.nightshift.core.merge.MergeQueue}, an SPI that the engine calls.
 *
 * <p>Queues are safe for concurrent use.
 */
package dev.nightshift.core.merge;
