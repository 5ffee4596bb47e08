package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.testing.ScriptedSteps.fails;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a human answered is told until it was heard. */
@Timeout(20)
class ToldAnswerTest {
  private static final String QUESTION = "Celsius or Fahrenheit?";
  private static final Clarification ANSWERED = new Clarification(QUESTION, "Celsius");
  private static final Task TASK = Task.builder("Convert").build();

  private final Journal journal = Journal.inMemory();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<List<Clarification>> told = new ArrayList<>();

  /** Symptom: the answer was lost when the first call of the round that told it failed. */
  @Test
  void anAnswerIsToldAgainToAModelThatNeverHeardIt() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", fails(keyRefused()), finish("done"));
    Implementer implementer = ModelImplementer.using("coder:scripted");

    run(askingFirst(implementer, Feedback.none()), coder);

    assertThat(timesAskedIn(coder)).containsExactly(1, 1);
  }

  /** Symptom: so it was when the pipeline gave it as feedback, and not the second time. */
  @Test
  void anAnswerGivenAsFeedbackIsToldAgainToAModelThatNeverHeardIt() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", fails(keyRefused()), finish("done"));
    Implementer implementer = ModelImplementer.using("coder:scripted");

    run(askingFirst(implementer, new Feedback.Answered(ANSWERED)), coder);

    assertThat(timesAskedIn(coder)).containsExactly(1, 1);
  }

  @Test
  void aModelThatHeardTheAnswerBeforeItsRoundFailedIsNotToldAgain() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named("coder", write("A.java", "v1\n"), fails(keyRefused()), finish("done"));
    Implementer implementer = ModelImplementer.using("coder:scripted");

    run(askingFirst(implementer, Feedback.none()), coder);

    assertThat(timesAskedIn(coder)).containsExactly(1, 1, 1);
  }

  @Test
  void aFallbackHearsTheAnswerOnceHoweverFarTheFirstModelCame() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", write("A.java", "v1\n"), fails(gone()));
    ScriptedModel spare = ScriptedModel.named("spare", fails(keyRefused()), finish("done"));
    Implementer implementer = ModelImplementer.using("coder:scripted").orElse("spare:scripted");

    run(askingFirst(implementer, Feedback.none()), coder, spare);

    assertThat(timesAskedIn(spare)).containsExactly(1, 1);
  }

  /** Symptom: an implementer of one's own that failed was not told again either. */
  @Test
  void anImplementerThatFailedIsToldAgainWhatItWasToldThen() throws Exception {
    Implementer failing =
        assignment -> {
          told.add(assignment.clarifications());
          if (told.size() == 1) {
            throw keyRefused();
          }
          return told.size() == 2
              ? new Outcome.Stopped(EndReason.MODEL_UNAVAILABLE, "the key was refused")
              : new Outcome.NothingToDo("all is there", "seen");
        };

    run(
        run -> {
          run.ask(QUESTION);
          implementTwice(run, failing, Feedback.none());
          run.implement(failing, Feedback.none());
          run.implement(failing, Feedback.none());
          return run.stop(EndReason.ESCALATED, "seen");
        },
        ScriptedModel.named("nobody"));

    assertThat(told)
        .containsExactly(List.of(ANSWERED), List.of(ANSWERED), List.of(ANSWERED), List.of());
  }

  private static Pipeline askingFirst(Implementer implementer, Feedback feedback) {
    return run -> {
      run.ask(QUESTION);
      implementTwice(run, implementer, feedback);
      return run.stop(EndReason.ESCALATED, "seen");
    };
  }

  private static void implementTwice(RunScope run, Implementer implementer, Feedback feedback)
      throws InterruptedException {
    try {
      run.implement(implementer, feedback);
    } catch (ModelException repaired) {
      run.implement(implementer, Feedback.none());
    }
  }

  /** Runs a pipeline that asks; its replay must be equal. */
  private void run(Pipeline pipeline, ScriptedModel... models) throws Exception {
    NightshiftBuilder builder =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")))
            .journal(journal)
            .listener(this::opened)
            .pipeline("it", pipeline);
    List.of(models).forEach(builder::provider);
    try (Nightshift nightshift = builder.build()) {
      Run run = nightshift.dispatch(TASK, "it");
      asked.await();
      run.answer(QUESTION, "Celsius");
      RunResult result = run.await();

      assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
      assertThat(nightshift.replay(run.id())).isEqualTo(result);
    }
    List.of(models).forEach(ScriptedModel::assertExhausted);
  }

  private void opened(RunEvent event) {
    if (event.name().equals("run.asked")) {
      asked.countDown();
    }
  }

  /** How often each request of a model holds the question with its answer. */
  private static List<Integer> timesAskedIn(ScriptedModel model) {
    return model.requests().stream()
        .map(
            call ->
                call.request().transcript().turns().stream()
                    .flatMap(turn -> turn.blocks().stream())
                    .filter(ContentBlock.Text.class::isInstance)
                    .map(block -> ((ContentBlock.Text) block).text())
                    .mapToInt(text -> text.split("A human was asked, and answered", -1).length - 1)
                    .sum())
        .toList();
  }

  private static ModelException keyRefused() {
    return ModelException.builder(ModelErrorKind.AUTHENTICATION, "the key was refused").build();
  }

  private static ModelException gone() {
    return ModelException.builder(ModelErrorKind.MODEL_NOT_FOUND, "no such model").build();
  }
}
