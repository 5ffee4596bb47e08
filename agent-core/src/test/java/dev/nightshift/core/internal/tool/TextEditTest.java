package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextEditTest {

  /** In a file of one line end style an edit is the edit of the LF text, translated. */
  @Test
  void equalsTheEditOfTheLfTextInEveryLineEndStyle() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      String lf = randomText(random, 30);
      int from = random.nextInt(lf.length());
      int to = from + 1 + random.nextInt(lf.length() - from);
      String oldText = lf.substring(from, to);
      String newText = randomText(random, 6);
      boolean unique = lf.indexOf(oldText) == lf.lastIndexOf(oldText);
      if (!unique || oldText.equals(newText)) {
        continue;
      }
      String expected = lf.substring(0, from) + newText + lf.substring(to);

      assertThat(replaced(lf, oldText, newText)).isEqualTo(expected);
      if (lf.contains("\n")) {
        assertThat(replaced(lf.replace("\n", "\r\n"), oldText, newText))
            .isEqualTo(expected.replace("\n", "\r\n"));
      }
    }
  }

  @Test
  void namesTheLinesOfThePassageAfterTheEdit() {
    TextEdit.Result result = TextEdit.apply("a\nb\nc\n", "b\n", "x\ny\n");

    assertThat(result).isEqualTo(new TextEdit.Result.Replaced("a\nx\ny\nc\n", 2, 3));
  }

  @Test
  void refusesToChangeNothingButLineEndsInAFileOfTheOtherStyle() {
    assertThat(TextEdit.apply("a\nb\n", "a\r\nb", "a\nb"))
        .isInstanceOf(TextEdit.Result.NoEffect.class);
  }

  private static String replaced(String text, String oldText, String newText) {
    TextEdit.Result result = TextEdit.apply(text, oldText, newText);
    assertThat(result).isInstanceOf(TextEdit.Result.Replaced.class);
    return ((TextEdit.Result.Replaced) result).text();
  }

  private static String randomText(Random random, int maxChars) {
    StringBuilder text = new StringBuilder();
    int chars = 1 + random.nextInt(maxChars);
    for (int i = 0; i < chars; i++) {
      text.append("abcd\n\t \u00e9".charAt(random.nextInt(8)));
    }
    return text.toString();
  }

  /** Also where the passage has carriage returns and the new text has none. */
  @Test
  void keepsCrlfWhicheverOfTheTwoTextsHasIt() {
    String file = "a\r\nb\r\nc\r\n";

    assertThat(replaced(file, "a\r\nb", "a\nX\nb")).isEqualTo("a\r\nX\r\nb\r\nc\r\n");
    assertThat(replaced(file, "a\r\nb", "a\r\nX\nb")).isEqualTo("a\r\nX\r\nb\r\nc\r\n");
    assertThat(replaced(file, "a\nb", "a\r\nX\nb")).isEqualTo("a\r\nX\r\nb\r\nc\r\n");
    assertThat(replaced(file, "a\r\nb", "a\nb")).isEqualTo("a\nb\r\nc\r\n");
  }

  @Test
  void carriageReturnsChooseBetweenPassagesThatDifferInLineEnds() {
    assertThat(replaced("a\nb\na\r\nb\r\n", "a\r\nb", "a\nX")).isEqualTo("a\nb\na\r\nX\r\n");
  }
}
