package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A question was answered, and something else kept the run from going on by it. */
class AnsweredRunTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String QUESTION = "Celsius or Fahrenheit?";
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final ManualTime time = ManualTime.create();
  private final Journal journal = Journal.inMemory();
  private EndReason outage = EndReason.MODEL_UNAVAILABLE;
  private boolean isDown = true;
  private boolean isHalfWritten;

  private Nightshift engine() {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .journal(journal)
        .time(time)
        .pipeline(
            "it",
            StandardPipeline.builder()
                .implementer(this::implement)
                .reviewer(request -> Review.approved())
                .gate(green())
                .build())
        .build();
  }

  private Outcome implement(Assignment assignment) {
    if (!(assignment.feedback() instanceof Feedback.Answered told)) {
      return new Outcome.NeedsClarification(QUESTION);
    }
    String text = told.clarification().answer() + "\n";
    if (isHalfWritten || !isDown) {
      assignment.workspace().files().write("A.java", text.getBytes(UTF_8));
    }
    if (isDown) {
      throw new RunStoppedException(outage, "nobody is there");
    }
    return new Outcome.Changed("as answered");
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(TIMEOUT).orElseThrow();
  }

  private RunId answeredInVain() throws InterruptedException {
    try (Nightshift first = engine()) {
      RunId run = ended(first.dispatch(Task.builder("Convert").build(), "it")).report().runId();
      RunResult cut = ended(first.answer(run, "Celsius"));
      assertThat(cut.reason()).isEqualTo(outage);
      return run;
    } finally {
      time.advance(Duration.ofDays(1));
    }
  }

  private RecordedRun recorded(RunId run) {
    return new RecordedRuns(journal, none -> "").find(run).orElseThrow();
  }

  /** Symptom: "cannot be answered: it asks nothing", after an outage in which it had no work. */
  @ParameterizedTest
  @ValueSource(
      strings = {"model_unavailable", "cancelled", "error", "environment", "budget_exhausted"})
  void aRunThatCouldNotGoOnByItsAnswerIsAnsweredAgain(String reason) throws Exception {
    outage = new EndReason(reason);
    RunId run = answeredInVain();
    assertThat(workspaces.parked()).hasSize(1);
    assertThat(recorded(run).end().choices())
        .containsExactlyInAnyOrder(Kind.ANSWERED, Kind.REJECTED);
    assertThat(recorded(run).end().nextAction()).contains("answer its question again");
    isDown = false;

    try (Nightshift second = engine()) {
      RunResult result = ended(second.answer(run, "Kelvin"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().clarifications())
          .extracting(one -> one.clarification())
          .containsExactly(new Clarification(QUESTION, "Kelvin"));
      assertThat(second.replay(run)).isEqualTo(result);
      assertThat(ended(second.accept(run)).reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "Kelvin\n");
  }

  @Test
  void severalOutagesKeepTheQuestionOpen() throws Exception {
    RunId run = answeredInVain();
    try (Nightshift second = engine()) {
      assertThat(ended(second.answer(run, "Kelvin")).reason()).isEqualTo(outage);
      isDown = false;

      assertThat(ended(second.answer(run, "Rankine")).reason()).isEqualTo(EndReason.PROPOSED);
    }
  }

  @Test
  void workOfACutAnswerIsSentBackOrAnsweredAgain() throws Exception {
    isHalfWritten = true;
    RunId run = answeredInVain();
    assertThat(recorded(run).end().choices())
        .containsExactlyInAnyOrder(Kind.ANSWERED, Kind.REVISED, Kind.REJECTED);
    isDown = false;

    try (Nightshift second = engine()) {
      assertThat(ended(second.answer(run, "Kelvin")).reason()).isEqualTo(EndReason.PROPOSED);
    }
  }

  /** Symptom: "its branch was merged or removed, or it was pruned", of a branch that never was. */
  @Test
  void whatHasNoWorkToSendBackIsSaidToBeAnsweredAgain() throws Exception {
    RunId run = answeredInVain();

    try (Nightshift second = engine()) {
      assertThatThrownBy(() -> second.revise(run, "go on"))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("ended as model_unavailable, answered by a human at")
          .hasMessageContaining("answer its question again");
      assertThat(ended(second.reject(run, RejectionReason.STYLE, "")).reason())
          .isEqualTo(EndReason.REJECTED);
    }
    assertThat(workspaces.parked()).isEmpty();
  }
}
