/**
 * What a caller asks for: a task, its kind, its risk and the criteria that say when it is done.
 *
 * <p>Start with {@link dev.nightshift.core.task.Task}:
 *
 * <pre>{@code
 * Task task =
 *     Task.builder("Fix the NPE in A.greet")
 *         .instructions("See the stack trace in docs/npe.txt.")
 *         .acceptance("greet(null) returns \"\"")
 *         .risk(Risk.LOW)
 *         .build();
 * }</pre>
 *
 * <p>All values are immutable; a builder is not safe for concurrent use.
 */
package dev.nightshift.core.task;
