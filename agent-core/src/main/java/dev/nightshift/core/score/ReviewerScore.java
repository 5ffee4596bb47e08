package dev.nightshift.core.score;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Measures a reviewer: shows it changes with and without planted faults and counts what it catches
 * and what it flags wrongly. Any {@link Reviewer}, on the workspaces of any engine.
 *
 * <p>Each trial is a run of its own that delivers nothing: the change is written into a workspace,
 * merged, judged by the gate, and shown to the reviewer as in any other run. Where the gate is red
 * with the fault, the fault is the gate's and nobody is asked. A fault is caught if the reviewer
 * does not approve and one of its findings is on a line of the fault. A rejection without a finding
 * there counts as not caught, and so does an approval with a remark there, because the fault lands.
 *
 * <p>What is written stays on branches of the runs, so give it a repository of its own; {@code
 * CommitSamples} of the git module makes one of a range of commits.
 *
 * <p><b>Threads:</b> immutable, safe for concurrent use. <b>Cost:</b> a run for each trial, as many
 * at once as the engine takes, within its budget.
 */
public final class ReviewerScore {
  private final Nightshift engine;
  private final Reviewer reviewer;
  private final MergeGate gate;
  private final Function<Trial, Implementer> author;
  private final int near;

  private ReviewerScore(
      Nightshift engine,
      Reviewer reviewer,
      MergeGate gate,
      Function<Trial, Implementer> author,
      int near) {
    this.engine = engine;
    this.reviewer = reviewer;
    this.gate = gate;
    this.author = author;
    this.near = near;
  }

  /**
   * Creates a score without a gate, for which a finding has to be on the very lines of a fault.
   *
   * @param engine runs the trials on its workspaces; with the providers of the reviewer's models
   * @param reviewer who is measured
   * @return the score
   */
  public static ReviewerScore of(Nightshift engine, Reviewer reviewer) {
    return new ReviewerScore(
        Require.nonNull(engine, "engine"),
        Require.nonNull(reviewer, "reviewer"),
        new NoGate(),
        trial -> TrialAuthor.of(trial, null),
        0);
  }

  /**
   * Returns this score with a gate in front of the reviewer.
   *
   * @param newGate what it finds, a compiler for example, is not asked of the reviewer
   * @return a copy
   */
  public ReviewerScore withGate(MergeGate newGate) {
    return new ReviewerScore(engine, reviewer, Require.nonNull(newGate, "newGate"), author, near);
  }

  /**
   * Returns this score for a reviewer that counts lines less exactly.
   *
   * @param lines how far a finding may be from the lines of a fault, 0 to 20
   * @return a copy
   */
  public ReviewerScore withNear(int lines) {
    if (lines < 0 || lines > 20) {
      throw new IllegalArgumentException(
          "lines is " + lines + "; a finding may be 0 to 20 lines beside a fault");
    }
    return new ReviewerScore(engine, reviewer, gate, author, lines);
  }

  /**
   * Returns this score with somebody who is paid for the changes, so that the bill has both roles.
   * What it leaves is replaced by the files of the trial before the gate sees them.
   *
   * @param newAuthor gives the implementer of each trial, called once for each, on its run's thread
   * @return a copy
   */
  public ReviewerScore withAuthor(Function<Trial, Implementer> newAuthor) {
    Require.nonNull(newAuthor, "newAuthor");
    return new ReviewerScore(
        engine, reviewer, gate, trial -> TrialAuthor.of(trial, newAuthor.apply(trial)), near);
  }

  /**
   * Measures.
   *
   * @param trials what is asked; {@link FaultPlanter#trials} makes them of changes
   * @return what came of each, in their order
   * @throws InterruptedException if the thread was interrupted; no trial runs any more
   */
  public Scorecard measure(List<Trial> trials) throws InterruptedException {
    List<Trial> asked = Require.elements(trials, "trials");
    List<Run> runs = new ArrayList<>();
    List<TrialResult> results = new ArrayList<>();
    try {
      for (Trial trial : asked) {
        runs.add(
            engine.dispatch(
                trial.change().task(), new TrialPipeline(author.apply(trial), reviewer, gate)));
      }
      TrialReader reader = new TrialReader(near);
      for (int i = 0; i < asked.size(); i++) {
        results.add(reader.read(asked.get(i), runs.get(i).await().report()));
      }
    } finally {
      if (results.size() < asked.size()) {
        runs.forEach(run -> run.cancel("the measurement ended"));
      }
    }
    return new Scorecard(reviewer.name(), withoutRedChanges(results));
  }

  /** A gate that is red without the fault, too, found none. */
  private static List<TrialResult> withoutRedChanges(List<TrialResult> results) {
    Set<SampleChange> red = new HashSet<>();
    for (TrialResult result : results) {
      if (!result.trial().isPlanted() && result.outcome() == TrialOutcome.NOT_JUDGED) {
        red.add(result.trial().change());
      }
    }
    return results.stream()
        .map(
            result ->
                result.outcome() == TrialOutcome.CAUGHT_BY_GATE
                        && red.contains(result.trial().change())
                    ? TrialReader.notJudged(result)
                    : result)
        .toList();
  }

  /** Stands where the caller gave no gate. */
  private static final class NoGate implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      return GateResult.passed(name(), "no gate was given; nothing was compiled or tested");
    }

    @Override
    public String name() {
      return "no-gate";
    }
  }
}
