/**
 * What a caller asks for: a task, its kind, its risk and the criteria that say when it is done.
 *
 * <p>Start with {@link dev.nightshift.core.task.Task}. All values are immutable.
 */
package dev.nightshift.core.task;
