package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.ChatFixture.DONE;
import static dev.nightshift.models.openai.ChatFixture.USAGE;
import static dev.nightshift.models.openai.ChatFixture.delta;
import static dev.nightshift.models.openai.ChatFixture.json;
import static dev.nightshift.models.openai.ChatFixture.play;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in streams and bodies of status 200 of both APIs, and the mark of an end. */
class OpenAiErrorEventTest {
  private static final String CREATED =
      "{'type':'response.created','response':{'id':'r','model':'gpt-6.1-sol'}}";
  private static final String TEXT = delta("'content':'x'", null);
  private static final String STOP = delta("'content':'y'", "stop");

  /** Symptom: the error of a server was a stream that just ended, or an answer. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "OVERLOADED | data: {'error':{'code':'server_is_overloaded','message':'m'}}",
        "OVERLOADED | data: {'type':'error','message':'m','code':'overloaded_error'}",
        "OVERLOADED | data: {'type':'error','error':{'type':'overloaded_error','message':'m'}}",
        "OVERLOADED | event: error~data: {'message':'m','code':503}",
        "OVERLOADED | error: {'code':503,'message':'m','type':'unavailable_error'}",
        "THROTTLED | data: {'error':{'\\ud83d':1,'code':429}}",
        "MONEY | data: {'error':{'message':'Insufficient credits'}}",
        "MODEL_NOT_FOUND | data: {'error':{'message':'model `x` not found'}}",
        "SERVER | data: {'error':'out of memory'}",
        "SERVER | event: error~data: 'out of memory'",
        "SERVER | event: error~data: out of memory",
        "SERVER | event: error~data: ['out of memory']",
        "SERVER | event: error~data: {'message':'out of memory'}",
        "SERVER | event: error~data: 7"
      })
  void errorInTheStreamIsOneWhateverItsShape(ModelErrorKind kind, String event) {
    String error = event.replace('\'', '"').replace('~', '\n') + "\n\n";

    ModelException chat = chatFailure(Recording.stream(events(TEXT) + error + events(STOP, DONE)));
    ModelException response = failure(Recording.stream(events(CREATED) + error));

    for (ModelException failure : List.of(chat, response)) {
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure).hasMessageContaining("with an error in the stream");
    }
    assertThat(chat.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(response.billing())
        .isEqualTo(kind == ModelErrorKind.SERVER ? Billing.UNKNOWN : Billing.NOT_BILLED);
  }

  /** Symptom: a rate limit that came with status 200 was charged all that was set aside. */
  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "NOT_BILLED, rate_limit_exceeded",
    "NOT_BILLED, credit_balance_exhausted",
    "NOT_BILLED, invalid_api_key",
    "NOT_BILLED, context_length_exceeded",
    "UNKNOWN,    server_error"
  })
  void refusalWithStatus200WasChargedTheWholeHold(Billing billing, String code) {
    String error = "{'error':{'code':'" + code + "','message':'m'}}";
    Recording plain = Recording.json(200, json(error)[0]);
    String empty = "{'choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}";

    for (ModelException failure :
        List.of(
            failure(plain),
            chatFailure(plain),
            failure(Recording.stream(events(CREATED, error))),
            chatFailure(Recording.stream(events(error))))) {
      assertThat(failure.billing()).isEqualTo(billing);
    }
    // A model that thinks says nothing for a while, and may be billed for it.
    assertThat(chatFailure(Recording.stream(events(empty, error))).billing())
        .isEqualTo(Billing.UNKNOWN);
    assertThat(chatFailure(Recording.stream(events(TEXT, error))).billing())
        .isEqualTo(Billing.UNKNOWN);
  }

  /** Who reports a usage with an error took the call up. */
  @Test
  void errorAfterAUsageMayHaveBeenBilled() {
    String error = "{'error':{'code':'rate_limit_exceeded','message':'m'}}";

    assertThat(chatFailure(Recording.stream(events(USAGE, error))).billing())
        .isEqualTo(Billing.UNKNOWN);
  }

  @Test
  void usageBesideAnErrorIsKept() {
    String error =
        "{'error':{'code':503,'message':'m'},'choices':[{'delta':{},'finish_reason':'error'}],"
            + "'usage':{'prompt_tokens':50,'completion_tokens':7}}";

    ModelException failure = chatFailure(Recording.stream(events(TEXT, error)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
    assertThat(failure.usage().orElseThrow()).isEqualTo(TokenUsage.of(50, 7));
  }

  /** Symptom: an empty error beside each piece ended the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "''", "false", "{}", "[]", "0"})
  void errorThatSaysNothingIsNone(String nothing) throws InterruptedException {
    String piece = STOP.replaceFirst("}$", ",'error':" + nothing + "}");

    assertThat(play(piece, USAGE, DONE).turn().text()).isEqualTo("y");
  }

  /** Symptom: the wait that a 200 named was forgotten, and the next attempt was refused too. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"retry-after, 7, 7000", "retry-after-ms, 250, 250"})
  void errorOfStatus200KeepsTheWaitThatItsHeadersName(String name, String value, long millis) {
    String error = "{'error':{'code':429,'message':'slow'}}";
    Recording plain = Recording.json(200, json(error)[0]).withHeader(name, value);
    Recording event = Recording.stream(events(error)).withHeader(name, value);

    for (ModelException failure :
        List.of(failure(plain), failure(event), chatFailure(plain), chatFailure(event))) {
      assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
      assertThat(failure.retryAfter()).contains(Duration.ofMillis(millis));
    }
  }

  @Test
  void waitInTheSentenceOfAnErrorOfStatus200IsKept() {
    String error = "{'error':{'code':'rate_limit_exceeded','message':'Please try again in 3s.'}}";
    String ofGemini = "{'error':{'code':429,'message':'Please retry in 3s.'}}";

    assertThat(failure(Recording.json(200, json(ofGemini)[0])).retryAfter())
        .contains(Duration.ofSeconds(3));
    assertThat(failure(Recording.json(200, json(error)[0])).retryAfter())
        .contains(Duration.ofSeconds(3));
    assertThat(chatFailure(Recording.stream(events(error))).retryAfter())
        .contains(Duration.ofSeconds(3));
  }

  /** Only a limit of which nothing is left is waited for, and only if no wait is named. */
  @ParameterizedTest(name = "{0}: {1} left, {2}")
  @CsvSource({
    "429, 0, 6m0s, 360",
    "429, 0, 12, 12",
    "429, 1, 6m0s, -1",
    "429, 0, soon, -1",
    "503, 0, 6m0s, -1"
  })
  void rateLimitWithoutAWaitIsWaitedForUntilItsReset(
      int status, String remaining, String reset, long seconds) {
    Recording refusal =
        Recording.json(status, "{\"error\":{\"message\":\"no\"}}")
            .withHeader("x-ratelimit-limit-tokens", "500")
            .withHeader("x-ratelimit-remaining-tokens", remaining)
            .withHeader("x-ratelimit-reset-tokens", reset);

    assertThat(failure(refusal).retryAfter().map(Duration::toSeconds).orElse(-1L))
        .isEqualTo(seconds);
    assertThat(failure(refusal.withHeader("retry-after", "7")).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  /** Symptom: OpenRouter says when its one limit is renewed, and it was asked at once again. */
  @ParameterizedTest(name = "{0} left, {1}")
  @CsvSource({
    "0, 12, PT12S",
    "0, 0.5, PT0.5S",
    "0, 1741305600, PT0S",
    "0, 1741305600000, PT0S",
    "0, 9999999999999, PT8784H",
    "0, 9999999999, PT8784H",
    "0, soon, ''",
    "0, -1, ''",
    "1, 12, ''",
    "'', 12, ''"
  })
  void oneLimitOfAServerIsWaitedForUntilItsReset(String remaining, String reset, String wait) {
    Recording refusal =
        Recording.json(429, "{\"error\":{\"message\":\"no\",\"code\":429}}")
            .withHeader("x-ratelimit-remaining", remaining)
            .withHeader("x-ratelimit-reset", reset);

    assertThat(chatFailure(refusal).retryAfter().map(Duration::toString).orElse(""))
        .isEqualTo(wait);
  }

  @Test
  void wrongPlaceNamesTheBaseUrl() {
    Recording refusal = Recording.json(404, "{\"error\":{\"message\":\"Invalid URL (POST /x)\"}}");

    assertThat(failure(refusal)).hasMessageEndingWith("Invalid URL (POST /x); check the base URL");
    assertThat(chatFailure(Recording.json(404, "404 page not found")))
        .hasMessageEndingWith("404 page not found; check the base URL");
  }

  /** Symptom: it was a server that failed, and tried again. */
  @Test
  void placeThatLmStudioDoesNotHaveNamesTheBaseUrl() {
    ModelException failure =
        chatFailure(
            Recording.json(200, "{\"error\":\"Unexpected endpoint or method. (POST /x)\"}"));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
    assertThat(failure).hasMessageContaining("check that the base URL is a Chat Completions API");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[DONE]", " [DONE]", "[DONE]  ", "\t[DONE]\t"})
  void markOfTheEndMayHaveBlanksAroundIt(String mark) throws InterruptedException {
    ModelResponse response = play(TEXT, USAGE, mark);

    assertThat(response.turn().text()).isEqualTo("x");
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(response.usage()).isEqualTo(TokenUsage.of(50, 7));
  }

  @Test
  void whatFollowsTheMarkOfTheEndIsNotRead() throws InterruptedException {
    String late = "{'error':{'code':503,'message':'too late'}}";

    assertThat(play(STOP, USAGE, DONE, DONE).usage()).isEqualTo(TokenUsage.of(50, 7));
    assertThat(play(STOP, USAGE, DONE, TEXT, "no JSON", late).turn().text()).isEqualTo("y");
  }

  @Test
  void missingMarkOfTheEndIsNoneOnceThereIsAReason() throws InterruptedException {
    assertThat(play(TEXT, STOP, USAGE).turn().text()).isEqualTo("xy");
    assertThat(catchThrowableOfType(ModelException.class, () -> play(TEXT, USAGE)).kind())
        .isEqualTo(ModelErrorKind.SERVER);
    assertThat(catchThrowableOfType(ModelException.class, () -> play(DONE, STOP)).kind())
        .isEqualTo(ModelErrorKind.SERVER);
  }

  /** Symptom: a name with half of a surrogate pair ended the call as not JSON. */
  @Test
  void halfOfASurrogatePairInANameOrAnIdDoesNotFailTheCall() throws InterruptedException {
    String call = "{'index':%d,'id':'a\\u%s','function':{'name':'t\\ud83d','arguments':%s}}";
    String calls =
        call.formatted(0, "d83d", "{'\\ud83d':1}") + "," + call.formatted(1, "d83e", "'{}'");

    AssistantTurn turn =
        play(delta("'\\ud83d':1,'tool_calls':[" + calls + "]", "stop"), USAGE, DONE).turn();
    List<String> ids = turn.toolUses().stream().map(ContentBlock.ToolUse::id).toList();
    List<ContentBlock> results =
        ids.stream().<ContentBlock>map(id -> new ContentBlock.ToolResult(id, "r", false)).toList();
    String sent =
        new String(
            new ChatEncoder(Quirks.standard(), new ChatNames(false, "http://127.0.0.1"))
                .encode(
                    OpenAiFixture.request(
                        ChatFixture.LOCAL, UserTurn.text("go"), turn, UserTurn.of(results)))
                .toBytes(),
            StandardCharsets.UTF_8);

    assertThat(ids).containsExactly("a\uFFFD", "c00010001");
    assertThat(sent).contains("{\\\"\uFFFD\\\":1}").doesNotContain("\\ud83", "?");
    ids.forEach(id -> assertThat(sent.split("\"" + id + "\"", -1)).hasSize(3));
  }

  @Test
  void halfOfASurrogatePairInAnItemDoesNotFailTheCall() throws InterruptedException {
    String item =
        "{'type':'function_call','id':'f\\ud83d','call_id':'a\\ud83d','name':'t','arguments':'{}',"
            + "'\\ude00':'\\ud83d'}";

    AssistantTurn turn =
        OpenAiFixture.reply(
                Recording.events(
                    json(
                        CREATED,
                        "{'type':'response.output_item.done','output_index':0,'item':" + item + "}",
                        "{'type':'response.completed','response':{'id':'r','output':[]}}")))
            .turn();

    assertThat(turn.toolUses().get(0).id()).isEqualTo("a\uFFFD");
    assertThat(OpenAiFixture.wire(turn))
        .contains("\"call_id\":\"a\uFFFD\"", "\"\uFFFD\":\"\uFFFD\"")
        .doesNotContain("\\ud83d", "?");
  }

  private static ModelException failure(Recording answer) {
    return OpenAiFixture.failure(answer);
  }

  private static ModelException chatFailure(Recording answer) {
    return catchThrowableOfType(
        ModelException.class, () -> ChatFixture.reply(Quirks.standard(), answer));
  }

  private static String events(String... chunks) {
    StringBuilder events = new StringBuilder();
    for (String chunk : json(chunks)) {
      events.append("data: ").append(chunk).append("\n\n");
    }
    return events.toString();
  }
}
