package dev.nightshift.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTextTest {
  @Test
  void showsACarriageReturnThatEndsNoLine() {
    assertThat(new MarkdownText().quote("said", "safe\rhidden\r\nnext").toString())
        .contains("> safe\u240dhidden\n> next\n");
    assertThat(MarkdownText.inline("safe\rhidden")).isEqualTo("safe\u240dhidden");
  }

  @Test
  void keepsAsManyCharactersAsAnyOtherText() {
    assertThat(MarkdownText.inline("x".repeat(300))).isEqualTo("x".repeat(300));
    assertThat(MarkdownText.inline("x".repeat(301))).isEqualTo("x".repeat(299) + "\u2026");
  }
}
