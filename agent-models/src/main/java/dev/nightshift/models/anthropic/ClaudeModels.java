package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.SupportedOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

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

  private static final SupportedOptions ALL = efforts(EnumSet.allOf(Effort.class));
  private static final SupportedOptions NO_EFFORT = efforts(Set.of());
  private static final SupportedOptions BUT_XHIGH =
      efforts(EnumSet.complementOf(EnumSet.of(Effort.XHIGH)));

  /** Models that do not take every effort; one that is not known may take any. */
  private static final Map<String, SupportedOptions> OPTIONS =
      Map.of(
          "claude-opus-4-6", BUT_XHIGH,
          "claude-sonnet-4-6", BUT_XHIGH,
          "claude-opus-4-5", efforts(EnumSet.range(Effort.LOW, Effort.HIGH)),
          "claude-opus-4-1", NO_EFFORT,
          "claude-opus-4", NO_EFFORT,
          "claude-sonnet-4-5", NO_EFFORT,
          "claude-sonnet-4", NO_EFFORT,
          "claude-haiku-4-5", NO_EFFORT);

  private ClaudeModels() {}

  static ModelLimits limits(String canonical) {
    return KNOWN.getOrDefault(canonical, ModelLimits.cautious());
  }

  static SupportedOptions options(String canonical) {
    return OPTIONS.getOrDefault(canonical, ALL);
  }

  private static SupportedOptions efforts(Set<Effort> efforts) {
    return new SupportedOptions(
        efforts, Set.of(Duration.ZERO, Duration.ofMinutes(5), Duration.ofHours(1)));
  }
}
