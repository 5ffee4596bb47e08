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

/** The rules of the prompt cache, each from both sides. */
class SimulatedCacheTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration ONE_HOUR = Duration.ofHours(1);
  private final ManualTime time = ManualTime.create();
  private final SimulatedCache cache = new SimulatedCache(true, time);

  @Test
  void writesUpToTheLastMarkAndReadsItNextTime() {
    TokenUsage cold = count(prompt().block(2_000).mark("5m").block(100));
    TokenUsage warm = count(prompt().block(2_000).mark("5m").block(200));

    assertThat(cold.cacheRead()).isZero();
    assertThat(cold.cacheWrites().tokens(FIVE_MINUTES)).isEqualTo(2_000);
    assertThat(cold.input()).isEqualTo(100);
    assertThat(warm.cacheRead()).isEqualTo(2_000);
    assertThat(warm.cacheWrites().total()).isZero();
    assertThat(warm.input()).isEqualTo(200);
  }

  /** Symptom: every block before a mark was remembered, so a mark anywhere seemed to do. */
  @Test
  void nothingIsWrittenBetweenMarks() {
    count(prompt().block(2_000).block(3_000).mark("5m"));

    TokenUsage other = count(prompt().block(2_000).block(4_000).mark("5m"));

    assertThat(other.cacheRead()).isZero();
  }

  /** Symptom: a turn of thirty tool results was read as if a server looked back any distance. */
  @ParameterizedTest(name = "{0} blocks after the last entry")
  @CsvSource({"19, 2000", "20, 0"})
  void aMarkFindsEntriesNineteenBlocksBefore(int blocksAfter, long read) {
    count(prompt().block(2_000).mark("5m"));
    Prompt longer = prompt().block(2_000);
    for (int i = 0; i < blocksAfter; i++) {
      longer.block(10);
    }

    assertThat(count(longer.mark("5m")).cacheRead()).isEqualTo(read);
  }

  @ParameterizedTest(name = "{0} caches {1} tokens: {2}")
  @CsvSource({
    "claude-sonnet-5-5, 1023, 0",
    "claude-sonnet-5-5, 1024, 1024",
    "claude-haiku-4-5, 4095, 0",
    "claude-haiku-4-5-20251001, 4096, 4096",
  })
  void promptBelowTheMinimumIsPlainInput(String model, long tokens, long written) {
    TokenUsage usage = count(new Prompt(model).block(tokens).mark("5m"));

    assertThat(usage.cacheWrites().total()).isEqualTo(written);
    assertThat(usage.totalInput()).isEqualTo(tokens);
  }

  @Test
  void readingKeepsAnEntryAliveForItsOwnLifetime() {
    count(prompt().block(2_000).mark("5m"));
    for (int i = 0; i < 3; i++) {
      time.advance(FIVE_MINUTES.minusSeconds(1));
      assertThat(count(prompt().block(2_000).mark("5m")).cacheRead()).isEqualTo(2_000);
    }

    time.advance(FIVE_MINUTES);

    assertThat(count(prompt().block(2_000).mark("5m")).cacheRead()).isZero();
  }

  @Test
  void eachPartIsWrittenForTheLifetimeOfTheMarkAfterIt() {
    TokenUsage usage = count(prompt().block(2_000).mark("1h").block(300).mark("5m"));
    time.advance(FIVE_MINUTES);
    TokenUsage later = count(prompt().block(2_000).mark("1h").block(300).mark("5m"));

    assertThat(usage.cacheWrites().tokens(ONE_HOUR)).isEqualTo(2_000);
    assertThat(usage.cacheWrites().tokens(FIVE_MINUTES)).isEqualTo(300);
    assertThat(later.cacheRead()).isEqualTo(2_000);
    assertThat(later.cacheWrites().tokens(FIVE_MINUTES)).isEqualTo(300);
  }

  @Test
  void entryOfOneModelIsNoneOfAnother() {
    count(prompt().block(2_000).mark("5m"));

    assertThat(count(new Prompt("claude-opus-4-1").block(2_000).mark("5m")).cacheRead()).isZero();
  }

  @Test
  void refusesALongLifetimeAfterAShortOne() {
    String body =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":["
            + prompt().block(10).mark("5m").block(10).mark("1h").message()
            + "]}";

    assertThat(RequestCheck.complaint(JsonValue.parse(body), false))
        .contains("cache_control.ttl: a '1h' block must not come after a '5m' block");
  }

  private TokenUsage count(Prompt asked) {
    JsonValue request =
        JsonValue.object()
            .with("model", asked.model)
            .with("messages", JsonValue.arrayOf(asked.message()));
    AskedPrompt prompt = ModelApi.ANTHROPIC_MESSAGES.prompts().read("/v1/messages", request);
    return cache.count(prompt, ModelApi.ANTHROPIC_MESSAGES.cache(prompt.model()));
  }

  private static Prompt prompt() {
    return new Prompt("claude-sonnet-5-5");
  }

  /** One user message of texts. */
  private static final class Prompt {
    private static final int FRAME_BYTES = "{\"type\":\"text\",\"text\":\"\"}".length();
    private final String model;
    private final List<JsonValue> blocks = new ArrayList<>();

    Prompt(String model) {
      this.model = model;
    }

    Prompt block(long tokens) {
      String text = "x".repeat((int) tokens * 4 - FRAME_BYTES);
      blocks.add(JsonValue.object().with("type", "text").with("text", text));
      return this;
    }

    Prompt mark(String lifetime) {
      JsonValue mark = JsonValue.object().with("type", "ephemeral").with("ttl", lifetime);
      blocks.add(blocks.remove(blocks.size() - 1).with("cache_control", mark));
      return this;
    }

    JsonValue message() {
      return JsonValue.object().with("role", "user").with("content", JsonValue.array(blocks));
    }
  }
}
