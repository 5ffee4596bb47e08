package dev.nightshift.models.testing;

import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.testing.CacheRules.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What vendors say of their prompt caches, by model. What they do not say is marked as taken; see
 * docs/decisions/031-what-a-loop-costs.
 */
final class VendorCaches {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** Of the Sonnets; taken for models of which nothing is published. */
  private static final long USUAL_CLAUDE = 1_024;

  private static final Map<String, Long> CLAUDES =
      Map.of(
          "claude-opus-5", 512L,
          "claude-opus-4-8", 2_048L,
          "claude-opus-4-7", 2_048L,
          "claude-opus-4-6", 4_096L,
          "claude-opus-4-5", 4_096L,
          "claude-haiku-4-5", 4_096L);

  private static final long LEAST_GPT = 1_024;
  private static final long STEP = 128;

  /** Since GPT-5.6 entries end at breakpoints, are written at a price and live for a time said. */
  private static final Pattern WITH_BREAKPOINTS =
      Pattern.compile("(openai/)?gpt-(5\\.[6-9]|[6-9]).*");

  private static final Pattern TWELVE_HOURS = Pattern.compile("(openai/)?gpt-6\\.1-terra.*");
  private static final long LEAST_GEMINI = 4_096;
  private static final long LEAST_GEMINI_2 = 2_048;

  private VendorCaches() {}

  static CacheRules anthropic(String model) {
    long least = CLAUDES.getOrDefault(ClaudeNames.canonical(model), USUAL_CLAUDE);
    return new CacheRules(Reach.MARKS, least, 1, List.of(FIVE_MINUTES, Duration.ofHours(1)), true);
  }

  static CacheRules openAi(String model) {
    if (!WITH_BREAKPOINTS.matcher(model).matches()) {
      // Five to ten minutes without a call; taken at its shortest.
      return new CacheRules(Reach.STEPS, LEAST_GPT, STEP, List.of(FIVE_MINUTES), false);
    }
    Duration usual = Duration.ofMinutes(30);
    List<Duration> lifetimes =
        TWELVE_HOURS.matcher(model).matches()
            ? List.of(usual, Duration.ofHours(12))
            : List.of(usual);
    return new CacheRules(Reach.TURNS, LEAST_GPT, 1, lifetimes, true);
  }

  /** Step and lifetime are not published, and taken to be those of OpenAI's older models. */
  static CacheRules gemini(String model) {
    long least = model.startsWith("gemini-2") ? LEAST_GEMINI_2 : LEAST_GEMINI;
    return new CacheRules(Reach.STEPS, least, STEP, List.of(FIVE_MINUTES), false);
  }
}
