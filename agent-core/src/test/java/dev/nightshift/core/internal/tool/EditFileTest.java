package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tool.ToolOutcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EditFileTest {
  private final MemoryFiles files = new MemoryFiles();
  private final ToolCaller tools = new ToolCaller(files);

  @Test
  void replacesExactlyOneMatchAndShowsTheResult() throws InterruptedException {
    put("A.java", "one\n\ttwo  \nthree");

    ToolOutcome outcome = edit("A.java", "two", "2");

    assertThat(outcome.isError()).isFalse();
    assertThat(outcome.content()).contains("2\t\t2  ");
    assertThat(files.text("A.java")).isEqualTo("one\n\t2  \nthree");
  }

  @Test
  void keepsCrlfLineEndsWhenTheModelWritesPlainLineBreaks() throws InterruptedException {
    put("A.java", "a\r\nb\r\nc\r\n");

    assertThat(edit("A.java", "a\nb\n", "a\nx\ny\nb\n").isError()).isFalse();

    assertThat(files.text("A.java")).isEqualTo("a\r\nx\r\ny\r\nb\r\nc\r\n");
  }

  @Test
  void givesAnInsertedLineTheLineEndOfItsPlace() throws InterruptedException {
    put("A.java", "a\r\nb\r\n");

    edit("A.java", "a", "a\nnew");

    assertThat(files.text("A.java")).isEqualTo("a\r\nnew\r\nb\r\n");
  }

  @Test
  void keepsLfLineEndsWhenTheModelWritesCrlf() throws InterruptedException {
    put("A.java", "a\nb\n");

    edit("A.java", "a\r\nb", "a\r\nx\r\nb");

    assertThat(files.text("A.java")).isEqualTo("a\nx\nb\n");
  }

  @Test
  void leavesTheLinesOfAMixedFileThatDoNotChangeAsTheyAre() throws InterruptedException {
    put("A.java", "a\r\nb\nc\r\nd\n");

    edit("A.java", "a\nb\nc\nd\n", "a\nB\nc\nd\n");

    assertThat(files.text("A.java")).isEqualTo("a\r\nB\nc\r\nd\n");
  }

  @Test
  void changesLineEndsOnlyWhenTheyAreNamed() throws InterruptedException {
    put("A.java", "a\r\nb\r\n");

    edit("A.java", "a\r\nb\r\n", "a\nb\n");

    assertThat(files.text("A.java")).isEqualTo("a\nb\n");
  }

  @Test
  void keepsTheByteOrderMark() throws InterruptedException {
    put("A.java", "\uFEFFclass A {}\n");

    edit("A.java", "class A", "class B");

    assertThat(files.bytes("A.java"))
        .isEqualTo("\uFEFFclass B {}\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void leavesEveryOtherByteOfAFileThatIsNotUtf8() throws InterruptedException {
    byte[] latin = "caf\u00e9 one \u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
    files.put("A.properties", latin);

    assertThat(edit("A.properties", "one", "two").isError()).isFalse();

    assertThat(files.bytes("A.properties"))
        .isEqualTo("caf\u00e9 two \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void refusesACharacterTheFileCannotHold() throws InterruptedException {
    byte[] latin = "caf\u00e9 one\n".getBytes(StandardCharsets.ISO_8859_1);
    files.put("A.properties", latin);

    ToolOutcome outcome = edit("A.properties", "one", "\u20ac");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content()).contains("ISO-8859-1");
    assertThat(files.bytes("A.properties")).isEqualTo(latin);
  }

  @Test
  void answersNoMatchWithTheNearestRealLines() throws InterruptedException {
    String text =
        """
        class A {
          int size;

          String greet(String name) {
            return "Hello " + name.trim();
          }
        }
        """;
    put("A.java", text);

    ToolOutcome outcome =
        edit("A.java", "  String greet(String n) {\n    return \"Hello \" + n.trim();\n  }", "x");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content())
        .contains("does not occur in A.java", "nothing was changed", "nearest lines")
        .contains("4\t  String greet(String name) {\n5\t    return \"Hello \" + name.trim();\n");
    assertThat(files.text("A.java")).isEqualTo(text);
  }

  @Test
  void saysWhenOnlyWhiteSpaceDiffers() throws InterruptedException {
    put("A.java", "if (a) {\n\treturn;\n}\n");

    ToolOutcome outcome = edit("A.java", "if (a) {\n    return;\n}", "x");

    assertThat(outcome.content()).contains("only in white space", "2\t\treturn;");
  }

  @Test
  void saysWhenNothingResemblesThePassage() throws InterruptedException {
    put("A.java", "alpha\nbeta\n");

    assertThat(edit("A.java", "public static void main", "x").content())
        .contains("Nothing in its 2 lines resembles it");
  }

  @Test
  void saysWhenTheNewTextIsAlreadyThere() throws InterruptedException {
    put("A.java", "int b = 2;\n");

    assertThat(edit("A.java", "int a = 1;", "int b = 2;").content()).contains("already there");
  }

  @Test
  void answersSeveralMatchesWithTheirLineNumbers() throws InterruptedException {
    put("A.java", "x\ny\nx\r\nz\nx\n");

    ToolOutcome outcome = edit("A.java", "x", "w");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content()).contains("occurs 3 times", "at lines 1, 3, 5");
    assertThat(files.text("A.java")).isEqualTo("x\ny\nx\r\nz\nx\n");
  }

  @Test
  void countsOverlappingMatches() throws InterruptedException {
    put("A.java", "aaa\n");

    assertThat(edit("A.java", "aa", "b").content()).contains("occurs 2 times");
  }

  @Test
  void refusesEmptyOldText() throws InterruptedException {
    put("A.java", "ab\n");

    ToolOutcome outcome = edit("A.java", "", "x");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content()).contains("old_text is empty", "write_file");
    assertThat(files.text("A.java")).isEqualTo("ab\n");
  }

  @Test
  void refusesIdenticalTexts() throws InterruptedException {
    put("A.java", "ab\n");

    assertThat(edit("A.java", "ab", "ab").content()).contains("nothing would change");
  }

  @Test
  void refusesABinaryFile() throws InterruptedException {
    files.put("a.bin", new byte[] {'a', 0, 1});

    ToolOutcome outcome = edit("a.bin", "a", "b");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content()).contains("binary");
  }

  @Test
  void takesInvisibleCharactersAsToolsShowThem() throws InterruptedException {
    put("a.mjs", "k = a + '\0' + b;\n");

    ToolOutcome outcome =
        edit("a.mjs", "a + '\u27e6U+0000\u27e7' + b", "b + '\u27e6U+0000\u27e7' + a");

    assertThat(files.text("a.mjs")).isEqualTo("k = b + '\0' + a;\n");
    assertThat(outcome.content())
        .contains("1\tk = b + '\u27e6U+0000\u27e7' + a;", "It holds control");
  }

  @Test
  void takesSignsOfTheNotationAsTextWhereTheFileHoldsThem() throws InterruptedException {
    put("a.md", "write \u27e6U+0000\u27e7 here\n");

    edit("a.md", "\u27e6U+0000\u27e7 here", "\u27e6U+0001\u27e7 there");

    assertThat(files.text("a.md")).isEqualTo("write \u27e6U+0001\u27e7 there\n");
  }

  @Test
  void editsTextOfAnyEncoding() throws InterruptedException {
    files.put("a.reg", "\uFEFFone\r\nt\u00fco\r\n".getBytes(StandardCharsets.UTF_16LE));

    edit("a.reg", "t\u00fco", "\u4e16");

    assertThat(files.bytes("a.reg"))
        .isEqualTo("\uFEFFone\r\n\u4e16\r\n".getBytes(StandardCharsets.UTF_16LE));
  }

  @Test
  void explainsAMissInALongFileQuickly() throws InterruptedException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      text.append("  private final String field").append(i).append(" = \"\";\n");
    }
    put("A.java", text.toString());

    ToolOutcome outcome = edit("A.java", "  private final  String field59000 = \"\";", "x");

    assertThat(outcome.content()).contains("59001\t  private final String field59000");
  }

  private ToolOutcome edit(String path, String oldText, String newText)
      throws InterruptedException {
    return tools.call("edit_file", "path", path, "old_text", oldText, "new_text", newText);
  }

  private void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
