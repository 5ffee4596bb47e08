package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void takesAwayWhatATerminalWouldObey() {
    String text = "a\u001b[31mred\u0007\u009b2J\u202826";

    assertThat(PrintableText.of(text))
        .isEqualTo(
            "a\u27e6U+001B\u27e7[31mred\u27e6U+0007\u27e7\u27e6U+009B\u27e72J\u27e6U+2028\u27e726");
  }

  @Test
  void keepsTabsAndLetters() {
    assertThat(PrintableText.of("\tif (ä == 'ß')")).isEqualTo("\tif (ä == 'ß')");
  }

  @Test
  void makesOneShortLine() {
    assertThat(PrintableText.oneLine("a\n  b\r\nc")).isEqualTo("a b c");
    assertThat(PrintableText.oneLine("x".repeat(500))).hasSize(140).endsWith("\u2026");
  }
}
