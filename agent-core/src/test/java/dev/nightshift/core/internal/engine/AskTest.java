package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.blocked;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ClarificationReport;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that waits for a human. */
@Timeout(20)
class AskTest {
  private static final String QUESTION = "Celsius or Fahrenheit?";
  private static final Task TASK = Task.builder("Convert").instructions("Convert it.").build();

  private final Journal journal = Journal.inMemory();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Feedback> heard = new ArrayList<>();

  /** Asks in its first round, and writes the answer in the next. */
  private final Implementer asking =
      assignment -> {
        heard.add(assignment.feedback());
        if (!(assignment.feedback() instanceof Feedback.Answered told)) {
          return new Outcome.NeedsClarification(QUESTION);
        }
        assignment
            .workspace()
            .files()
            .write("A.java", told.clarification().answer().getBytes(UTF_8));
        return new Outcome.Changed("as answered");
      };

  @Test
  void anAnswerLetsTheImplementerGoOnAndIsToldToAll() throws Exception {
    List<Clarification> shown = new ArrayList<>();
    Reviewer reviewer =
        request -> {
          shown.addAll(request.clarifications());
          return Review.approved();
        };
    RunResult result;
    try (Nightshift nightshift = nightshift(pipeline(asking).reviewer(reviewer).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      assertThat(run.state()).isEqualTo(RunState.PARKED);
      assertThat(run.questions()).containsExactly(QUESTION);

      run.answer(QUESTION, "Celsius\n");
      result = run.await();

      assertThat(run.questions()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> run.answer(QUESTION, "Kelvin"))
          .withMessageContaining("has ended");
    }

    Clarification told = new Clarification(QUESTION, "Celsius\n");
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "Celsius\n");
    assertThat(heard).containsExactly(Feedback.none(), new Feedback.Answered(told));
    assertThat(shown).containsExactly(told);
    assertThat(result.report().clarifications()).containsExactly(new ClarificationReport(told, ""));
    assertThat(result.report().toMarkdown()).contains(QUESTION, "Celsius");
  }

  @Test
  void aReplayAsksNobody() throws Exception {
    RunResult recorded;
    try (Nightshift nightshift = nightshift(pipeline(asking).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      run.answer(QUESTION, "Celsius\n");
      recorded = run.await();
    }

    try (Nightshift dead = nightshift(pipeline(asking).maxQuestions(1))) {
      assertThat(dead.replay(recorded.report().runId())).isEqualTo(recorded);
    }
  }

  @Test
  void aQuestionBeyondTheLimitEndsTheRunAsBefore() throws Exception {
    try (Nightshift nightshift = nightshift(pipeline(asking).maxQuestions(0))) {
      RunResult result = nightshift.dispatch(TASK, "it").await();

      assertThat(result.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
      assertThat(result.report().ending().detail()).contains(QUESTION);
      assertThat(result.report().clarifications()).isEmpty();
    }
  }

  @Test
  void cancellingARunThatWaitsForAnAnswerEndsIt() throws Exception {
    try (Nightshift nightshift = nightshift(pipeline(asking).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      run.cancel("nobody is there");

      assertThat(run.await().reason()).isEqualTo(EndReason.CANCELLED);
      assertThat(run.questions()).isEmpty();
    }
  }

  /** Symptom: what a run waited to be told was in no report once it was cancelled. */
  @Test
  void aQuestionThatNobodyAnsweredIsInTheReport() throws Exception {
    try (Nightshift nightshift = nightshift(pipeline(asking).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      run.cancel("nobody is there");

      RunReport report = run.await().report();
      assertThat(report.clarifications())
          .extracting(ClarificationReport::clarification)
          .containsExactly(Clarification.unanswered(QUESTION));
      assertThat(report.toMarkdown()).contains("Nobody answered.");
      assertThat(report.toJson()).contains("\"answer\" : null");
      assertThat(nightshift.replay(run.id()).report()).isEqualTo(report);
    }
  }

  /** Symptom: a question that its pipeline passed over was told to nobody. */
  @Test
  void aQuestionThatThePipelinePassedOverIsToldToAll() throws Exception {
    List<List<Clarification>> toldToImplementer = new ArrayList<>();
    List<Clarification> toldToReviewer = new ArrayList<>();
    Implementer wondering =
        assignment -> {
          toldToImplementer.add(assignment.clarifications());
          assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
          return new Outcome.NeedsClarification(QUESTION);
        };
    Reviewer reviewer =
        request -> {
          toldToReviewer.addAll(request.clarifications());
          return Review.approved();
        };
    Pipeline passingOver =
        run -> {
          run.implement(wondering, Feedback.none());
          run.implement(wondering, Feedback.none());
          MergeCandidate candidate = EngineFixture.candidate(run);
          GateResult gate = run.check(EngineFixture.green(), candidate);
          Review review = run.review(reviewer, candidate, gate);
          return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
        };
    RunReport report;
    try (Nightshift nightshift = nightshift(pipeline(asking))) {
      report = nightshift.run(TASK, passingOver).report();
    }

    Clarification unanswered = Clarification.unanswered(QUESTION);
    assertThat(toldToImplementer).containsExactly(List.of(), List.of(unanswered));
    assertThat(toldToReviewer).containsExactly(unanswered);
    assertThat(report.clarifications()).containsExactly(new ClarificationReport(unanswered, ""));
  }

  /** Symptom: what a pipeline asked was told to its reviewer and not to its implementer. */
  @Test
  void whatAPipelineAskedIsToldToItsImplementerOnce() throws Exception {
    List<List<Clarification>> told = new ArrayList<>();
    Implementer listening =
        assignment -> {
          told.add(assignment.clarifications());
          return new Outcome.NothingToDo("all is there", "seen");
        };
    Pipeline pipeline =
        run -> {
          Clarification asked = run.ask(QUESTION);
          run.implement(listening, Feedback.none());
          run.implement(listening, Feedback.none());
          run.implement(a -> listening.implement(a), new Feedback.Answered(asked));
          return run.end(new Outcome.NothingToDo("all is there", "seen"));
        };
    try (Nightshift nightshift = nightshift(pipeline(asking))) {
      Run run = nightshift.dispatch(TASK, pipeline);
      asked.await();
      run.answer(QUESTION, "Celsius");
      run.await();
    }

    assertThat(told)
        .containsExactly(List.of(new Clarification(QUESTION, "Celsius")), List.of(), List.of());
  }

  @Test
  void anAnswerToWhatWasNotAskedIsRefused() throws Exception {
    try (Nightshift nightshift = nightshift(pipeline(asking).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();

      assertThatIllegalStateException()
          .isThrownBy(() -> run.answer("Kelvin?", "no"))
          .withMessageContaining("'Kelvin?'")
          .withMessageContaining(QUESTION);
      run.cancel("done");
    }
  }

  @Test
  void aBlankQuestionIsRefused() throws Exception {
    Pipeline blank =
        scope -> {
          assertThatIllegalArgumentException().isThrownBy(() -> scope.ask(" "));
          return scope.stop(EndReason.ESCALATED, "seen");
        };
    try (Nightshift nightshift = nightshift(pipeline(asking))) {
      assertThat(nightshift.run(TASK, blank).reason()).isEqualTo(EndReason.ESCALATED);
    }
  }

  /** Symptom: the answer was dropped when the target had moved while the human thought. */
  @Test
  void anAnswerIsToldAlsoWhenTheTargetMovedMeanwhile() throws Exception {
    List<Optional<Feedback>> moved = new ArrayList<>();
    Implementer watching =
        assignment -> {
          moved.add(assignment.targetMoved());
          return asking.implement(assignment);
        };
    try (Nightshift nightshift = nightshift(pipeline(watching).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      workspaces.advanceTarget(Map.of("B.java", "new\n"));
      run.answer(QUESTION, "Celsius\n");

      assertThat(run.await().reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(moved.get(1)).containsInstanceOf(Feedback.BaseMoved.class);
    assertThat(heard.get(1)).isInstanceOf(Feedback.Answered.class);
  }

  /** Symptom: a request that led to a question was never taken for answered. */
  @Test
  void anImplementerThatAsksAboutARequestAndChangesNothingDisputesIt() throws Exception {
    Implementer disputing =
        assignment -> {
          heard.add(assignment.feedback());
          assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
          return assignment.feedback() instanceof Feedback.ChangeRequested
              ? new Outcome.NeedsClarification(QUESTION)
              : new Outcome.Changed("it is right");
        };
    List<Dispute> shown = new ArrayList<>();
    Reviewer reviewer =
        request -> {
          shown.addAll(request.disputes());
          return request.openRequests().isEmpty()
              ? new Review.ChangesRequested(request("A.java", 1, "Kelvin"), List.of(), List.of())
              : Review.approvedClosing(request.openRequests());
        };
    try (Nightshift nightshift =
        nightshift(pipeline(disputing).reviewer(reviewer).maxQuestions(1))) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      run.answer(QUESTION, "Celsius");

      assertThat(run.await().reason()).isEqualTo(EndReason.MERGED);
    }
    assertThat(heard).hasSize(3);
    assertThat(shown).containsExactly(new Dispute("R1", "it is right"));
  }

  @Test
  void aModelThatIsBlockedGoesOnInItsConversationWithTheAnswer() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder", blocked(QUESTION), edit("A.java", "v0", "Celsius"), finish("done"));
    ScriptedModel critic = ScriptedModel.named("critic", approves());
    Pipeline pipeline =
        StandardPipeline.builder()
            .implementer(ModelImplementer.using(coder.modelId().toString()))
            .reviewer(ModelReviewer.using(critic.modelId().toString()))
            .gate(EngineFixture.green())
            .delivery(Delivery.merge())
            .maxQuestions(1)
            .build();
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(coder)
            .provider(critic)
            .listener(this::opened)
            .build()) {
      Run run = nightshift.dispatch(TASK, pipeline);
      asked.await();
      run.answer(QUESTION, "Celsius");

      assertThat(run.await().reason()).isEqualTo(EndReason.MERGED);
    }
    coder.assertExhausted();
    critic.assertExhausted();
  }

  private void opened(RunEvent event) {
    if (event.name().equals("run.asked")) {
      asked.countDown();
    }
  }

  private Nightshift nightshift(StandardPipeline.Builder pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .listener(this::opened)
        .pipeline("it", pipeline.build())
        .build();
  }
}
