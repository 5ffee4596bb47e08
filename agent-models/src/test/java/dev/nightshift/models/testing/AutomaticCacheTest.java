package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of prompt caches that need no marks, each from both sides. */
class AutomaticCacheTest {
  private static final String GEMINI = "/v1beta/models/%s:streamGenerateContent?alt=sse";
  private final ManualTime time = ManualTime.create();
  private final SimulatedCache cache = new SimulatedCache(true, time);

  @ParameterizedTest(name = "{0} caches {1} tokens: {2}")
  @CsvSource({
    "gpt-6.1-sol, 1023, 0",
    "gpt-6.1-sol, 1024, 1024",
    "gpt-5.5, 1023, 0",
    "gpt-5.5, 1024, 1024",
  })
  void openAiCachesFrom1024TokensOn(String model, long tokens, long read) {
    openAi(model, "k", user(tokens));

    assertThat(openAi(model, "k", user(tokens), model(100), user(100)).cacheRead()).isEqualTo(read);
  }

  @ParameterizedTest(name = "{0} caches {1} tokens: {2}")
  @CsvSource({
    "gemini-3.8-flash, 4095, 0",
    "gemini-3.8-flash, 4096, 4096",
    "gemini-2.5-flash, 2047, 0",
    "gemini-2.5-flash, 2048, 2048",
  })
  void geminiCachesFromItsOwnMinimumOn(String model, long tokens, long read) {
    gemini(model, tokens);

    assertThat(gemini(model, tokens, 300).cacheRead()).isEqualTo(read);
  }

  /** Within a part too: 49 tokens of what the model said are the same. */
  @Test
  void olderModelsFindTheLongestBeginningInStepsOf128Tokens() {
    openAi("gpt-5.5", "k", user(2_000), model(100), user(100));

    TokenUsage other = openAi("gpt-5.5", "k", user(2_000), model(50), user(70));

    assertThat(other.cacheRead()).isEqualTo(16 * 128);
    assertThat(other.cacheWrites().total()).isZero();
    assertThat(other.input()).isEqualTo(2_120 - 16 * 128);
  }

  @Test
  void newerModelsFindOnlyWholeEntries() {
    openAi("gpt-6.1-sol", "k", user(2_000), model(100), user(100));

    TokenUsage other = openAi("gpt-6.1-sol", "k", user(2_000), model(100), user(90));
    TokenUsage goesOn =
        openAi("gpt-6.1-sol", "k", user(2_000), model(100), user(100), model(30), user(40));

    assertThat(other.cacheRead()).isZero();
    assertThat(other.cacheWrites().tokens(Duration.ofMinutes(30))).isEqualTo(2_190);
    assertThat(goesOn.cacheRead()).isEqualTo(2_200);
    assertThat(goesOn.cacheWrites().tokens(Duration.ofMinutes(30))).isEqualTo(70);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"gpt-6.1-sol", "gpt-5.5"})
  void entriesOfOneKeyAreNotFoundUnderAnother(String model) {
    openAi(model, "one", user(2_000));

    assertThat(openAi(model, "two", user(2_000)).cacheRead()).isZero();
    assertThat(openAi(model, "one", user(2_000)).cacheRead()).isGreaterThan(1_900);
  }

  @ParameterizedTest(name = "{0}, told {1}: {2} minutes")
  @CsvSource({"gpt-6.1-sol, '', 30", "gpt-6.1-terra, 12h, 720", "gpt-5.5, '', 5"})
  void entriesLiveAsLongAsTheModelKeepsThem(String model, String told, long minutes) {
    openAi(body(model, "k", user(2_000)), told);
    time.advance(Duration.ofMinutes(minutes).minusSeconds(1));
    assertThat(openAi(body(model, "k", user(2_000)), told).cacheRead()).isGreaterThan(1_900);

    time.advance(Duration.ofMinutes(minutes));

    assertThat(openAi(body(model, "k", user(2_000)), told).cacheRead()).isZero();
  }

  @Test
  void nothingIsCachedOfARequestThatTakesOnlyMarksAndHasNone() {
    JsonValue explicit = JsonValue.object().with("mode", "explicit");
    JsonValue body = body("gpt-6.1-sol", "k", user(2_000)).with("prompt_cache_options", explicit);

    assertThat(count(ModelApi.OPENAI_RESPONSES, "/v1/responses", body).cacheWrites().total())
        .isZero();
    assertThat(count(ModelApi.OPENAI_RESPONSES, "/v1/responses", body).cacheRead()).isZero();
  }

  private TokenUsage openAi(String model, String key, JsonValue... messages) {
    return openAi(body(model, key, messages), "");
  }

  private TokenUsage openAi(JsonValue body, String lifetime) {
    JsonValue told =
        lifetime.isEmpty()
            ? body
            : body.with("prompt_cache_options", JsonValue.object().with("ttl", lifetime));
    return count(ModelApi.OPENAI_RESPONSES, "/v1/responses", told);
  }

  private TokenUsage gemini(String model, long... tokens) {
    List<JsonValue> contents = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      JsonValue part = sized(JsonValue.object(), "text", tokens[i]);
      contents.add(
          JsonValue.object()
              .with("role", i % 2 == 0 ? "user" : "model")
              .with("parts", JsonValue.arrayOf(part)));
    }
    JsonValue body = JsonValue.object().with("contents", JsonValue.array(contents));
    return count(ModelApi.GEMINI, GEMINI.formatted(model), body);
  }

  private TokenUsage count(ModelApi api, String path, JsonValue body) {
    AskedPrompt prompt = api.prompts().read(path, body);
    return cache.count(prompt, api.cache(prompt.model()));
  }

  private static JsonValue body(String model, String key, JsonValue... messages) {
    return JsonValue.object()
        .with("model", model)
        .with("prompt_cache_key", key)
        .with("input", JsonValue.arrayOf(messages));
  }

  private static JsonValue user(long tokens) {
    return sized(JsonValue.object().with("role", "user"), "content", tokens);
  }

  private static JsonValue model(long tokens) {
    return sized(JsonValue.object().with("role", "assistant"), "content", tokens);
  }

  /** Fills a field so that the whole has so many tokens. */
  private static JsonValue sized(JsonValue object, String field, long tokens) {
    int frame = object.with(field, "").toString().length();
    return object.with(field, "x".repeat((int) tokens * PromptPart.BYTES_PER_TOKEN - frame));
  }
}
