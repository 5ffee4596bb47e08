package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The optimum against sums done by hand. A token costs 10, 1 read, 12 written, 20 for an hour. */
class CacheOptimumTest {
  private static final String MODEL = "claude-sonnet-5-5";
  private static final int OUTPUT = 7;
  private static final PriceBook PRICES =
      (model, at) ->
          Optional.of(
              Price.of(
                  Rates.perMillionTokens("10", "50")
                      .withCaching(
                          "1", Map.of(Duration.ofMinutes(5), "12", Duration.ofHours(1), "20"))));

  private final List<RecordedRequest> requests = new ArrayList<>();
  private final List<Charge> charges = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void eachCallReadsTheOneBeforeItAndWritesTheRest() {
    call("system", 1, 2_000);
    call("system", 2, 2_300);
    call("system", 3, 2_700);

    assertThat(optimum()).isEqualTo(12 * 2_000 + 2_000 + 12 * 300 + 2_300 + 12 * 400);
  }

  /**
   * Symptom: a prompt that begins with the time has no prefix, so nothing could have been saved.
   */
  @Test
  void aTimeInThePromptDoesNotMakeTheOptimumDearer() {
    call("it is 12:00", 1, 2_000);
    call("it is 12:01", 2, 2_300);

    assertThat(optimum()).isEqualTo(12 * 2_000 + 2_000 + 12 * 300);
  }

  @Test
  void aPromptBelowTheMinimumIsPlainInput() {
    call("system", 1, 1_000);
    call("system", 2, 1_100);

    assertThat(optimum()).isEqualTo(10 * 1_000 + 12 * 1_100);
  }

  @Test
  void anotherConversationReadsWhatBothBeginWith() {
    String system = "x".repeat(8_000);
    call(system, 1, 3_000);
    call(system, 1, 3_000);

    int bytes = system.length() + "{\"type\":\"text\",\"text\":\"\"}".length();
    int common = (bytes + 3) / 4;
    assertThat(optimum()).isEqualTo(12 * 3_000 + common + 12 * (3_000 - common));
  }

  @Test
  void aPauseIsBridgedByTheCheaperLifetime() {
    call("system", 1, 2_000);
    now = now.plus(Duration.ofMinutes(12));
    call("system", 2, 2_300);

    // An hour for what was there before the pause: 20 + 1 a token, less than twice 12.
    assertThat(optimum()).isEqualTo(20 * 2_000 + 2_000 + 12 * 300);
  }

  @Test
  void nothingBridgesMoreThanAnHour() {
    call("system", 1, 2_000);
    now = now.plus(Duration.ofHours(1));
    call("system", 2, 2_300);

    assertThat(optimum()).isEqualTo(12 * 2_000 + 12 * 2_300);
  }

  /** In micro-dollars, output left out. */
  private long optimum() {
    long nanos =
        new CacheOptimum(ModelApi.ANTHROPIC_MESSAGES, PRICES).cost(requests, charges).nanos();
    return nanos / 1_000 - 50L * OUTPUT * charges.size();
  }

  private void call(String system, int turn, long tokens) {
    List<JsonValue> messages = new ArrayList<>();
    for (int i = 0; i < turn; i++) {
      messages.add(said("user", charges.size() + "/" + i));
      if (i + 1 < turn) {
        messages.add(said("assistant", "ok"));
      }
    }
    JsonValue body =
        JsonValue.object()
            .with("model", MODEL)
            .with("system", texts(system))
            .with("messages", JsonValue.array(messages));
    WireRequest request =
        new WireRequest(requests.size(), "/v1/messages", Map.of(), body.toString());
    requests.add(RecordedRequest.of(request, body, ModelApi.ANTHROPIC_MESSAGES));
    TokenUsage usage = TokenUsage.of(tokens, OUTPUT);
    charges.add(new Charge(charges.size(), now, MODEL, usage, Money.zero()));
    now = now.plusSeconds(20);
  }

  private static JsonValue said(String role, String text) {
    return JsonValue.object().with("role", role).with("content", texts(text));
  }

  private static JsonValue texts(String text) {
    return JsonValue.arrayOf(JsonValue.object().with("type", "text").with("text", text));
  }
}
