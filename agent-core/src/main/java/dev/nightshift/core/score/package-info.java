/**
 * How good a reviewer is: faults are planted into changes, and it is counted which of them a
 * reviewer catches and what it flags wrongly.
 *
 * <p>Start with {@link dev.nightshift.core.score.ReviewerScore}. The changes are {@link
 * dev.nightshift.core.score.SampleChange}s of your own, or commits of a repository.
 *
 * <pre>{@code
 * List<Trial> trials = FaultPlanter.seeded(1).trials(List.of(change), 3);
 * Scorecard score = ReviewerScore.of(nightshift, reviewer).withGate(gate).measure(trials);
 * System.out.println(score.toTable());
 * }</pre>
 *
 * <p><b>Threads:</b> all types are immutable and safe for concurrent use.
 */
package dev.nightshift.core.score;
