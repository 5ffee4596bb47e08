package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void takesAwayWhatATerminalWouldObey() {
    String text = "a\u001b[31mred\u0007\u009b2J\u202826";

    assertThat(PrintableText.of(text)).isEqualTo("a?[31mred??2J?26");
  }

  @Test
  void keepsTabsAndLetters() {
    assertThat(PrintableText.of("\tif (ä == 'ß')")).isEqualTo("\tif (ä == 'ß')");
  }

  @Test
  void makesOneShortLine() {
    assertThat(PrintableText.oneLine("a\n  b\r\nc")).isEqualTo("a b c");
    assertThat(PrintableText.oneLine("x".repeat(500))).hasSize(140).endsWith("...");
  }
}
