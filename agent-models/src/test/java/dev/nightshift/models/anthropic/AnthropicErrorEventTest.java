package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.events;
import static dev.nightshift.models.anthropic.AnthropicFixture.failure;
import static dev.nightshift.models.anthropic.AnthropicFixture.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in a stream or a body of status 200, and what no object of an event may be. */
class AnthropicErrorEventTest {
  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-opus-5-5\","
          + "\"usage\":{\"input_tokens\":40,\"output_tokens\":1}}}";

  /** Symptom: the error of a gateway was a stream that just ended. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "OVERLOADED | data: {'type':'error','error':{'type':'overloaded_error','message':'m'}}",
        "OVERLOADED | data: {'error':{'type':'overloaded_error','message':'m'}}",
        "OVERLOADED | data: {'type':'error','error':{'\\ud83d':1,'type':'overloaded_error'}}",
        "THROTTLED | event: error~data: {'error':{'type':'rate_limit_error','message':'m'}}",
        "MONEY | data: {'error':{'message':'Your credit balance is too low'}}",
        "MONEY | event: error~data: 'Your credit balance is too low'",
        "MODEL_NOT_FOUND | data: {'error':{'type':'not_found_error','message':'model: x'}}",
        "SERVER | data: {'error':'out of memory'}",
        "SERVER | event: error~data: 'out of memory'",
        "SERVER | event: error~data: out of memory",
        "SERVER | event: error~data: ['out of memory']",
        "SERVER | event: error~data: {'message':'out of memory'}",
        "SERVER | event: error~data: null"
      })
  void errorInTheStreamIsOneWhateverItsShape(ModelErrorKind kind, String event) {
    String stream = events(START) + event.replace('\'', '"').replace('~', '\n') + "\n\n";

    ModelException failure = failure(Reply.raw("text/event-stream", stream));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.usage().orElseThrow().input()).isEqualTo(40);
    assertThat(failure).hasMessageContaining("with an error in the stream");
  }

  @Test
  void plainTextOfAnErrorIsToldToTheHuman() {
    String stream = events(START) + "event: error\ndata: out of memory\n\n";

    assertThat(failure(Reply.raw("text/event-stream", stream)))
        .hasMessageEndingWith("with an error in the stream: out of memory");
  }

  /** Symptom: an error that is null or empty beside each piece ended the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "false", "{}", "[]", "0"})
  void errorThatSaysNothingIsNone(String nothing) throws InterruptedException {
    String stop = "{\"type\":\"message_stop\",\"error\":" + nothing + "}";

    assertThat(replay(events(START, stop)).turn().blocks()).isEmpty();
  }

  /** Symptom: the wait that a 200 named was forgotten, and the next attempt was refused too. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "retry-after, 7, 7000",
    "retry-after-ms, 250, 250",
  })
  void errorOfStatus200KeepsTheWaitThatItsHeadersName(String name, String value, long millis) {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\"}}";
    Reply plain = Reply.raw("application/json", error).withHeader(name, value);
    Reply event = Reply.raw("text/event-stream", events(START, error)).withHeader(name, value);

    for (Reply reply : List.of(plain, event)) {
      ModelException failure = failure(reply);
      assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
      assertThat(failure.retryAfter()).contains(Duration.ofMillis(millis));
    }
  }

  @Test
  void errorOfStatus200IsNotTriedAgainWhereTheServerSaysSo() {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}";
    Reply plain = Reply.raw("application/json", error).withHeader("x-should-retry", "false");
    Reply event = Reply.raw("text/event-stream", events(START, error));

    assertThat(failure(plain).isRetryable()).isFalse();
    assertThat(failure(plain).kind()).isEqualTo(ModelErrorKind.OVERLOADED);
    assertThat(failure(event).isRetryable()).isTrue();
    assertThat(failure(event.withHeader("x-should-retry", "false")).isRetryable()).isFalse();
  }

  /** Only a limit of which nothing is left is waited for, and only if no wait is named. */
  @Test
  void rateLimitWithoutAWaitIsWaitedForUntilItsReset() {
    Reply refusal =
        Reply.error(429, "rate_limit_error", "m")
            .withHeader("anthropic-ratelimit-requests-limit", "50")
            .withHeader("anthropic-ratelimit-requests-remaining", "49")
            .withHeader("anthropic-ratelimit-requests-reset", "2999-01-01T00:00:00Z")
            .withHeader("anthropic-ratelimit-tokens-limit", "50")
            .withHeader("anthropic-ratelimit-tokens-remaining", "0")
            .withHeader("anthropic-ratelimit-tokens-reset", "2001-01-01T00:00:00Z");

    assertThat(failure(refusal).retryAfter()).contains(Duration.ZERO);
    assertThat(failure(refusal.withHeader("retry-after", "7")).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  /** Symptom: a model that is not there was a wrong request, so that no fallback was tried. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "404, not_found_error, model: claude-not-there",
    "400, invalid_request_error, Invalid model: x",
    "403, permission_error, Your account does not have access to model x",
    "404, not_found_error, 'model ''qwen3'' not found, try pulling it first'"
  })
  void missingModelIsToldAsThat(int status, String type, String sentence) {
    ModelException failure = failure(Reply.error(status, type, sentence));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.MODEL_NOT_FOUND);
    assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
    assertThat(failure).hasMessageContaining("check the name of the model");
  }

  @ParameterizedTest
  @CsvSource({"404, not_found_error", "404, ''", "405, ''", "301, ''"})
  void wrongPlaceNamesTheBaseUrl(int status, String type) {
    ModelException failure = failure(Reply.error(status, type, "Not Found."));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
    assertThat(failure).hasMessageEndingWith("Not Found; check the base URL");
  }

  @Test
  void onlyAKeyIsHiddenAndNoneThatMayBePartOfAWord() {
    Reply refusal = Reply.error(400, "invalid_request_error", "version 2023-06-01 of sk-test");

    assertThat(failure(refusal)).hasMessageContaining("version 2023-06-01 of [key]");
    try (ScriptedModelServer server = ScriptedModelServer.start(refusal)) {
      AnthropicProvider provider =
          AnthropicProvider.builder().apiKey("of").baseUrl(server.baseUrl()).build();
      assertThatThrownBy(() -> provider.complete(ask("go"), FakeCall.open()))
          .hasMessageContaining("version 2023-06-01 of sk-test");
    }
  }

  /** Symptom: a name with half of a surrogate pair ended the call as not JSON. */
  @Test
  void halfOfASurrogatePairInANameOrAnIdDoesNotFailTheCall() throws InterruptedException {
    AssistantTurn turn =
        replay(
                events(
                    START,
                    "{\"type\":\"content_block_start\",\"index\":0,\"\\ude00\":1,\"content_block\":"
                        + "{\"type\":\"tool_use\",\"id\":\"a\\ud83d\",\"name\":\"t\\ud83d\","
                        + "\"input\":{\"\\ud83d\":\"\\ud83d\"}}}",
                    "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
                        + "{\"type\":\"tool_use\",\"id\":\"a\\ud83e\",\"name\":\"t\","
                        + "\"input\":{}}}",
                    "{\"type\":\"message_stop\"}"))
            .turn();
    ToolUseIds ids = new ToolUseIds();
    ids.next(UserTurn.text("go"));
    ids.next(turn);

    String sent = sentBack(turn);

    assertThat(sent).contains("{\"\uFFFD\":\"\uFFFD\"}").doesNotContain("\\ud83d", "?");
    assertThat(turn.toolUses()).hasSize(2);
    for (ContentBlock.ToolUse use : turn.toolUses()) {
      assertThat(sent.split("\"" + ids.of(use.id()) + "\"", -1)).hasSize(3);
    }
  }

  private static String sentBack(AssistantTurn turn) {
    List<ContentBlock> results =
        turn.toolUses().stream()
            .<ContentBlock>map(use -> new ContentBlock.ToolResult(use.id(), "r", false))
            .toList();
    byte[] body =
        new RequestEncoder()
            .encode(
                AnthropicFixture.request(
                    AnthropicFixture.OPUS, UserTurn.text("go"), turn, UserTurn.of(results)))
            .toBytes();
    return new String(body, StandardCharsets.UTF_8);
  }
}
