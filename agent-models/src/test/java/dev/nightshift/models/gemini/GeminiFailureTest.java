package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiFailureTest {
  private static final String RETRY =
      "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%s\"}";
  private static final String QUOTA =
      "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":["
          + "{\"quotaMetric\":\"m\",\"quotaId\":\"%s\",\"quotaValue\":\"250\"}]}";
  private static final String DAY = "GenerateRequestsPerDayPerProjectPerModel";
  private static final String MINUTE = "GenerateRequestsPerMinutePerProjectPerModel";
  private static final String QUOTA_SENTENCE =
      "You exceeded your current quota, please check your plan and billing details.";

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "400, INVALID_ARGUMENT, CALLER, NOT_BILLED",
    "400, FAILED_PRECONDITION, CALLER, NOT_BILLED",
    "401, UNAUTHENTICATED, AUTHENTICATION, NOT_BILLED",
    "403, PERMISSION_DENIED, AUTHENTICATION, NOT_BILLED",
    "404, NOT_FOUND, CALLER, NOT_BILLED",
    "409, ABORTED, SERVER, NOT_BILLED",
    "429, RESOURCE_EXHAUSTED, THROTTLED, NOT_BILLED",
    "499, CANCELLED, SERVER, NOT_BILLED",
    "500, INTERNAL, SERVER, NOT_BILLED",
    "501, UNIMPLEMENTED, CALLER, UNKNOWN",
    "503, UNAVAILABLE, OVERLOADED, NOT_BILLED",
    "504, DEADLINE_EXCEEDED, TIMEOUT, UNKNOWN",
    "413, SOMETHING_NEW, CONTEXT_LENGTH, NOT_BILLED",
    "402, '', MONEY, NOT_BILLED",
    "503, '', OVERLOADED, NOT_BILLED"
  })
  void classifiesRefusals(int status, String word, ModelErrorKind kind, Billing billing) {
    ModelException failure = failure(Answer.error(status, error(status, word, "no: key-test", "")));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(billing);
    assertThat(failure.httpStatus()).hasValue(status);
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure).hasMessageContaining("HTTP " + status).hasMessageNotContaining("key-test");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "INVALID_ARGUMENT | AUTHENTICATION | API key not valid. Please pass a valid API key.",
        "INVALID_ARGUMENT | AUTHENTICATION | API key expired. Please renew the API key.",
        "INVALID_ARGUMENT | CONTEXT_LENGTH | The input token count (1200293) exceeds the maximum"
            + " number of tokens allowed (1048576).",
        "INVALID_ARGUMENT | CONTEXT_LENGTH | Request payload size exceeds the limit: 20971520.",
        "INVALID_ARGUMENT | CALLER | Function call is missing a thought_signature",
        "INVALID_ARGUMENT | CALLER | Invalid value at `contents[0].role` (TYPE_STRING), `my API key"
            + " and the context window`",
        "FAILED_PRECONDITION | MONEY | Please enable billing on your project in AI Studio."
      })
  void tellsRefusalsOfStatus400ApartByTheirSentence(
      String word, ModelErrorKind kind, String sentence) {
    assertThat(failure(Answer.error(400, error(400, word, sentence, ""))).kind()).isEqualTo(kind);
  }

  /** Symptom: a prompt that spoke of spending caps blocked the account. */
  @Test
  void violationOfAFieldIsNoLackOfMoney() {
    String violation =
        "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":"
            + "\"contents[0].parts[0]\",\"description\":\"no\"}]}";

    ModelException failure =
        failure(
            Answer.error(
                400, error(400, "INVALID_ARGUMENT", "the spending cap of my project", violation)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.CALLER);
  }

  @Test
  void wrongKeyNamesTheVariable() {
    String reason =
        "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}";

    ModelException failure =
        failure(Answer.error(400, error(400, "INVALID_ARGUMENT", "nope", reason)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.AUTHENTICATION);
    assertThat(failure).hasMessageContaining("GEMINI_API_KEY");
  }

  /**
   * Case 17 of the list of tricky cases: waiting for another day, or for money, does not help
   * within a run.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        DAY + " | " + QUOTA_SENTENCE,
        "GenerateContentInputTokensPerModelPerDay-FreeTier | " + QUOTA_SENTENCE,
        "- | Your project has exceeded its monthly spending cap.",
        "- | Your prepayment credits are depleted. Please go to AI Studio."
      })
  void usedUpQuotaIsMoneyThoughItsStatusIs429(String quota, String sentence) {
    String details = quota.equals("-") ? "" : QUOTA.formatted(quota);

    ModelException failure =
        failure(Answer.error(429, error(429, "RESOURCE_EXHAUSTED", sentence, details)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.MONEY);
    assertThat(failure.kind().isRetryable()).isFalse();
    assertThat(failure.billing()).isEqualTo(Billing.NOT_BILLED);
  }

  @Test
  void quotaOfAMinuteIsAWaitAlsoWithoutAHint() {
    ModelException failure =
        failure(
            Answer.error(
                429, error(429, "RESOURCE_EXHAUSTED", QUOTA_SENTENCE, QUOTA.formatted(MINUTE))));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
    assertThat(failure.retryAfter()).isEmpty();
  }

  /**
   * Case 17 of the list of tricky cases: quotas of a day and a minute are listed side by side; the
   * wait that is named counts.
   */
  @Test
  void namedWaitComesBeforeTheQuotaOfADay() {
    String details = QUOTA.formatted(DAY) + "," + RETRY.formatted("59s");

    ModelException failure =
        failure(Answer.error(429, error(429, "RESOURCE_EXHAUSTED", QUOTA_SENTENCE, details)));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(59));
  }

  /** Case 16 of the list of tricky cases: waits as the body names them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0s, 0",
    "59.953424872s, 59953424872",
    "3600s, 3600000000000",
    "1e99999s, 31622400000000000"
  })
  void waitsAsLongAsTheBodySays(String delay, long nanos) {
    ModelException failure =
        failure(
            Answer.error(429, error(429, "RESOURCE_EXHAUSTED", "wait", RETRY.formatted(delay))));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofNanos(nanos));
  }

  @ParameterizedTest(name = "''{0}''")
  @CsvSource({"59", "-1s", "s", "soon", "''"})
  void waitThatIsNoneIsNotBelieved(String delay) {
    ModelException failure =
        failure(
            Answer.error(429, error(429, "RESOURCE_EXHAUSTED", "wait", RETRY.formatted(delay))));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void headerOfAGatewayComesBeforeTheBody() {
    ModelException failure =
        failure(
            Answer.error(429, error(429, "RESOURCE_EXHAUSTED", "wait", RETRY.formatted("59s")))
                .withHeader("retry-after", "7"));

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void errorInAnArrayIsReadLikeOne() {
    String body = "[" + error(400, "INVALID_ARGUMENT", "API key not valid.", "") + "\n]";

    assertThat(failure(Answer.error(400, body)).kind()).isEqualTo(ModelErrorKind.AUTHENTICATION);
  }

  @Test
  void errorOfStatus200IsReadByItsBody() {
    ModelException failure =
        failure(Answer.whole("[" + error(429, "RESOURCE_EXHAUSTED", "w", "") + "]"));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.THROTTLED);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "502 | <html>bad gateway</html> | SERVER",
        "429 | [] | THROTTLED",
        "401 | {\"error\":\"no\"} | AUTHENTICATION",
        "400 | {\"error\":{}} | CALLER",
        "500 | {\"error\":{\"status\":7,\"details\":\"x\",\"message\":null}} | SERVER",
        "404 | null | CALLER"
      })
  void bodyOfAnyShapeIsReadByItsStatus(int status, String body, ModelErrorKind kind) {
    assertThat(failure(Answer.error(status, body)).kind()).isEqualTo(kind);
  }

  private static String error(int status, String word, String sentence, String details) {
    return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}"
        .formatted(status, sentence, word, details);
  }
}
