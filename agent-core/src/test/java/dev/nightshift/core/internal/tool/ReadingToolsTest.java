package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolOutcome;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingToolsTest {
  private final MemoryFiles files = new MemoryFiles();
  private final ToolCaller tools = new ToolCaller(files);

  @Test
  void numbersTheLinesOfAFile() throws InterruptedException {
    put("A.java", "one\n\ttwo\n");

    assertThat(tools.call("read_file", "path", "A.java").content()).isEqualTo("1\tone\n2\t\ttwo\n");
  }

  @Test
  void showsTheRangeThatWasAskedFor() throws InterruptedException {
    put("A.java", lines(10));

    ToolOutcome outcome = tools.call("read_file", "path", "A.java", "start_line", 4, "end_line", 5);

    assertThat(outcome.content()).isEqualTo("4\tline 4\n5\tline 5\n[lines 4 to 5 of 10]\n");
  }

  @Test
  void saysWhereToContinueALongFile() throws InterruptedException {
    put("A.java", lines(ReadFile.MAX_LINES + 5));

    String first = tools.call("read_file", "path", "A.java").content();
    String second =
        tools.call("read_file", "path", "A.java", "start_line", ReadFile.MAX_LINES + 1).content();

    assertThat(first).contains("continue with start_line 2001]").doesNotContain("\n2001\t");
    assertThat(second).startsWith("2001\tline 2001\n").contains("lines 2001 to 2005 of 2005");
  }

  @Test
  void capsAnAnswerByBytes() throws InterruptedException {
    put("A.java", ("\u4e16".repeat(300) + "\n").repeat(200));

    String content = tools.call("read_file", "path", "A.java").content();

    assertThat(CappedText.size(content)).isLessThan(ReadFile.MAX_BYTES + 500);
    assertThat(content).contains("continue with start_line");
  }

  @Test
  void cutsAnOverlongLineAndStillMovesOn() throws InterruptedException {
    put("A.min.js", "x".repeat(1_000_000) + "\nlast\n");

    String content = tools.call("read_file", "path", "A.min.js").content();

    assertThat(content).contains("998000 more characters in this line").contains("2\tlast");
  }

  @Test
  void showsTheRestOfAnOverlongLine() throws InterruptedException {
    put("A.min.js", "x".repeat(2_000) + "end\nlast\n");

    String content =
        tools.call("read_file", "path", "A.min.js", "start_column", 2_001, "end_line", 1).content();

    assertThat(content).startsWith("1\t[2000 characters before \u2026]end\n[lines 1 to 1 of 2]");
  }

  @Test
  void showsATextWithANul() throws InterruptedException {
    put("key.mjs", "a\n'\0' \u202e\n");

    assertThat(tools.call("read_file", "path", "key.mjs").content())
        .startsWith("1\ta\n2\t'\u27e6U+0000\u27e7' \u27e6U+202E\u27e7\n")
        .contains("would not see: \u27e6U+0000\u27e7 in line 2, \u27e6U+202E\u27e7 in line 2]");
  }

  @Test
  void capsAnAnswerByWhatIsShown() throws InterruptedException {
    put("A.txt", "a\0\n".repeat(ReadFile.MAX_LINES));

    assertThat(CappedText.size(tools.call("read_file", "path", "A.txt").content()))
        .isLessThan(ReadFile.MAX_BYTES + 500);
  }

  @Test
  void showsTextOfAnyEncoding() throws InterruptedException {
    files.put("script", "\u00fe\u00ff\nrm -rf ~\n".getBytes(StandardCharsets.ISO_8859_1));
    files.put("a", "\uFEFFt\u00fc\n".getBytes(StandardCharsets.UTF_16BE));
    files.put("b", "t\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(tools.call("read_file", "path", "a").content())
        .startsWith("1\tt\u00fc\n[not UTF-8: shown as UTF-16BE");
    assertThat(tools.call("read_file", "path", "b").content())
        .startsWith("1\tt\u00fc\n[not UTF-8: shown as ISO-8859-1");
    assertThat(tools.call("read_file", "path", "script").content())
        .contains("takes each byte for a character reads: \u27e6U+000A\u27e7rm -rf ~");
  }

  @Test
  void listsANameOnOneLine() throws InterruptedException {
    put("a\nb", "x");

    assertThat(tools.call("list_files").content()).isEqualTo("a\u27e6U+000A\u27e7b");
    assertThat(tools.call("search", "pattern", "x").content())
        .isEqualTo("a\u27e6U+000A\u27e7b:1: x\n");
  }

  @Test
  void refusesABinaryFileClearly() throws InterruptedException {
    files.put("a.class", new byte[] {(byte) 0xca, (byte) 0xfe, 0, 1});

    ToolOutcome outcome = tools.call("read_file", "path", "a.class");

    assertThat(outcome.isError()).isTrue();
    assertThat(outcome.content()).contains("a.class is binary: most of its 4 bytes");
  }

  @Test
  void namesWhatTheLinesDoNotShow() throws InterruptedException {
    put("A.java", "\uFEFFa\r\nb");

    assertThat(tools.call("read_file", "path", "A.java").content())
        .startsWith("1\ta\n2\tb\n")
        .contains("byte order mark", "CRLF", "no line end after the last line");
  }

  @Test
  void showsAFileThatIsNotUtf8AsLatin1() throws InterruptedException {
    files.put("A.properties", "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(tools.call("read_file", "path", "A.properties").content())
        .startsWith("1\tcaf\u00e9\n")
        .contains("not UTF-8");
  }

  @Test
  void saysThatAFileIsEmptyOrShorterThanAsked() throws InterruptedException {
    put("empty", "");
    put("short", "a\n");

    assertThat(tools.call("read_file", "path", "empty").content()).contains("is empty");
    assertThat(tools.call("read_file", "path", "short", "start_line", 2).content())
        .contains("only 1 lines");
  }

  @Test
  void refusesARangeThatIsNone() {
    put("A.java", "a\n");

    assertThatThrownBy(
            () -> tools.call("read_file", "path", "A.java", "start_line", 3, "end_line", 2))
        .isInstanceOf(ToolArgumentException.class);
    assertThatThrownBy(() -> tools.call("read_file", "path", "A.java", "start_line", 0))
        .isInstanceOf(ToolArgumentException.class);
  }

  @Test
  void listsPathsBelowADirectoryThatMatchAGlob() throws InterruptedException {
    put("src/A.java", "");
    put("src/b/B.java", "");
    put("src/b/b.txt", "");
    put("README", "");

    assertThat(tools.call("list_files", "path", "src/", "glob", "**/*.java").content())
        .isEqualTo("src/A.java\nsrc/b/B.java");
    assertThat(tools.call("list_files", "path", ".").content()).contains("README");
    assertThat(tools.call("list_files", "path", "none").content()).contains("no files below none");
  }

  @Test
  void capsAListAndSaysSo() throws InterruptedException {
    IntStream.rangeClosed(1, ListFiles.MAX_PATHS + 1).forEach(i -> put("f" + i, ""));

    String content = tools.call("list_files").content();

    assertThat(content.lines()).hasSize(ListFiles.MAX_PATHS + 1);
    assertThat(content).contains("[more than 500 paths");
  }

  @Test
  void showsMatchesWithPathAndLine() throws InterruptedException {
    put("src/A.java", "x\nint foo = 1;\n");
    put("B.txt", "foo\n");

    assertThat(tools.call("search", "pattern", "fo+", "glob", "**/*.java").content())
        .isEqualTo("src/A.java:2: int foo = 1;\n");
    assertThat(tools.call("search", "pattern", "absent").content()).contains("no line matches");
  }

  @Test
  void capsMatchesAndSaysSo() throws InterruptedException {
    put("A", "x\n".repeat(SearchFiles.MAX_MATCHES + 1));

    assertThat(tools.call("search", "pattern", "x").content()).contains("[more than 200 matches");
  }

  @Test
  void refusesAnEmptyPattern() {
    assertThatThrownBy(() -> tools.call("search", "pattern", ""))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("pattern");
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the complaint the first lines would pass for those asked for. */
  @Test
  void namesAnArgumentItDoesNotHave() {
    put("A.java", "a\nb\n");

    assertThatThrownBy(() -> tools.call("read_file", "path", "A.java", "offset", 2))
        .isInstanceOf(ToolArgumentException.class)
        .hasMessageContaining("there is no argument 'offset'")
        .hasMessageContaining("path, start_line, end_line");
  }
}
