package dev.nightshift.core.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeMaskTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a < b; // c < d          |a < b;
          a /* < */ < b            |a         < b
          say("a < b");            |say("     ");
          say("a \\" < b"); x < y   |say("        "); x < y
          char c = '<'; d          |char c = ' '; d
          char c = '"'; d < e      |char c = ' '; d < e
          say("never closed        |say("
          url("https://a"); b < c  |url("         "); b < c
          """)
  void leavesNothingButCode(String text, String code) {
    String masked = CodeMask.of(text);

    assertThat(masked).hasSameSizeAs(text);
    assertThat(masked.stripTrailing()).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/* a\\n < */x, '    \\n     x'",
    "s(\"\"\"\\n \"<\" \"\"\");x, 's(\"\"\"\\n     \"\"\");x'"
  })
  void keepsTheLinesOfWhatItBlanks(String text, String code) {
    assertThat(CodeMask.of(text.replace("\\n", "\n"))).isEqualTo(code.replace("\\n", "\n"));
  }
}
