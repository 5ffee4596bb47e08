package dev.nightshift.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.run.TaskSummary;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of tasks about whose runs humans decided. */
@Timeout(60)
class DecidedTaskTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final CountDownLatch decided = new CountDownLatch(1);
  @TempDir private Path state;

  /** Has written half of what a human requested when nobody answers any more. */
  private final Pipeline proposing =
      StandardPipeline.builder()
          .implementer(
              assignment -> {
                boolean isSentBack = assignment.feedback() instanceof Feedback.HumanRequested;
                byte[] text = (isSentBack ? "half\n" : "v1\n").getBytes(UTF_8);
                assignment.workspace().files().write("A.java", text);
                if (isSentBack) {
                  throw new RunStoppedException(EndReason.MODEL_UNAVAILABLE, "nobody answers");
                }
                return new Outcome.Changed("wrote it");
              })
          .reviewer(request -> Review.approved())
          .gate((candidate, context) -> GateResult.passed("gate", "nothing to object"))
          .build();

  /** Asks, and nobody is there any more when it is answered. */
  private final Pipeline asking =
      StandardPipeline.builder()
          .implementer(
              assignment -> {
                if (assignment.feedback() instanceof Feedback.Answered) {
                  throw new RunStoppedException(EndReason.MODEL_UNAVAILABLE, "nobody answers");
                }
                return new Outcome.NeedsClarification("Celsius?");
              })
          .reviewer(request -> Review.approved())
          .gate((candidate, context) -> GateResult.passed("gate", "nothing to object"))
          .build();

  private final Pipeline waiting =
      scope -> {
        decided.await();
        return scope.stop(EndReason.NOTHING_TO_DO, "it is there");
      };

  private Nightshift engine() {
    return Nightshift.builder(workspaces)
        .provider(
            (request, context) ->
                ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
        .state(state)
        .pipeline("proposing", proposing)
        .pipeline("asking", asking)
        .pipeline("waiting", waiting)
        .pipeline("cancelled", scope -> scope.stop(EndReason.CANCELLED, "no longer wanted"))
        .build();
  }

  private static Task task(String key) {
    return Task.builder("Task " + key).dispatchKey(key).build();
  }

  private TaskOutcome only(String pipeline, boolean again) throws InterruptedException {
    try (Nightshift nightshift = engine()) {
      SupervisorBuilder builder = Supervisor.of(nightshift).add(task("a"), pipeline);
      return (again ? builder.again() : builder).build().run().outcomes().get(0);
    }
  }

  private static RunId idOf(TaskOutcome outcome) {
    return Objects.requireNonNull(outcome.run());
  }

  /** Symptom: what a human merged while the list still worked was told as proposed at its end. */
  @Test
  void theSummaryTellsWhatAHumanDecidedWhileOtherTasksWorked() throws Exception {
    try (Nightshift nightshift = engine();
        Nightshift other = engine()) {
      TaskSummary summary =
          Supervisor.of(nightshift)
              .add(task("a"), "proposing")
              .add(task("b"), "waiting")
              .listener(
                  outcome -> {
                    if (outcome.task().dispatchKey().equals("a")) {
                      assertThat(outcome.reason()).isEqualTo(EndReason.PROPOSED);
                      other.accept(idOf(outcome)).toFuture().join();
                      decided.countDown();
                    }
                  })
              .build()
              .run();

      TaskOutcome accepted = summary.outcomes().get(0);
      assertThat(accepted.reason()).isEqualTo(EndReason.MERGED);
      assertThat(Objects.requireNonNull(accepted.report()).humanDecisions()).hasSize(1);
      assertThat(accepted.attempts()).isEqualTo(1);
      assertThat(summary.outcomes().get(1).reason()).isEqualTo(EndReason.NOTHING_TO_DO);
    }
  }

  /** Symptom: an outage after a request of a human began the task anew, and all was paid again. */
  @Test
  void aTaskThatAHumanSentBackIsNotBegunAnewAfterAnOutage() throws Exception {
    TaskOutcome proposed = only("proposing", false);
    try (Nightshift nightshift = engine()) {
      RunResult cut = nightshift.revise(idOf(proposed), "v2").await();
      assertThat(cut.reason()).isEqualTo(EndReason.MODEL_UNAVAILABLE);
    }

    TaskOutcome after = only("proposing", false);

    assertThat(after.run()).isEqualTo(idOf(proposed));
    assertThat(after.reason()).isEqualTo(EndReason.MODEL_UNAVAILABLE);
    assertThat(Journal.directory(state).runs()).hasSize(1);
    assertThat(StateDirectory.at(state).run(idOf(proposed)).orElseThrow().end().nextAction())
        .startsWith("read its report, and revise the run");
  }

  /** Symptom: an outage after an answer began the task anew, which asked the same again. */
  @Test
  void aTaskThatAHumanAnsweredIsNotBegunAnewAfterAnOutage() throws Exception {
    TaskOutcome asked = only("asking", false);
    assertThat(asked.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
    try (Nightshift nightshift = engine()) {
      RunResult cut = nightshift.answer(idOf(asked), "yes").await();
      assertThat(cut.reason()).isEqualTo(EndReason.MODEL_UNAVAILABLE);
    }

    TaskOutcome after = only("asking", false);

    assertThat(after.run()).isEqualTo(idOf(asked));
    assertThat(after.reason()).isEqualTo(EndReason.MODEL_UNAVAILABLE);
    assertThat(Journal.directory(state).runs()).hasSize(1);
  }

  /** Symptom: a run that a human had ended was begun again by the same list. */
  @Test
  void aTaskThatAHumanCancelledIsDoneAgainOnlyIfThatIsSaid() throws Exception {
    TaskOutcome first = only("cancelled", false);

    assertThat(only("cancelled", false).run()).isEqualTo(idOf(first));
    assertThat(only("cancelled", true).run()).isNotEqualTo(idOf(first));
  }
}
