package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gate that says both of one tree, and what excuses it. */
class FlakyGateTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<FlakyGate> shown = new ArrayList<>();
  private final Reviewer watching =
      request -> {
        shown.addAll(request.flakyGates());
        return Review.approved();
      };

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: the run ended as gate_failed, as if its green were that of another gate. */
  @Test
  void aGateThatCallsItsResultsOtherwiseIsFlakyToo() throws Exception {
    GateResult red = GateResult.failed("tests: 3 errors", "");
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n", "v1\n"))
                .gate(saying(red, passed()))
                .reviewer(watching)
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(shown).singleElement().satisfies(flaky -> assertThat(flaky.verdicts()).hasSize(2));
  }

  /** Symptom: an unchanged candidate landed with "Gates: 1 of 1 passed" after its gate was red. */
  @Test
  void aGateThatTurnsGreenOnAnUnchangedTreeIsFlakyAndOnlyProposed() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n", "v1\n"))
                .gate(saying(failed("a.B.c"), passed()))
                .reviewer(watching)
                .build());

    RunReport report = result.report();
    String tree = report.commits().mergeTree();
    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(report.ending().detail())
        .isEqualTo("gate 'tests' is flaky: it was red and green on tree " + tree);
    assertThat(shown).extracting(FlakyGate::tree).containsExactly(tree);
    assertThat(report.flakyGates()).isEqualTo(shown);
    assertThat(report.gates()).extracting(GateResult::isPassed).containsExactly(false, true);
    assertThat(report.toMarkdown())
        .contains(
            "## Gates: 1 of 2 passed",
            "**Flaky**: `tests`",
            "**without changing anything for it**");
    assertThat(report.toJson()).contains("\"flakyGates\" : [", "\"excused\" : false");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void aGateThatStaysRedOnAnUnchangedTreeIsRed() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(saying(failed("a.B.c")))
                .maxRevisions(1)
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().flakyGates()).isEmpty();
    assertThat(result.report().gates()).hasSize(2);
  }

  @Test
  void aFlakyGateIsProposedByTheBranchDeliveryWithTheReason() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(saying(failed("a.B.c"), passed()))
                .delivery(Delivery.branch())
                .build());

    assertThat(result.report().ending().detail())
        .startsWith("delivery by branch was asked for; gate 'tests' is flaky");
  }

  @Test
  void aGateThatWasFlakyOnceIsNotTrustedOnALaterTree() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeGate tests = saying(failed("a.B.c"), passed());
              MergeCandidate first = merged(run, "v1\n");
              run.check(tests, first);
              run.check(tests, first);
              return delivered(run, tests, merged(run, "v2\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("'tests' is flaky");
  }

  @Test
  void onlyThePartOfAComposedGateThatSaidBothIsFlaky() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(Gates.allOf(green(), saying(failed("a.B.c"), passed())))
                .build());

    assertThat(result.report().flakyGates()).extracting(FlakyGate::name).containsExactly("tests");
  }

  /** Symptom: with two gates of one name the red one passed for a flaky one. */
  @Test
  void twoGatesOfOneNameAreNotTakenForOneThatIsFlaky() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = merged(run, "v1\n");
              run.check(saying(failed("a.B.c")), candidate);
              return delivered(run, saying(passed()), candidate);
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  @Test
  void twoPartsOfOneNameAreNotTakenForOneThatIsFlaky() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(Gates.allOf(saying(passed()), saying(failed("a.B.c"))))
                .maxRevisions(0)
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  @Test
  void aWholeThatIsRedThoughItsPartsAreGreenIsRed() throws Exception {
    GateResult odd =
        GateResult.builder("whole", false, "the sum is wrong")
            .parts(List.of(GateResult.passed("a", ""), GateResult.passed("b", "")))
            .build();

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = merged(run, "v1\n");
              run.check(saying(odd), candidate);
              return delivered(run, green(), candidate);
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
  }

  @Test
  void testsTheHostKnowsAsFlakyAreExcusedAndNamed() throws Exception {
    RunResult result =
        withKnownFlaky(
            pipeline(writes("A.java", "v1\n"))
                .gate(saying(failed("a.B.c"), failed("a.B.d", "a.B.c"), passed()))
                .reviewer(watching)
                .build(),
            "a.B.c",
            "a.B.d",
            "a.B.e");

    RunReport report = result.report();
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(report.flakyGates())
        .singleElement()
        .satisfies(gate -> assertThat(gate.excusedTests()).containsExactly("a.B.c", "a.B.d"));
    assertThat(shown).isEqualTo(report.flakyGates());
    assertThat(report.toMarkdown())
        .contains("**Excused**: `tests`", "`a.B.c`, `a.B.d`", "## Gates: 1 of 3 passed");
    assertThat(report.toJson()).contains("\"excused\" : true", "\"a.B.d\"");
  }

  @Test
  void aKnownFlakyTestThatIsOnlyRedStaysRed() throws Exception {
    RunResult result =
        withKnownFlaky(
            pipeline(writes("A.java", "v1\n"))
                .gate(saying(failed("a.B.c")))
                .maxRevisions(1)
                .build(),
            "a.B.c");

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
  }

  @Test
  void oneFailedTestThatIsNotOnTheListMakesTheGateFlaky() throws Exception {
    RunResult result =
        withKnownFlaky(
            pipeline(writes("A.java", "v1\n"))
                .gate(saying(failed("a.B.c", "a.B.new"), passed()))
                .build(),
            "a.B.c");

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void aRedVerdictThatDoesNotNameItsTestsIsNotExcused() throws Exception {
    GateResult unnamed =
        GateResult.builder("tests", false, "timed out")
            .tests(new TestEvidence(3, 1, 0, List.of("a.B.c: late")))
            .build();

    RunResult result =
        withKnownFlaky(
            pipeline(writes("A.java", "v1\n")).gate(saying(unnamed, passed())).build(), "a.B.c");

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void refusesABlankNameInTheListOfTheHost() {
    assertThatThrownBy(() -> fixture.builder().knownFlakyTests("a.B.c", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("knownFlakyTests");
  }

  /** The target moved to a commit with which the merge has the same tree as before. */
  @Test
  void aGateThatTurnsRedOnTheSameTreeWhileLandingIsProposed() throws Exception {
    MergeGate tests = saying(passed(), failed("a.B.c"));

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.implement(
                  assignment -> {
                    write(assignment, "A.java", "v1\n");
                    write(assignment, "B.java", "b1\n");
                    return new Outcome.Changed("both");
                  },
                  Feedback.none());
              MergeCandidate candidate = candidate(run);
              GateResult gate = run.check(tests, candidate);
              Review review = run.review(approving(), candidate, gate);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().flakyGates()).hasSize(1);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void aGateThatIsOnlyRedOnTheTreeOfAMovedTargetStillAsksForAnotherRound() throws Exception {
    MergeGate tests = saying(passed(), failed("a.B.c"));

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = merged(run, "v1\n");
              fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              return delivered(run, tests, candidate);
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
  }

  @Test
  void redGatesStayRedHoweverTheyAreAskedAgain() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = merged(run, "v1\n");
              run.check(red(), candidate);
              run.merge();
              return delivered(run, green(), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
  }

  private RunResult withKnownFlaky(Pipeline pipeline, String... tests) throws InterruptedException {
    try (Nightshift nightshift = fixture.builder().knownFlakyTests(tests).build()) {
      return nightshift.run(task, pipeline);
    }
  }

  private static void write(
      dev.nightshift.core.agent.Assignment assignment, String path, String content) {
    assignment.workspace().files().write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private static MergeCandidate merged(RunScope run, String content) throws InterruptedException {
    run.implement(writes("A.java", content), Feedback.none());
    return candidate(run);
  }

  private static RunResult delivered(RunScope run, MergeGate gate, MergeCandidate candidate)
      throws InterruptedException {
    GateResult verdict = run.check(gate, candidate);
    Review review = run.review(approving(), candidate, verdict);
    return run.deliver(Delivery.merge(), candidate, verdict, List.of(review));
  }

  private static GateResult passed() {
    return GateResult.builder("tests", true, "all green")
        .tests(new TestEvidence(3, 0, 0, List.of()))
        .build();
  }

  private static GateResult failed(String... tests) {
    return GateResult.builder("tests", false, tests.length + " failed")
        .tests(new TestEvidence(3, tests.length, 0, List.of(tests), List.of(tests)))
        .build();
  }

  /** A gate that says this, one after the other, and the last for ever. */
  private static MergeGate saying(GateResult... results) {
    int[] call = {0};
    return (candidate, context) -> results[Math.min(call[0]++, results.length - 1)];
  }
}
