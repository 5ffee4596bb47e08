package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Implement, merge and check in one call. */
class RoundTest {
  private static final MergeCandidate CANDIDATE =
      new MergeCandidate("main", "target", "head", "merge", "tree");
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final List<Round> rounds = new ArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private RunResult run(Pipeline pipeline) throws InterruptedException {
    return fixture.nightshift.run(Task.builder("Change A").build(), pipeline);
  }

  /** Works one round and ends the run. */
  private RunResult run(Implementer implementer, MergeGate gate) throws InterruptedException {
    return run(
        run -> {
          rounds.add(run.round(implementer, Feedback.none(), gate));
          return run.stop(EndReason.ENVIRONMENT, "seen");
        });
  }

  @Test
  void theCandidateOfARoundThatPassesIsDelivered() throws Exception {
    RunResult result =
        run(
            run -> {
              Round round = run.round(writes("A.java", "v1\n"), Feedback.none(), green());
              Round.Passed passed = (Round.Passed) round;
              Review review = run.review(approving(), passed.candidate(), passed.gate());
              return run.deliver(
                  Delivery.merge(), passed.candidate(), passed.gate(), List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v1\n");
  }

  @Test
  void aRedGateIsTheFeedbackOfTheNextRound() throws Exception {
    Implementer implementer = writes("A.java", "v1\n", "v2\n");
    List<Feedback> told = new ArrayList<>();

    run(
        run -> {
          Round.Redo redo = (Round.Redo) run.round(implementer, Feedback.none(), red());
          rounds.add(
              run.round(
                  assignment -> {
                    told.add(assignment.feedback());
                    return implementer.implement(assignment);
                  },
                  redo.feedback(),
                  green()));
          return run.stop(EndReason.ENVIRONMENT, "seen");
        });

    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            Feedback.GateFailed.class,
            failed -> assertThat(failed.gate().detail()).isEqualTo("always red"));
    assertThat(rounds).hasOnlyElementsOfType(Round.Passed.class).hasSize(1);
  }

  @Test
  void aConflictIsTheFeedbackAndNoGateIsAsked() throws Exception {
    Implementer implementer = writes("A.java", "mine\n");

    run(
        assignment -> {
          fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
          return implementer.implement(assignment);
        },
        (candidate, context) -> {
          throw new AssertionError("the gate was asked");
        });

    assertThat(rounds)
        .singleElement()
        .isInstanceOfSatisfying(
            Round.Redo.class,
            redo ->
                assertThat(((Feedback.Conflicted) redo.feedback()).report().paths())
                    .extracting(ConflictReport.ConflictedPath::path)
                    .containsExactly("A.java"));
  }

  @Test
  void whatIsNoChangeIsReturnedAndNoGateIsAsked() throws Exception {
    Outcome asked = new Outcome.NeedsClarification("which A?");

    RunResult result =
        run(
            run -> {
              Round round =
                  run.round(
                      assignment -> asked,
                      Feedback.none(),
                      (candidate, context) -> {
                        throw new AssertionError("the gate was asked");
                      });
              return run.end(((Round.Unchanged) round).outcome());
            });

    assertThat(result.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
    assertThat(result.report().rounds()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway")
  void aMissingGateIsRefusedBeforeAnybodyWorks() throws Exception {
    List<String> worked = new ArrayList<>();

    run(
        run -> {
          assertThatNullPointerException()
              .isThrownBy(
                  () ->
                      run.round(
                          assignment -> {
                            worked.add("worked");
                            return new Outcome.Changed("done");
                          },
                          Feedback.none(),
                          null))
              .withMessageContaining("gate");
          return run.stop(EndReason.ENVIRONMENT, "seen");
        });

    assertThat(worked).isEmpty();
  }

  @Test
  void theBetterRoundPassesAndOfTwoThatPassExecutedMoreTests() {
    Round red = new Round.Redo(new Feedback.GateFailed(GateResult.failed("tests", "red")));
    Round uncounted = new Round.Passed(CANDIDATE, GateResult.passed("tests", "green"));
    Round one = new Round.Passed(CANDIDATE, counted(1));
    Round two = new Round.Passed(CANDIDATE, counted(2));

    assertThat(best(red, uncounted)).isSameAs(uncounted);
    assertThat(best(uncounted, one)).isSameAs(one);
    assertThat(best(two, one, red)).isSameAs(two);
    assertThat(best(one, new Round.Passed(CANDIDATE, counted(1)))).isSameAs(one);
  }

  @Test
  void aRedVerdictDoesNotPassAndAChangeIsNotUnchanged() {
    GateResult red = GateResult.failed("tests", "1 of 2 failed");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Round.Passed(CANDIDATE, red))
        .withMessageContaining("'tests' is red");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Round.Unchanged(new Outcome.Changed("did it")))
        .withMessageContaining("did it");
  }

  private static Round best(Round... rounds) {
    return Collections.max(List.of(rounds), Round.comparingTests());
  }

  private static GateResult counted(int tests) {
    return GateResult.builder("tests", true, "ran")
        .tests(new TestEvidence(tests, 0, 0, List.of()))
        .build();
  }
}
