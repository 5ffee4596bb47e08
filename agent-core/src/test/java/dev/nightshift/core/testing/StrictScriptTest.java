package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.blocked;
import static dev.nightshift.core.testing.ScriptedSteps.delete;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static dev.nightshift.core.testing.ScriptedSteps.truncated;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script that does not do what it says fails where it does not, not somewhere later. */
class StrictScriptTest {
  private static final Map<String, String> FILES = Map.of("A.java", "one\ntwo\none\n");
  private static final Task TASK = Task.builder("Change A").build();

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "A.java, three, does not occur",
    "A.java, one, occurs 2 times",
    "B.java, one, B.java",
    "../A.java, one, ../A.java",
    ".git/config, one, .git/config",
  })
  void anEditThatWasNotMadeFailsAtItsStep(String path, String oldText, String reason) {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder", read("A.java"), edit(path, oldText, "four"), finish("done"), text("late"));

    assertThatThrownBy(() -> play(coder, approves()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'coder'")
        .hasMessageContaining("step 2 was to succeed, but edit_file{\"path\":\"" + path + "\"")
        .hasMessageContaining(reason);
    assertThat(coder.requests()).as("it goes no further").hasSize(3);
  }

  @Test
  void anEditThatTheScriptMeansToFailGoesOn() throws Exception {
    ScriptedModel coder =
        ScriptedModel.of(
            edit("A.java", "three", "four").expectingError(),
            edit("A.java", "two", "2"),
            finish("done"));

    assertThat(play(coder, approves()).reason()).isEqualTo(EndReason.MERGED);
    coder.assertExhausted();
  }

  @Test
  void anErrorThatIsExpectedHasToCome() {
    ScriptedModel coder =
        ScriptedModel.of(edit("A.java", "two", "2").expectingError(), finish("done"));

    assertThatThrownBy(() -> play(coder, approves()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("step 1 was to be answered with an error, but edit_file");
  }

  @Test
  void eachCallOfATurnHasItsOwnClaim() {
    ScriptedModel coder =
        ScriptedModel.of(
            several(
                edit("A.java", "two", "2"),
                edit("A.java", "three", "3").expectingError(),
                edit("A.java", "four", "4")),
            finish("done"));

    assertThatThrownBy(() -> play(coder, approves()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("step 1 was to succeed")
        .hasMessageContaining("\"old_text\":\"four\"");
  }

  @Test
  void anEditAfterTheEndOfItsRoundIsNoticedInTheNext() {
    ScriptedModel coder =
        ScriptedModel.of(
            write("A.java", "uno\n"),
            several(finish("done"), edit("A.java", "uno", "eins")),
            finish("done"));

    assertThatThrownBy(() -> play(coder, requestsChange("A.java", 1, "wrong", "right")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("step 2 was to succeed")
        .hasMessageContaining("the round ended");
  }

  @Test
  void otherToolsAndRawCallsMayFailUnlessTheScriptSaysOtherwise() throws Exception {
    ScriptedModel coder =
        ScriptedModel.of(
            run("false"),
            read("Gone.java"),
            write("../B.java", "x").acceptingAnyAnswer(),
            tool("edit_file", "{\"path\":"),
            truncated(edit("A.java", "two", "2")),
            edit("A.java", "two", "2"),
            finish("done"));

    assertThat(play(coder, approves()).reason()).isEqualTo(EndReason.MERGED);
    coder.assertExhausted();
    ScriptedModel strict = ScriptedModel.of(run("false").expectingSuccess(), finish("done"));
    assertThatThrownBy(() -> play(strict, approves()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("step 1 was to succeed, but run_command");
  }

  @Test
  void aWriteAndADeletionThatWereNotMadeFailAtTheirStep() {
    for (ScriptedStep step : List.of(write("../B.java", "x"), delete("nope"))) {
      assertThatThrownBy(() -> play(ScriptedModel.of(step, finish("done")), approves()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("step 1 was to succeed, but " + step);
    }
  }

  @Test
  void anEditThatWasNotMadeInTheLastTurnFailsTheEndOfTheScript() throws Exception {
    ScriptedModel coder =
        ScriptedModel.of(read("A.java"), several(edit("A.java", "three", "3"), blocked("q?")));

    assertThat(play(coder, approves()).reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
    assertThatThrownBy(coder::assertExhausted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("step 2 was to succeed, but edit_file")
        .hasMessageContaining("was never answered");
  }

  @Test
  void anEditBeforeTheStepLimitHasNoAnswerUnlessTheScriptDoesWithoutOne() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", edit("A.java", "three", "3"));
    ScriptedModel easy =
        ScriptedModel.named("coder", edit("A.java", "three", "3").acceptingAnyAnswer());

    assertThat(playOneStep(coder)).isEqualTo(EndReason.STEP_LIMIT);
    assertThat(playOneStep(easy)).isEqualTo(EndReason.STEP_LIMIT);

    assertThatThrownBy(coder::assertExhausted).hasMessageContaining("step 1 was to succeed");
    easy.assertExhausted();
  }

  @Test
  void aFinishInTheTurnOfAnEditVouchesForIt() throws Exception {
    ScriptedModel coder = ScriptedModel.of(several(edit("A.java", "two", "2"), finish("done")));
    ScriptedModel wrong = ScriptedModel.of(several(edit("A.java", "three", "3"), finish("done")));

    assertThat(play(coder, approves()).reason()).isEqualTo(EndReason.MERGED);
    coder.assertExhausted();
    assertThatThrownBy(() -> play(wrong, approves())).hasMessageContaining("step 1 was to succeed");
  }

  @Test
  void aFinishThatIsNotHeldBackASecondTimeVouchesForNothing() throws Exception {
    ScriptedModel coder =
        ScriptedModel.of(
            edit("A.java", "two", "2"),
            several(read("Gone.java"), finish("done")),
            several(edit("A.java", "three", "3"), finish("done")));

    assertThat(play(coder, approves()).reason()).isEqualTo(EndReason.MERGED);
    assertThatThrownBy(coder::assertExhausted).hasMessageContaining("step 3 was to succeed");
  }

  @Test
  void onlyAStepThatCallsAToolCanExpectItsAnswer() {
    assertThatThrownBy(() -> text("hello").expectingError())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("text hello");
  }

  @Test
  void aModelAskedForByAnotherNameIsRefusedNamingBoth() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", finish("done"));
    ScriptedModel critic = ScriptedModel.named("critic", approves());
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(FILES)).provider(coder).provider(critic).build()) {
      RunResult result =
          nightshift.run(
              TASK,
              StandardPipeline.builder()
                  .implementer(ModelImplementer.using("coder:claude-opus"))
                  .reviewer(ModelReviewer.using(critic.modelId().toString()))
                  .gate((candidate, context) -> GateResult.passed("green", ""))
                  .build());

      assertThat(result).isInstanceOf(RunResult.Failed.class);
      assertThat(result.report().ending().detail())
          .contains("it is coder:scripted, but coder:claude-opus was asked for");
      assertThatThrownBy(coder::assertExhausted).hasMessageContaining("coder:claude-opus");
    }
    assertThat(coder.modelId()).isEqualTo(ModelId.parse("coder:scripted"));
  }

  private static EndReason playOneStep(ScriptedModel coder) throws InterruptedException {
    ScriptedModel critic = ScriptedModel.named("critic");
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(FILES)).provider(coder).provider(critic).build()) {
      StandardPipeline pipeline =
          StandardPipeline.builder()
              .implementer(ModelImplementer.builder(coder.modelId()).maxSteps(1).build())
              .reviewer(ModelReviewer.using(critic.modelId().toString()))
              .gate((candidate, context) -> GateResult.passed("green", ""))
              .build();
      return nightshift.run(TASK, pipeline).reason();
    }
  }

  private static RunResult play(ScriptedModel coder, ScriptedStep verdict)
      throws InterruptedException {
    return TestNightshift.inMemory(FILES, coder, ScriptedModel.of(verdict)).run(TASK);
  }
}
