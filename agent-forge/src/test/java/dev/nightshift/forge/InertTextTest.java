package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InertTextTest {
  /** What forges act on in a text or in the message of a commit that is made of it. */
  private static final String ACTED_ON =
      "(?is).*(@\\w|#\\w|\\bGH-\\d|!\\d|://|\\bwww\\.|\\[(skip|ci|no) ?\\w+]|skip-checks:).*";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "@team",
        "thanks to @acme/owners",
        "Closes #3",
        "fixes acme/shop#3",
        "Resolves https://github.com/acme/shop/issues/3",
        "closes GH-3",
        "see !12",
        "look at www.example.com",
        "[skip ci] harmless",
        "[ci skip]",
        "[no ci]",
        "skip-checks: true",
        "PROJ-1 #close"
      })
  void whatForgesActOnIsTakenOutOfEachForm(String hostile) {
    assertThat(hostile).matches(ACTED_ON);
    assertThat(InertText.line(hostile, 200)).doesNotMatch(ACTED_ON);
    assertThat(InertText.inline(hostile, 200)).doesNotMatch(ACTED_ON);
    assertThat(InertText.code(hostile, 200)).doesNotMatch(ACTED_ON);
    assertThat(InertText.quoted(hostile, 200)).doesNotMatch(ACTED_ON);
  }

  @Test
  void commandsNeverStandAtTheStartOfALine() {
    assertThat(InertText.quoted("/merge\r\n/close\n  /approve", 200).lines())
        .allMatch(line -> line.startsWith("> "));
    assertThat(InertText.line("/merge\n/close", 200)).isEqualTo("/merge /close");
  }

  @Test
  void markupIsText() {
    assertThat(InertText.inline("<img src=x> **b** [a](b) `c` &lt;", 200))
        .isEqualTo("\\<img src=x\\> \\*\\*b\\*\\* \\[a\\](b) \\`c\\` &amp;lt;");
  }

  @Test
  void aCodeSpanCannotBeLeft() {
    assertThat(InertText.code("a`b``c", 200)).isEqualTo("```a`b``c```");
    assertThat(InertText.code("`", 200)).isEqualTo("`` ` ``");
  }

  @Test
  void whatIsNotSeenIsShown() {
    assertThat(InertText.line("a\u202Eb", 200)).isEqualTo("a⟦U+202E⟧b");
  }
}
