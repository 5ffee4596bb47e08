/**
 * What a pipeline and its host agree on: the steps of a run, its handle, its end, and the ways to
 * deliver.
 *
 * <p>Start with {@link dev.nightshift.core.run.RunScope}; a pipeline is a function of one:
 *
 * <pre>{@code
 * Pipeline oneRound =
 *     run -> {
 *       Round round = run.round(implementer, Feedback.none(), gate);
 *       if (round instanceof Round.Unchanged unchanged) {
 *         return run.end(unchanged.outcome());
 *       }
 *       if (!(round instanceof Round.Passed passed)) {
 *         return run.stop(EndReason.ESCALATED, "the first round did not pass");
 *       }
 *       Review review = run.review(reviewer, passed.candidate(), passed.gate());
 *       return run.deliver(Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
 *     };
 * }</pre>
 *
 * <p>{@link dev.nightshift.core.run.Run} is safe for concurrent use; a scope belongs to the thread
 * of its run.
 */
package dev.nightshift.core.run;
