package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipeline asks another gate of a name about the same work with what landed meanwhile. */
@Timeout(20)
class ReplacedGateTest extends AskedGates {
  /** Symptom: the engine asked a gate again that another of its name had replaced, and failed. */
  @Test
  void aGateThatAnotherOfItsNameReplacedIsNotAskedAgain() throws Exception {
    RunResult result =
        run(
            run -> {
              run.check(gate("tests", 1), changed(run));
              land("C.java");
              MergeCandidate fresh = candidate(run);
              return deliveredAfter(() -> land("D.java"), run, gate("tests", 2), fresh);
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("tests 2");
  }

  /** Symptom: what stood beside a replaced part was asked about no tree that could land. */
  @Test
  void whatStoodBesideAReplacedPartIsAskedAboutWhatLands() throws Exception {
    RunResult result =
        run(
            run -> {
              run.check(Gates.allOf(gate("tests", 1), gate("scan", 1)), changed(run));
              land("C.java");
              return delivered(run, gate("tests", 2), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).contains("tests 2", "scan 1").doesNotContain("tests 1");
  }

  /** Symptom: a gate whose replacement was replaced for another part was asked no more at all. */
  @Test
  void theLastGateOfEachNameIsAskedAboutWhatLands() throws Exception {
    run(
        run -> {
          run.check(gate("tests", 1), changed(run));
          land("C.java");
          run.check(Gates.allOf(gate("tests", 2), gate("scan", 1)), candidate(run));
          land("D.java");
          return delivered(run, gate("scan", 2), candidate(run));
        });

    assertThat(askedLast()).contains("tests 2", "scan 2").doesNotContain("tests 1", "scan 1");
  }

  @Test
  void aPartThatTheGateInItsPlaceHasTooIsAskedOnce() throws Exception {
    run(
        run -> {
          run.check(Gates.allOf(gate("tests", 1), gate("scan", 1)), changed(run));
          land("C.java");
          MergeGate later = Gates.allOf(gate("tests", 2), gate("scan", 1));
          return delivered(run, later, candidate(run));
        });

    assertThat(askedLast()).containsExactly("tests 2", "scan 1");
  }

  @Test
  void aPartIsNotReplacedByTheOtherOfItsNameInOneGate() throws Exception {
    MergeGate matrix = Gates.allOf(gate("it", 1), gate("it", 2), gate("scan", 1));
    run(
        run -> {
          run.check(matrix, changed(run));
          land("C.java");
          MergeCandidate fresh = candidate(run);
          run.check(gate("it", 1), fresh);
          return delivered(run, gate("scan", 2), fresh);
        });

    assertThat(askedLast()).contains("it 1", "it 2", "scan 2").doesNotContain("scan 1");
  }

  /** Symptom: the target took back what had landed, and the run failed for the name of its gate. */
  @Test
  void aGateIsAskedAboutATreeThatTheOneItReplacedWasAskedAbout() throws Exception {
    RunResult result =
        run(
            run -> {
              run.check(gate("tests", 1), changed(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              Runnable back = () -> fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              return deliveredAfter(back, run, gate("tests", 2), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked.get(0)).startsWith("tests 1 on ");
    assertThat(asked).endsWith(asked.get(0).replace("tests 1", "tests 2"));
  }

  /** Symptom: the pipeline itself asked the gate that had replaced another, and the run failed. */
  @Test
  void aPipelineMayAskTheReplacingGateWhereTheOneItReplacedWasAsked() throws Exception {
    RunResult result =
        run(
            run -> {
              run.check(gate("tests", 1), changed(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              run.check(gate("tests", 2), candidate(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              return delivered(run, gate("tests", 2), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("tests 1", "tests 2");
  }

  /** Symptom: a gate without a verdict could not be asked again once another had its name. */
  @Test
  void aReplacedGateThatGaveNoVerdictMayBeAskedAgain() throws Exception {
    RunResult result =
        run(
            run -> {
              AtomicBoolean isDown = new AtomicBoolean(true);
              MergeGate first = new Remote("tests", 1, isDown);
              MergeCandidate old = changed(run);
              assertThatThrownBy(() -> run.check(first, old)).hasMessageContaining("no answer");
              land("C.java");
              MergeCandidate fresh = candidate(run);
              isDown.set(false);
              run.check(new Remote("tests", 2, isDown), fresh);
              return delivered(run, first, fresh);
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: a part of a gate that needs one of several was asked alone, was red, and counted. */
  @Test
  void aGateThatNeedsNotAllOfItsPartsStaysWhole() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeGate either = new AnyOf(List.of(new Red("linux"), gate("windows", 1)));
              run.check(Gates.allOf(gate("tests", 1), either), changed(run));
              land("C.java");
              return delivered(run, gate("tests", 2), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("tests 2", "windows 1");
  }

  /** Symptom: a gate that was asked about an older candidate last failed the delivery. */
  @Test
  void aGateAskedAboutAnOlderCandidateIsAskedAboutWhatLands() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate old = changed(run);
              land("C.java");
              MergeCandidate fresh = candidate(run);
              GateResult known = run.check(gate("tests", 2), fresh);
              run.check(gate("tests", 1), old);
              assertThatThrownBy(() -> run.check(gate("tests", 3), fresh))
                  .hasMessageContaining("'tests'");
              Review review = run.review(approving(), fresh, known);
              return run.deliver(Delivery.merge(), fresh, known, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("tests 2", "tests 1");
  }
}
