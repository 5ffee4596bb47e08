package dev.nightshift.models.anthropic;

import dev.nightshift.core.provider.ModelLimits;
import java.util.Map;

/** What is known about Anthropic's models besides their prices. */
final class ClaudeModels {
  private static final ModelLimits LARGE = new ModelLimits(1_000_000, 128_000);
  private static final ModelLimits MEDIUM = new ModelLimits(1_000_000, 64_000);
  private static final ModelLimits SMALL = new ModelLimits(200_000, 64_000);
  private static final ModelLimits OLD = new ModelLimits(200_000, 32_000);

  private static final Map<String, ModelLimits> KNOWN =
      Map.ofEntries(
          Map.entry("claude-fable-5-1", LARGE),
          Map.entry("claude-fable-5", LARGE),
          Map.entry("claude-opus-5-5", LARGE),
          Map.entry("claude-opus-5", LARGE),
          Map.entry("claude-opus-4-8", LARGE),
          Map.entry("claude-opus-4-7", LARGE),
          Map.entry("claude-opus-4-6", LARGE),
          Map.entry("claude-opus-4-5", SMALL),
          Map.entry("claude-opus-4-1", OLD),
          Map.entry("claude-opus-4", OLD),
          Map.entry("claude-sonnet-5-5", LARGE),
          Map.entry("claude-sonnet-5", LARGE),
          Map.entry("claude-sonnet-4-6", MEDIUM),
          Map.entry("claude-sonnet-4-5", SMALL),
          Map.entry("claude-sonnet-4", SMALL),
          Map.entry("claude-haiku-5-5", LARGE),
          Map.entry("claude-haiku-4-5", SMALL));

  private ClaudeModels() {}

  static ModelLimits limits(String canonical) {
    return KNOWN.getOrDefault(canonical, ModelLimits.cautious());
  }
}
