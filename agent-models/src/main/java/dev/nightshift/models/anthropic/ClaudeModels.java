package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ModelLimits;
import dev.nightshift.core.model.TokenEstimator;
import dev.nightshift.models.internal.ClaudeNames;
import java.util.Map;

/** What is known about Anthropic's models besides their prices. */
final class ClaudeModels {
  private static final int SAME_TOKENS = 100;

  /** Since Claude 4.7 the same text makes about 30 % more tokens (platform.claude.com). */
  private static final int MORE_TOKENS = 130;

  private static final ModelLimits LARGE = new ModelLimits(1_000_000, 128_000);
  private static final ModelLimits MEDIUM = new ModelLimits(1_000_000, 64_000);
  private static final ModelLimits SMALL = new ModelLimits(200_000, 64_000);
  private static final ModelLimits OLD = new ModelLimits(200_000, 32_000);

  private static final Map<String, Facts> KNOWN =
      Map.ofEntries(
          Map.entry("claude-fable-5-1", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-fable-5", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-opus-5-5", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-opus-5", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-opus-4-8", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-opus-4-7", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-opus-4-6", new Facts(LARGE, SAME_TOKENS)),
          Map.entry("claude-opus-4-5", new Facts(SMALL, SAME_TOKENS)),
          Map.entry("claude-opus-4-1", new Facts(OLD, SAME_TOKENS)),
          Map.entry("claude-opus-4", new Facts(OLD, SAME_TOKENS)),
          Map.entry("claude-sonnet-5-5", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-sonnet-5", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-sonnet-4-6", new Facts(MEDIUM, SAME_TOKENS)),
          Map.entry("claude-sonnet-4-5", new Facts(SMALL, SAME_TOKENS)),
          Map.entry("claude-sonnet-4", new Facts(SMALL, SAME_TOKENS)),
          Map.entry("claude-haiku-5-5", new Facts(LARGE, MORE_TOKENS)),
          Map.entry("claude-haiku-4-5", new Facts(SMALL, SAME_TOKENS)));

  private ClaudeModels() {}

  static ModelLimits limits(String model) {
    Facts facts = KNOWN.get(ClaudeNames.canonical(model));
    return facts == null ? ModelLimits.cautious() : facts.limits();
  }

  /** Unknown models are taken to have the newer tokenizer, which bounds higher. */
  static TokenEstimator estimator(String model) {
    Facts facts = KNOWN.get(ClaudeNames.canonical(model));
    return TokenEstimator.ofFactorPercent(facts == null ? MORE_TOKENS : facts.tokenPercent());
  }

  private record Facts(ModelLimits limits, int tokenPercent) {}
}
