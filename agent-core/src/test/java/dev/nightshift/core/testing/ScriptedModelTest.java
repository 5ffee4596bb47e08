package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.fails;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.finishUnchanged;
import static dev.nightshift.core.testing.ScriptedSteps.hangs;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static dev.nightshift.core.testing.ScriptedSteps.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.tool.ToolDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScriptedModelTest {
  private static final CallContexts ANY = CallContexts.endless();

  @Test
  void playsItsStepsInOrderAndIsExhausted() throws Exception {
    ScriptedModel model = ScriptedModel.of(read("A.java"), finish("done"));

    ModelResponse first = model.complete(request(model, "go"), ANY);
    ModelResponse second = model.complete(request(model, "on"), ANY);

    assertThat(uses(first))
        .containsExactly(new ContentBlock.ToolUse("call-1", "read_file", "{\"path\":\"A.java\"}"));
    assertThat(uses(second))
        .containsExactly(new ContentBlock.ToolUse("call-2", "finish", "{\"summary\":\"done\"}"));
    assertThat(first.turn().stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(first.turn().producer()).isEqualTo(model.modelId());
    model.assertExhausted();
  }

  @Test
  void refusesACallBeyondTheScriptNamingItAndTheLastMessage() throws Exception {
    ScriptedModel model = ScriptedModel.named("coder", text("hello"));
    model.complete(request(model, "first"), ANY);

    assertThatThrownBy(() -> model.complete(request(model, "second question"), ANY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("call 2")
        .hasMessageContaining("'coder'")
        .hasMessageContaining("implementer")
        .hasMessageContaining("only 1 steps")
        .hasMessageContaining("second question");
  }

  @Test
  void remembersAnUnexpectedCallThatSomebodySwallowed() {
    ScriptedModel model = ScriptedModel.named("coder");
    assertThatThrownBy(() -> model.complete(request(model, "x"), ANY))
        .isInstanceOf(AssertionError.class);

    assertThatThrownBy(model::assertExhausted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unexpected call 1");
  }

  @Test
  void shortensALongLastMessageInTheFailure() {
    ScriptedModel model = ScriptedModel.named("coder");

    assertThatThrownBy(() -> model.complete(request(model, "x".repeat(5_000)), ANY))
        .satisfies(error -> assertThat(error.getMessage().length()).isLessThan(500));
  }

  @Test
  void listsTheStepsThatWereNotReached() throws Exception {
    ScriptedModel model = ScriptedModel.named("coder", text("a"), read("B.java"), finish("done"));
    model.complete(request(model, "go"), ANY);

    assertThatThrownBy(model::assertExhausted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("played 1 of 3")
        .hasMessageContaining("read_file{\"path\":\"B.java\"}")
        .hasMessageContaining("finish");
  }

  @Test
  void failsAtOnceWhenTheExpectedTextWasNotShown() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(text("a").expecting("null"), text("b").expecting("null"));
    model.complete(request(model, "name may be null"), ANY);

    assertThatThrownBy(() -> model.complete(request(model, "name is fine"), ANY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was not shown the expected text 'null'");
  }

  @Test
  void recordsDetachedRequestsWithAllTextShown() throws Exception {
    ScriptedModel model = ScriptedModel.of(edit("A.java", "v0", "v1"), finish("done"));
    Transcript transcript = Transcript.empty().plus(UserTurn.text("fix it"));
    ModelResponse answer = model.complete(request(model, transcript), ANY);
    UserTurn result =
        UserTurn.of(List.of(new ContentBlock.ToolResult("call-1", "edited A.java", false)));
    model.complete(request(model, transcript.plus(answer.turn()).plus(result)), ANY);

    List<RecordedRequest> requests = model.requests();

    assertThat(requests).extracting(RecordedRequest::number).containsExactly(1, 2);
    assertThat(requests.get(0).text())
        .contains("be careful", "read_file", "reads a file", "fix it")
        .doesNotContain("edited");
    assertThat(requests.get(1).text()).contains("\"old_text\":\"v0\"", "edited A.java");
    assertThat(requests.get(1).lastUserText()).isEqualTo("edited A.java");
    assertThat(requests.get(0).role()).isEqualTo(ANY.role());
    assertThat(requests.get(0).run()).isEqualTo(ANY.run());
  }

  @Test
  void billsWhatTheStepSays() throws Exception {
    ScriptedModel model = ScriptedModel.of(text("a").withUsage(TokenUsage.of(7, 3)), text("b"));

    assertThat(model.complete(request(model, "x"), ANY).usage().totalInput()).isEqualTo(7);
    assertThat(model.complete(request(model, "x"), ANY).usage().output())
        .isEqualTo(ScriptedStep.DEFAULT_USAGE.output());
  }

  @Test
  void isFreeUnlessPriced() {
    ScriptedModel free = ScriptedModel.named("coder", text("a"));
    Price price = Price.of(Rates.perMillionTokens("4", "20"));
    ScriptedModel priced = free.withPrice(price);

    assertThat(listPrice(free, free.modelId())).contains(Price.free());
    assertThat(listPrice(priced, priced.modelId())).contains(price);
    assertThat(priced.modelId()).isEqualTo(free.modelId());
    assertThat(listPrice(free, ModelId.parse("other:scripted"))).isEmpty();
  }

  private static Optional<Price> listPrice(ScriptedModel model, ModelId id) {
    return model.facts(id).prices().price(id, Instant.EPOCH);
  }

  @Test
  void unnamedModelsDiffer() {
    assertThat(ScriptedModel.of().modelId()).isNotEqualTo(ScriptedModel.of().modelId());
  }

  @Test
  void playsSeveralToolCallsInOneTurn() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(several(text("both"), read("A.java"), read("B.java")), finish("done"));

    ModelResponse answer = model.complete(request(model, "go"), ANY);

    assertThat(answer.turn().text()).isEqualTo("both");
    assertThat(answer.turn().stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(answer.turn().toolUses())
        .extracting(ContentBlock.ToolUse::id)
        .containsExactly("call-1", "call-2");
    assertThat(uses(model.complete(request(model, "go"), ANY)).get(0).id()).isEqualTo("call-3");
  }

  @Test
  void throwsTheScriptedFailureAndGoesOn() throws Exception {
    ModelException overloaded =
        ModelException.builder(ModelErrorKind.OVERLOADED, "try later").build();
    ScriptedModel model = ScriptedModel.of(fails(overloaded), text("now"));

    assertThatThrownBy(() -> model.complete(request(model, "x"), ANY)).isSameAs(overloaded);
    assertThat(model.complete(request(model, "x"), ANY).turn().text()).isEqualTo("now");
  }

  @Test
  void cutsAnswersAtTheOutputLimit() throws Exception {
    ScriptedModel model = ScriptedModel.of(truncated(read("A.java")));

    ModelResponse answer = model.complete(request(model, "x"), ANY);

    assertThat(answer.turn().stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(uses(answer).get(0).argumentsJson()).isEqualTo("{\"path\":");
  }

  @Test
  void writesReviewsInTheShapeOfTheTool() {
    assertThat(requestsChange("A.java", 12, "name may be null", "return early on null"))
        .hasToString(
            tool(
                    "submit_review",
                    "{\"verdict\":\"request_changes\",\"request\":{\"path\":\"A.java\",\"line\":12,"
                        + "\"category\":\"OTHER\",\"problem\":\"name may be null\","
                        + "\"required_change\":\"return early on null\","
                        + "\"how_to_verify\":\"read A.java again\"}}")
                .toString());
    assertThat(arguments(approves()))
        .isEqualTo("{\"verdict\":\"approve\",\"criteria\":\"each one shown\"}");
    assertThat(arguments(approves(new CriterionVerdict(0, true, "line 3"))))
        .isEqualTo(
            "{\"verdict\":\"approve\",\"criteria\":"
                + "[{\"index\":0,\"met\":true,\"why\":\"line 3\"}]}");
    assertThat(arguments(finishUnchanged("is fixed", "call-1")))
        .isEqualTo(
            "{\"summary\":\"is fixed\",\"no_change_because\":\"is fixed\","
                + "\"evidence_tool_call_id\":\"call-1\"}");
  }

  @Test
  void hangsUntilTheCallIsCancelled() throws Exception {
    ScriptedModel model = ScriptedModel.of(hangs());
    CallContexts context = CallContexts.endless();
    CompletableFuture<ModelResponse> call =
        CompletableFuture.supplyAsync(() -> completeUnchecked(model, context));
    context.registered.await();
    assertThat(call).isNotDone();

    context.cancel();

    assertThatThrownBy(call::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ModelException.class,
            cancelled -> assertThat(cancelled.kind()).isEqualTo(ModelErrorKind.CANCELLED));
    assertThat(context.callbacks()).isZero();
  }

  @Test
  void hangsUntilItsThreadIsInterrupted() throws Exception {
    ScriptedModel model = ScriptedModel.of(hangs());
    CallContexts context = CallContexts.endless();
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread caller = new Thread(() -> end.set(failure(model, context)));
    caller.start();
    context.registered.await();

    caller.interrupt();
    caller.join();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void waitsOnTheGivenClock() throws Exception {
    ManualTime time = ManualTime.create();
    ScriptedModel model =
        ScriptedModel.of(text("late").withDelay(Duration.ofMinutes(5))).useTime(time);
    Instant before = time.now();

    model.complete(request(model, "x"), CallContexts.until(before.plusSeconds(600)));

    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void timesOutWhenTheDelayPassesTheDeadline() {
    ManualTime time = ManualTime.create();
    ScriptedModel model =
        ScriptedModel.of(text("late").withDelay(Duration.ofMinutes(5))).useTime(time);
    Instant deadline = time.now().plusSeconds(60);

    assertThatThrownBy(() -> model.complete(request(model, "x"), CallContexts.until(deadline)))
        .isInstanceOfSatisfying(
            ModelException.class,
            late -> assertThat(late.kind()).isEqualTo(ModelErrorKind.TIMEOUT));
    assertThat(time.now()).isEqualTo(deadline);
  }

  @Test
  void endsADelayWhenTheCallIsCancelled() throws Exception {
    ScriptedModel model = ScriptedModel.of(text("never").withDelay(Duration.ofHours(5)));
    CallContexts context = CallContexts.endless();
    CompletableFuture<ModelResponse> call =
        CompletableFuture.supplyAsync(() -> completeUnchecked(model, context));
    context.registered.await();

    context.cancel();

    assertThatThrownBy(call::join)
        .cause()
        .isInstanceOfSatisfying(
            ModelException.class,
            cancelled -> assertThat(cancelled.kind()).isEqualTo(ModelErrorKind.CANCELLED));
  }

  @Test
  void refusesToCombineStepsThatDoNotAnswer() {
    assertThatThrownBy(() -> several(hangs())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ScriptedSteps::several).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text("a").withDelay(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text("a").expecting("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyScriptThatIsNotCalledIsExhausted() {
    assertThatCode(() -> ScriptedModel.of().assertExhausted()).doesNotThrowAnyException();
  }

  private static String arguments(ScriptedStep step) {
    return ((ContentBlock.ToolUse) step.answer().said().get(0).block()).argumentsJson();
  }

  private static List<ContentBlock.ToolUse> uses(ModelResponse response) {
    return response.turn().toolUses();
  }

  @Test
  void refusesANameThatNobodyCanAskFor() {
    assertThatThrownBy(() -> ScriptedModel.named(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name must not be blank");
  }

  private static ModelResponse completeUnchecked(ScriptedModel model, CallContexts context) {
    try {
      return model.complete(request(model, "x"), context);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static Throwable failure(ScriptedModel model, CallContexts context) {
    try {
      model.complete(request(model, "x"), context);
      return new AssertionError("the call came back");
    } catch (InterruptedException | RuntimeException end) {
      return end;
    }
  }

  private static ModelRequest request(ScriptedModel model, String said) {
    return request(model, Transcript.empty().plus(UserTurn.text(said)));
  }

  private static ModelRequest request(ScriptedModel model, Transcript transcript) {
    return ModelRequest.builder(model.modelId())
        .system("be careful")
        .tools(List.of(new ToolDefinition("read_file", "reads a file", "{}")))
        .transcript(transcript)
        .build();
  }
}
