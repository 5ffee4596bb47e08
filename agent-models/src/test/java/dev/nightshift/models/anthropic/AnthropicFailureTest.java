package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.events;
import static dev.nightshift.models.anthropic.AnthropicFixture.failure;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static dev.nightshift.models.anthropic.AnthropicFixture.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.RetryAdvice;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.internal.wire.ModelCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicFailureTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "400, invalid_request_error, CALLER, NOT_BILLED",
    "401, authentication_error, AUTHENTICATION, NOT_BILLED",
    "402, billing_error, MONEY, NOT_BILLED",
    "403, permission_error, AUTHENTICATION, NOT_BILLED",
    "404, not_found_error, CALLER, NOT_BILLED",
    "409, conflict_error, SERVER, NOT_BILLED",
    "413, request_too_large, CONTEXT_LENGTH, NOT_BILLED",
    "429, rate_limit_error, THROTTLED, NOT_BILLED",
    "500, api_error, SERVER, NOT_BILLED",
    "503, something_new, OVERLOADED, NOT_BILLED",
    "504, timeout_error, TIMEOUT, UNKNOWN",
    "529, overloaded_error, OVERLOADED, NOT_BILLED",
    "307, '', CALLER, NOT_BILLED",
    "418, something_new, CALLER, NOT_BILLED",
    "502, something_new, SERVER, UNKNOWN"
  })
  void classifiesRefusals(int status, String type, ModelErrorKind kind, Billing billing) {
    ModelException failure =
        failure(Reply.error(status, type, "no: sk-test").withHeader("request-id", "req_7"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(billing);
    assertThat(failure.httpStatus()).hasValue(status);
    assertThat(failure.requestId()).isEqualTo("req_7");
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure).hasMessageContaining("HTTP " + status).hasMessageNotContaining("sk-test");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MONEY | Your credit balance is too low to access the Anthropic API.",
        "MONEY | You have reached your specified API usage limits. You will regain access later.",
        "MONEY | This workspace reached its spend limit",
        "CONTEXT_LENGTH | prompt is too long: 209000 tokens > 200000 maximum",
        "CONTEXT_LENGTH | input length and `max_tokens` exceed context limit: 190000 + 20000",
        "CALLER | messages.1: tool_use ids were found without tool_result blocks",
        "CALLER | messages.0.content.0.text: Your credit balance is too low",
        "CALLER | Unexpected role `prompt is too long`. Allowed roles are `user` or `assistant`"
      })
  void tellsRefusalsOfStatus400ApartByTheirSentence(ModelErrorKind kind, String sentence) {
    assertThat(failure(Reply.error(400, "invalid_request_error", sentence)).kind()).isEqualTo(kind);
  }

  /** Symptom: a wrong key whose answer was cut off was tried again, at the price of two calls. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "401, authentication_error, AUTHENTICATION",
    "404, not_found_error, CALLER",
    "429, rate_limit_error, THROTTLED",
    "529, overloaded_error, OVERLOADED"
  })
  void refusalWhoseExplanationIsCutOffStaysWhatItsStatusSays(
      int status, String type, ModelErrorKind kind) {
    ModelException failure =
        failure(Reply.error(status, type, "no").withHeader("retry-after", "7").cutAfter(5));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
    assertThat(failure.httpStatus()).hasValue(status);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  /** Symptom: it was a timeout that may have been billed. */
  @Test
  void refusalWhoseExplanationHangsStaysWhatItsStatusSays() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.overloaded().hangingAfter(5))) {
      AnthropicProvider provider =
          AnthropicProvider.builder()
              .apiKey("k")
              .baseUrl(server.baseUrl())
              .connection(ConnectionSettings.standard().withSilenceTimeout(Duration.ofMillis(300)))
              .build();

      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(ask("go"), FakeCall.open()));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
      assertThat(server.awaitClientGone(5)).isTrue();
    }
  }

  /** Case 17 of the list of tricky cases: not every 429 may be tried again. */
  @Test
  void reachedSpendLimitIsMoneyThoughItsStatusIs429() {
    ModelException failure = failure(Reply.spendLimitReached());

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.MONEY);
    assertThat(failure.kind().isRetryable()).isFalse();
    assertThat(failure.httpStatus()).hasValue(429);
  }

  /** Case 16 of the list of tricky cases: all the ways in which a server names a wait. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "retry-after, 0, 0",
    "retry-after, 0.5, 500",
    "retry-after, 3600, 3600000",
    "retry-after, 1e99999, 31622400000",
    "retry-after, 1e999999999, 31622400000",
    "retry-after, 1e2147483647, 31622400000",
    "retry-after, 1e-2147483647, 0",
    "retry-after-ms, 1e999999999, 31622400000",
    "retry-after, -5, -1",
    "retry-after, soon, -1",
    "retry-after-ms, 250, 250",
    "retry-after, 'Wed, 21 Oct 2015 07:28:00 GMT', 0",
    "retry-after, 'Fri, 31 Dec 9999 23:59:59 GMT', 31622400000"
  })
  void readsTheWaitTheServerAsksFor(String header, String value, long millis) {
    ModelException failure =
        failure(Reply.error(429, "rate_limit_error", "slow").withHeader(header, value));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
    if (millis < 0) {
      assertThat(failure.retryAfter()).isEmpty();
    } else {
      assertThat(failure.retryAfter()).contains(Duration.ofMillis(millis));
    }
  }

  @Test
  void readsADateInTheFutureAsAWait() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME
            .withLocale(Locale.US)
            .format(Instant.now().plusSeconds(100).atZone(ZoneOffset.UTC));

    Duration wait = failure(Reply.overloaded().withHeader("retry-after", date)).retryAfter().get();

    assertThat(wait).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(101));
  }

  /** Case 16 of the list of tricky cases. */
  @Test
  void millisecondsComeBeforeSeconds() {
    Reply reply = Reply.rateLimited(Duration.ofSeconds(9)).withHeader("retry-after-ms", "10");

    assertThat(failure(reply).retryAfter()).contains(Duration.ofMillis(10));
  }

  /**
   * Case 16 of the list of tricky cases. Symptom: a server that forbids to try again made each
   * failure one of the request.
   */
  @ParameterizedTest(name = "{0} with x-should-retry: {1}")
  @CsvSource({
    "429, false, THROTTLED, DO_NOT_RETRY",
    "429, FALSE, THROTTLED, DO_NOT_RETRY",
    "500, false, SERVER, DO_NOT_RETRY",
    "503, false, OVERLOADED, DO_NOT_RETRY",
    "504, false, TIMEOUT, DO_NOT_RETRY",
    "529, false, OVERLOADED, DO_NOT_RETRY",
    "400, false, CALLER, DO_NOT_RETRY",
    "400, true, CALLER, RETRY",
    "401, true, AUTHENTICATION, RETRY",
    "402, true, MONEY, RETRY",
    "418, true, CALLER, RETRY",
    "529, true, OVERLOADED, RETRY",
    "529, perhaps, OVERLOADED, NONE"
  })
  void wordOfAServerOnTryingAgainChangesNoKind(
      int status, String word, ModelErrorKind kind, RetryAdvice advice) {
    ModelException failure =
        failure(Reply.error(status, "", "no").withHeader("x-should-retry", word));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAdvice()).isEqualTo(advice);
  }

  @Test
  void shortensBodiesThatAreNotTheApis() {
    ModelException failure = failure(Reply.error(502, "", "<html>\r\nevil" + "x".repeat(5000)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure.getMessage()).hasSizeLessThan(700).doesNotContain("\n", "\r");
    assertThat(failure).hasMessageContaining("<html> evilxxx");
  }

  /** Case 12 of the list of tricky cases: an error event after status 200. */
  @ParameterizedTest
  @CsvSource({"overloaded_error, OVERLOADED", "api_error, SERVER", "rate_limit_error, THROTTLED"})
  void errorEventEndsTheCall(String type, ModelErrorKind kind) {
    ModelException failure =
        failure(
            Reply.text("hello").withUsage(TokenUsage.of(50, 3)).endingInError(type, "Overloaded"));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.usage().get().input()).isEqualTo(50);
    assertThat(failure).hasMessageContaining(type).hasMessageContaining("in the stream");
  }

  @Test
  void plainJsonWithStatus200EndsTheCallWithItsBill() {
    ModelException failure =
        failure(
            Reply.raw(
                "application/json",
                "{\"type\":\"message\",\"content\":[],\"usage\":"
                    + "{\"input_tokens\":10,\"output_tokens\":2}}"));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
    assertThat(failure.billing()).isEqualTo(Billing.BILLED);
    assertThat(failure.usage().get()).usingRecursiveComparison().isEqualTo(TokenUsage.of(10, 2));
    assertThat(failure).hasMessageContaining("application/json");
  }

  @Test
  void plainErrorWithStatus200IsClassifiedByItsBody() {
    ModelException failure =
        failure(
            Reply.raw(
                "application/json; charset=utf-8",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}"));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
    assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
  }

  @Test
  void jsonUnderTheNameOfAStreamEndsTheCallToo() {
    ModelException failure = failure(Reply.raw("text/event-stream", "{\"type\":\"message\"}"));

    assertThat(failure).hasMessageContaining("before the answer began");
  }

  /** Case 29 of the list of tricky cases. */
  @Test
  void compressedStreamIsRefusedSinceNoneWasAskedFor() {
    ModelException failure =
        failure(
            Reply.raw("text/event-stream", "\u001f\u008b").withHeader("content-encoding", "gzip"));

    assertThat(failure).hasMessageContaining("gzip");
  }

  /** Symptom: the same wrong encoding was paid for twice. */
  @Test
  void compressedStreamIsNotAskedForAgain() {
    ModelException failure =
        failure(Reply.raw("text/event-stream", "x").withHeader("content-encoding", "br"));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.httpStatus()).hasValue(200);
  }

  /** Case 29 of the list of tricky cases. */
  @Test
  void endlessEventIsRefused() {
    String event = "data: " + "x".repeat(ModelCall.MAX_EVENT_BYTES + 10);

    assertThat(failure(Reply.raw("text/event-stream", event))).hasMessageContaining("more than");
  }

  @Test
  void refusedConnectionWasNeverSent() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    AnthropicProvider provider =
        AnthropicProvider.builder().apiKey("k").baseUrl("http://127.0.0.1:" + freePort).build();

    ModelException failure =
        catchThrowableOfType(
            ModelException.class, () -> provider.complete(ask("go"), FakeCall.open()));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.NOT_SENT);
    assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
    assertThat(failure.httpStatus()).isEmpty();
  }

  @Test
  void unknownHostWasNeverSent() {
    AnthropicProvider provider =
        AnthropicProvider.builder().apiKey("k").baseUrl("https://nowhere.invalid").build();

    ModelException failure =
        catchThrowableOfType(
            ModelException.class, () -> provider.complete(ask("go"), FakeCall.open()));

    assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
  }

  /**
   * Case 15 of the list of tricky cases: the provider makes no attempt of its own, so that each can
   * be accounted for.
   */
  @Test
  void neverTriesAgainByItself() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.overloaded(), Reply.text("ok"))) {
      AnthropicProvider provider = provider(server);

      ModelException first =
          catchThrowableOfType(
              ModelException.class, () -> provider.complete(ask("go"), FakeCall.open()));
      assertThat(first.kind()).isEqualTo(ModelErrorKind.OVERLOADED);
      assertThat(server.requests()).hasSize(1);

      assertThat(provider.complete(ask("go"), FakeCall.open()).turn().text()).isEqualTo("ok");
      server.assertExhausted();
    }
  }

  @Test
  void brokenMessageDeltaDoesNotHideTheUsageBeforeIt() {
    ModelException failure =
        failure(
            Reply.raw(
                "text/event-stream",
                events(
                    "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":3}}}",
                    "{\"type\":\"message_delta\"")));

    assertThat(failure.usage().get().input()).isEqualTo(3);
  }

  @Test
  void toolArgumentsMayBeAnyText() throws InterruptedException {
    assertThat(reply(Reply.toolUse("t", "[1, 2")).turn().toolUses().get(0).argumentsJson())
        .isEqualTo("[1, 2");
  }
}
