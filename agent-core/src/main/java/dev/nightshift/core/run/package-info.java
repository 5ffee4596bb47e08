/**
 * What a pipeline and its host agree on: the steps of a run, its handle, its end, and the ways to
 * deliver.
 *
 * <p>Start with {@link dev.nightshift.core.run.RunScope}; a pipeline is a function of one:
 *
 * <pre>{@code
 * Pipeline lookOnly = run -> run.end(run.implement(implementer, new Feedback.None()));
 * }</pre>
 *
 * <p>{@link dev.nightshift.core.run.Run} is safe for concurrent use; a scope belongs to the thread
 * of its run.
 */
package dev.nightshift.core.run;
