package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever was asked about this work is asked about just what lands. */
@Timeout(20)
class GatesOfWhatLandsTest extends AskedGates {
  /** Symptom: it had been green on another target, so what landed was never asked about. */
  @Test
  void aGateWithoutAVerdictOnWhatLandsIsAskedAboutIt() throws Exception {
    AtomicBoolean isDown = new AtomicBoolean(true);
    List<String> finished = new ArrayList<>();
    MergeGate x =
        (candidate, context) -> {
          if (isDown.get()) {
            throw new IllegalStateException("no answer");
          }
          finished.add(candidate.mergeTree());
          return GateResult.passed("x", "");
        };
    String[] tree = new String[1];
    RunResult result =
        run(
            run -> {
              MergeCandidate old = changed(run);
              assertThatThrownBy(() -> run.check(x, old)).hasMessageContaining("no answer");
              isDown.set(false);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              run.check(x, candidate(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              MergeCandidate back = candidate(run);
              tree[0] = back.mergeTree();
              assertThat(back.mergeTree()).isEqualTo(old.mergeTree());
              return delivered(run, gate("tests", 1), back);
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(finished).contains(tree[0]);
  }

  /** Symptom: a gate asked about an old candidate last replaced it, and it was not asked. */
  @Test
  void theGateThatIsDeliveredWithIsAskedAboutWhatLands() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate old = changed(run);
              run.check(gate("tests", 1), old);
              land("C.java");
              MergeCandidate fresh = candidate(run);
              GateResult known = run.check(gate("tests", 2), fresh);
              run.check(gate("tests", 1), old);
              Review review = run.review(approving(), fresh, known);
              land("D.java");
              return run.deliver(Delivery.merge(), fresh, known, List.of(review));
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).contains("tests 2");
  }

  /** Symptom: a gate was asked alone, and as a part, about one candidate. */
  @Test
  void aGateThatStandsAloneAndAsAPartIsAskedOnceAboutWhatLands() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate candidate = changed(run);
              run.check(gate("scan", 1), candidate);
              MergeGate both = Gates.allOf(gate("tests", 1), gate("scan", 1));
              return deliveredAfter(() -> land("C.java"), run, both, candidate);
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("scan 1", "tests 1");
  }

  /** Symptom: all parts had answered by then, and the run ended as gate_failed, "not finished". */
  @Test
  void aGateThatGaveNoVerdictIsMadeUpForByItsParts() throws Exception {
    AtomicBoolean isDown = new AtomicBoolean(true);
    MergeGate remote = new Remote("remote", 1, isDown);
    RunResult result =
        run(
            run -> {
              MergeCandidate candidate = changed(run);
              MergeGate both = Gates.allOf(gate("tests", 1), remote);
              assertThatThrownBy(() -> run.check(both, candidate))
                  .hasMessageContaining("no answer");
              isDown.set(false);
              run.check(gate("tests", 1), candidate);
              return delivered(run, remote, candidate);
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked).hasSize(2);
  }

  /** Symptom: a delivery that tried again had asked, and paid, everybody twice. */
  @Test
  void aMergeThatIsTriedAgainAsksOnlyWhoHasNotAnswered() throws Exception {
    AtomicBoolean isDown = new AtomicBoolean();
    List<String> reviewed = new ArrayList<>();
    Reviewer first =
        request -> {
          reviewed.add(new String(request.candidate().read("B.java").bytes(), UTF_8));
          return Review.approved();
        };
    Reviewer second =
        request -> {
          if (isDown.getAndSet(false)) {
            throw new IllegalStateException("no answer");
          }
          return Review.approved();
        };
    RunResult result =
        run(
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult known = run.check(gate("tests", 1), candidate);
              List<Review> reviews =
                  List.of(
                      run.review(first, candidate, known), run.review(second, candidate, known));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              isDown.set(true);
              return run.deliver(
                  delivery -> {
                    assertThatThrownBy(delivery::merge).hasMessageContaining("no answer");
                    return delivery.merge();
                  },
                  candidate,
                  known,
                  reviews);
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("tests 1");
    assertThat(reviewed).containsExactly("b0\n", "b1\n");
  }

  /** Symptom: the run ended as error, since the last result was of a smaller change. */
  @Test
  void aReviewerIsShownAResultOfWhatLands() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(writes("B.java", "b1\n"), Feedback.none());
              MergeCandidate whole = changed(run);
              GateResult known = run.check(gate("tests", 1), whole);
              Review review = run.review(approving(), whole, known);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              MergeCandidate smaller = candidate(run);
              Reviewer other = request -> Review.approved();
              run.review(other, smaller, run.check(gate("tests", 1), smaller));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              return run.deliver(Delivery.merge(), candidate(run), known, List.of(review));
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: the gate that was replaced was let through beside the one in its place. */
  @Test
  void aReplacedGateIsNotAskedAboutWhatTheOneInItsPlaceWas() throws Exception {
    run(
        run -> {
          run.check(gate("tests", 1), changed(run));
          land("C.java");
          MergeCandidate fresh = candidate(run);
          run.check(gate("tests", 2), fresh);
          assertThatThrownBy(() -> run.check(gate("tests", 1), fresh))
              .hasMessageContaining("two gates that differ are named 'tests'");
          return run.stop(EndReason.STUCK, "seen");
        });
  }

  /** Symptom: two gates of one name, said the run, and ended. */
  @Test
  void aGateThatReplacedAnotherAsAPartMayBeAskedAlone() throws Exception {
    RunResult result =
        run(
            run -> {
              run.check(gate("tests", 1), changed(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              run.check(Gates.allOf(gate("tests", 2), gate("scan", 1)), candidate(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              return delivered(run, gate("tests", 2), candidate(run));
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: two gates of one name, said the run, and ended. */
  @Test
  void aGateThatReplacedAnotherMayBeAskedAsAPart() throws Exception {
    RunResult result =
        run(
            run -> {
              run.check(gate("tests", 1), changed(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              run.check(gate("tests", 2), candidate(run));
              fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              return delivered(run, Gates.allOf(gate("tests", 2), gate("scan", 1)), candidate(run));
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: the change was only proposed. */
  @Test
  void aGateThatIsGreenTwiceIsNotFlakyForAPartItDoesNotNeed() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    MergeGate either = new AnyOf(List.of(new Flap("linux", down), gate("windows", 1)));
    RunResult result =
        run(
            run -> {
              MergeCandidate c = changed(run);
              run.check(either, c);
              down.set(false);
              return delivered(run, either, c);
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: the run ended as gate_failed although the gate was green. */
  @Test
  void theRedOfAPartThatIsNotNeededDoesNotStand() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    MergeGate either = new AnyOf(List.of(new Red("linux"), new Flap("windows", down)));
    RunResult result =
        run(
            run -> {
              MergeCandidate c = changed(run);
              run.check(either, c);
              down.set(false);
              land("C.java");
              return delivered(run, either, candidate(run));
            });
    assertThat(result.report().ending().detail()).doesNotContain("linux");
    assertThat(result.report().flakyGates()).extracting(FlakyGate::name).containsExactly("any");
  }

  /** Symptom: one of two was asked about what landed. */
  @Test
  void commandsThatDifferOnlyBehindACutNameAreTwoGates() throws Exception {
    String p = "x".repeat(70);
    MergeGate a = new Version(Gates.shell(p + " a").name(), 1, asked);
    MergeGate b = new Version(Gates.shell(p + " b").name(), 2, asked);
    RunResult result =
        run(
            run -> {
              run.check(a, changed(run));
              land("C.java");
              return delivered(run, b, candidate(run));
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).hasSize(2);
  }

  /** Symptom: the target took some of the work back, and more landed than anybody had seen. */
  @Test
  void whatWasSaidOfASmallerChangeIsNoEvidenceForALargerOneOfTheSameTree() throws Exception {
    run(
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          run.implement(writes("D.java", "d1\n"), Feedback.none());
          fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
          MergeCandidate small = candidate(run);
          GateResult ok = run.check(Gates.maxDiff(2), small);
          Review review = run.review(approving(), small, ok);
          fixture.workspaces.advanceTarget(Map.of("A.java", "v0\n"));
          MergeCandidate large = candidate(run);
          assertThat(large.mergeTree()).isEqualTo(small.mergeTree());
          assertThatThrownBy(() -> run.deliver(Delivery.merge(), large, ok, List.of(review)))
              .hasMessageContaining("call check(gate, candidate)");
          GateResult again = run.check(Gates.maxDiff(9), large);
          assertThatThrownBy(() -> run.deliver(Delivery.merge(), large, again, List.of(review)))
              .hasMessageContaining("call review(reviewer, candidate, gate)");
          return run.stop(EndReason.STUCK, "seen");
        });

    assertThat(fixture.workspaces.targetFiles()).doesNotContainKey("D.java");
  }

  /** Symptom: a gate and a reviewer that saw the smaller change were not asked about the larger. */
  @Test
  void whoeverSawASmallerChangeIsAskedAboutTheLargerOneOfTheSameTree() throws Exception {
    List<Integer> seen = new ArrayList<>();
    Reviewer counting =
        request -> {
          seen.add(request.change().files().size());
          return Review.approved();
        };
    RunResult result =
        run(
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              run.implement(writes("D.java", "d1\n"), Feedback.none());
              fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
              MergeCandidate small = candidate(run);
              run.review(counting, small, run.check(gate("tests", 1), small));
              fixture.workspaces.advanceTarget(Map.of("A.java", "v0\n"));
              return delivered(run, gate("scan", 1), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked).hasSize(3);
    assertThat(seen).containsExactly(1, 2);
  }

  /** Symptom: its part alone was green later, so the parts after it never ran, and it landed. */
  @Test
  void whatComesAfterARedPartIsAskedBeforeAnythingLands() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    MergeGate flaky = new FlapTests("unit", down);
    Nightshift excusing = fixture.builder().knownFlakyTests("T.flaps").build();
    RunResult result =
        excusing.run(
            Task.builder("Change A").build(),
            run -> {
              MergeCandidate c = changed(run);
              run.check(Gates.allOf(flaky, new Red("scan")), c);
              down.set(false);
              return delivered(run, flaky, c);
            });
    excusing.close();
    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: a red that the host excuses hid them, and more landed than they had seen. */
  @Test
  void whatComesAfterAnExcusedRedPartIsAskedAboutTheLargerChangeOfTheSameTree() throws Exception {
    AtomicBoolean down = new AtomicBoolean(false);
    MergeGate both = Gates.allOf(new FlapTests("unit", down), gate("scan", 1));
    Nightshift excusing = fixture.builder().knownFlakyTests("T.flaps").build();
    RunResult result =
        excusing.run(
            Task.builder("Change A").build(),
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              run.implement(writes("D.java", "d1\n"), Feedback.none());
              fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
              run.check(both, candidate(run));
              fixture.workspaces.advanceTarget(Map.of("A.java", "v0\n"));
              down.set(true);
              return delivered(run, gate("lint", 1), candidate(run));
            });
    excusing.close();
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(askedLast()).containsExactly("scan 1", "lint 1", "scan 1");
  }

  /** Symptom: the run ended as gate_failed for a gate that was green on what it delivered. */
  @Test
  void anOutageOnATreeThatDoesNotLandDoesNotStand() throws Exception {
    AtomicBoolean isDown = new AtomicBoolean(false);
    MergeGate x = new Remote("x", 1, isDown);
    RunResult result =
        run(
            run -> {
              MergeCandidate old = changed(run);
              GateResult known = run.check(x, old);
              isDown.set(true);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              MergeCandidate mid = candidate(run);
              assertThatThrownBy(() -> run.check(x, mid)).hasMessageContaining("no answer");
              isDown.set(false);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b0\n"));
              MergeCandidate back = candidate(run);
              Review review = run.review(approving(), back, known);
              return run.deliver(Delivery.merge(), back, known, List.of(review));
            });
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }
}
