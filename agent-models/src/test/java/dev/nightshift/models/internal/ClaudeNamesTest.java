package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeNamesTest {
  @ParameterizedTest
  @CsvSource({
    "claude-opus-5-5, claude-opus-5-5",
    "claude-opus-5-5[1m], claude-opus-5-5",
    "claude-haiku-4-5-20251001, claude-haiku-4-5",
    "anthropic/claude-haiku-4-5-20251001[1m], claude-haiku-4-5",
    "claude-3-opus-latest, claude-3-opus",
    "claude-sonnet-4-0, claude-sonnet-4",
    "claude-sonnet-4-20250514, claude-sonnet-4",
    "claude-sonnet-4-2025051, claude-sonnet-4-2025051",
    "claude-sonnet-4-2025051x, claude-sonnet-4-2025051x",
    "claude-sonnet-4-19250514, claude-sonnet-4-19250514",
    "-20, -20",
    "claude-opus-5.5, claude-opus-5.5",
    "claude-opus-5-5-preview, claude-opus-5-5-preview",
    "my-gateway-model, my-gateway-model"
  })
  void takesOffOnlyWhatTheRulesName(String name, String canonical) {
    assertThat(ClaudeNames.canonical(name)).isEqualTo(canonical);
  }
}
