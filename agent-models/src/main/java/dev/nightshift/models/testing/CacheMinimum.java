package dev.nightshift.models.testing;

import dev.nightshift.models.internal.ClaudeNames;
import java.util.Map;

/** How long a prompt has to be before Anthropic caches it, by model. */
final class CacheMinimum {
  /** Of the Sonnets; taken for models of which nothing is published. */
  private static final long USUAL = 1_024;

  private static final Map<String, Long> TOKENS =
      Map.of(
          "claude-opus-5", 512L,
          "claude-opus-4-8", 2_048L,
          "claude-opus-4-7", 2_048L,
          "claude-opus-4-6", 4_096L,
          "claude-opus-4-5", 4_096L,
          "claude-haiku-4-5", 4_096L);

  private CacheMinimum() {}

  static long tokens(String model) {
    return TOKENS.getOrDefault(ClaudeNames.canonical(model), USUAL);
  }
}
