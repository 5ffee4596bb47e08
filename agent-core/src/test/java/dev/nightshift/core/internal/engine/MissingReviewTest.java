package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reviewer that was asked and gave no verdict is told, and nothing lands until it gives one. */
class MissingReviewTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  static Stream<Arguments> withoutVerdict() {
    return Stream.of(
        Arguments.argumentSet("an exception", raising(new IllegalStateException("no key"))),
        Arguments.argumentSet("an error", raising(new AssertionError("no key"))),
        Arguments.argumentSet("null", (Reviewer) asked -> nothing()),
        Arguments.argumentSet("an approval that closes R9", closing("R9")));
  }

  /** Symptom: the report said "Gates: 1 of 1 passed" and named no reviewer. */
  @ParameterizedTest
  @MethodSource("withoutVerdict")
  void aReviewerThatGivesNoVerdictIsInTheReport(Reviewer reviewer) throws Exception {
    RunResult result =
        fixture.nightshift.run(task, pipeline(writes("A.java", "v1\n")).reviewer(reviewer).build());

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().rounds().get(0).missingReviews())
        .singleElement()
        .satisfies(missing -> assertThat(missing.reviewer()).isEqualTo("reviewer"))
        .satisfies(
            missing ->
                assertThat(missing.why()).contains(result.report().ending().detail().strip()));
    assertThat(result.report().reviews()).isEmpty();
    assertThat(result.report().toMarkdown())
        .contains("## Reviews: 0", "**Round 1, `reviewer`: no verdict**: ");
    assertThat(result.report().toJson()).contains("\"missingReviews\" : [", "\"why\" : \"");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.argumentSet("the provider", new IllegalStateException("no key"), "no key"),
        Arguments.argumentSet(
            "the budget",
            new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "the cap is reached"),
            "the run was stopped while it ran"),
        Arguments.argumentSet(
            "a full context",
            new RunStoppedException(EndReason.CONTEXT_EXHAUSTED, "no longer fits"),
            "no longer fits"),
        Arguments.argumentSet("a cancel", null, "the run was stopped while it ran"));
  }

  /** Symptom: what a reviewer wrote was in no report once its verdict failed or was cancelled. */
  @ParameterizedTest
  @MethodSource("failures")
  void whatAReviewerWroteBeforeItFailedIsInTheReport(RuntimeException failure, String why)
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Reviewer reviewer =
        request -> {
          request.wrote(List.of("Leave it.", "I mean it."));
          asked.countDown();
          if (failure != null) {
            throw failure;
          }
          new CountDownLatch(1).await();
          return Review.approved();
        };
    Journal journal = Journal.inMemory();
    try (Nightshift nightshift =
        fixture
            .builder()
            .journal(journal)
            .pipeline("it", pipeline(writes("A.java", "v1\n")).reviewer(reviewer).build())
            .build()) {
      Run run = nightshift.dispatch(task, "it");
      asked.await();
      if (failure == null) {
        run.cancel("enough");
      }
      RunReport report = run.await().report();

      assertThat(report.rounds().get(0).missingReviews())
          .extracting(RoundReport.MissingReview::why)
          .singleElement()
          .asString()
          .contains(why)
          .endsWith("; before that it wrote: Leave it. \u2026 I mean it.");
      assertThat(report.toMarkdown()).contains("I mean it");
      assertThat(nightshift.replay(run.id()).report()).isEqualTo(report);
    }
  }

  /** Symptom: the pipeline caught the exception, asked another reviewer, and the change landed. */
  @ParameterizedTest
  @MethodSource("withoutVerdict")
  void anotherReviewerDoesNotStandInForOneThatGaveNoVerdict(Reviewer reviewer) throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              assertThat(catchThrowable(() -> run.review(reviewer, candidate, gate))).isNotNull();
              return delivered(run, candidate, gate, approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.ERROR);
    assertThat(result.report().ending().detail())
        .startsWith("the reviewer 'reviewer' gave no verdict on this work (");
    assertNothingLanded();
  }

  @Test
  void aTargetThatMovedDoesNotHideAMissingVerdict() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              Reviewer broken = raising(new IllegalStateException("no key"));
              GateResult gate = run.check(green(), first);
              assertThat(catchThrowable(() -> run.review(broken, first, gate))).isNotNull();
              fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              MergeCandidate moved = candidate(run);
              return delivered(run, moved, run.check(green(), moved), approving());
            });

    assertThat(result.report().ending().detail()).contains("gave no verdict on this work");
    assertNothingLanded();
  }

  /** One work's verdict is none of another: neither a later verdict nor a later failure is. */
  @Test
  void aVerdictOnOtherWorkDoesNotMakeUpForAMissingOne() throws Exception {
    int[] call = {0};
    Reviewer reviewer =
        asked -> {
          if (call[0]++ == 0) {
            throw new IllegalStateException("no key");
          }
          return Review.approved();
        };

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              GateResult gate = run.check(green(), first);
              assertThat(catchThrowable(() -> run.review(reviewer, first, gate))).isNotNull();
              run.implement(writes("A.java", "v2\n"), Feedback.none());
              MergeCandidate second = candidate(run);
              run.review(reviewer, second, run.check(green(), second));
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              MergeCandidate back = candidate(run);
              return delivered(run, back, run.check(green(), back), approving());
            });

    assertThat(result.report().ending().detail()).contains("gave no verdict on this work");
    assertNothingLanded();
  }

  @Test
  void aReviewerThatIsAskedAgainAndApprovesHolds() throws Exception {
    int[] call = {0};
    Reviewer once =
        asked -> {
          if (call[0]++ == 0) {
            throw new IllegalStateException("no key");
          }
          return Review.approved();
        };

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              assertThat(catchThrowable(() -> run.review(once, candidate, gate))).isNotNull();
              return delivered(run, candidate, gate, once);
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().rounds().get(0).missingReviews())
        .containsExactly(
            new RoundReport.MissingReview("reviewer", "java.lang.IllegalStateException: no key"));
  }

  /** Symptom: a request was lost because its review also closed an id it had made up. */
  @Test
  void aRequestWhoseReviewClosesAForeignIdIsARequest() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              Reviewer odd =
                  asked ->
                      new Review.ChangesRequested(
                          request("B.java", 1, "y"), List.of(), List.of(), List.of("r1"));
              assertThat(catchThrowable(() -> run.review(odd, candidate, gate)))
                  .hasMessageContaining("'r1', which is no request of its own");
              return delivered(run, candidate, gate, approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().openRequests()).extracting(OpenRequest::id).containsExactly("R1");
    assertNothingLanded();
  }

  /** The same of a gate; an error left no trace of it. */
  @Test
  void aGateThatEndsByAnErrorStands() throws Exception {
    MergeGate broken =
        (candidate, context) -> {
          throw new NoClassDefFoundError("scan/Engine");
        };

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              assertThat(catchThrowable(() -> run.check(broken, candidate))).isNotNull();
              return delivered(run, candidate, run.check(green(), candidate), approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().toMarkdown()).contains("NoClassDefFoundError");
    assertNothingLanded();
  }

  private static Reviewer raising(Throwable cause) {
    return asked -> {
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    };
  }

  private static Reviewer closing(String id) {
    return asked -> new Review.Approved(List.of(), List.of(), List.of(id));
  }

  @SuppressWarnings("NullAway")
  private static Review nothing() {
    return null;
  }

  private static RunResult delivered(
      RunScope run, MergeCandidate candidate, GateResult gate, Reviewer reviewer)
      throws InterruptedException {
    Review review = run.review(reviewer, candidate, gate);
    return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
  }

  private void assertNothingLanded() {
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }
}
