package dev.nightshift.examples.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.examples.demo.Edits;
import dev.nightshift.examples.script.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextEditsTest {
  @Test
  void growsTheContextUntilTheOldTextIsUnique() {
    String before = "a\nx\nb\nx\nc\n";
    String after = "a\nx\nb\ny\nc\n";

    List<ToolCall> edits = TextEdits.of("f", before, after, List.of("@@ -4 +4 @@", "-x", "+y"));

    assertThat(edits).extracting(ToolCall::tool).containsExactly("edit_file");
    assertThat(applied(before, edits)).isEqualTo(after);
  }

  @Test
  void insertsAndDeletesLines() {
    String before = "one\ntwo\nthree\nfour\n";
    String after = "zero\none\nthree\nfour\nfive\n";
    List<String> diff = List.of("@@ -0,0 +1 @@", "@@ -2 +2,0 @@", "@@ -4,0 +5 @@");

    List<ToolCall> edits = TextEdits.of("f", before, after, diff);

    assertThat(edits).hasSize(3);
    assertThat(applied(before, edits)).isEqualTo(after);
  }

  @Test
  void keepsForeignLineEndsAndAMissingLastOne() {
    String before = "one\r\ntwo\r\nthree";
    String after = "one\r\nTWO\r\nthree";

    List<ToolCall> edits = TextEdits.of("f", before, after, List.of("@@ -2 +2 @@"));

    assertThat(applied(before, edits)).isEqualTo(after);
  }

  @Test
  void rewritesAFileWithoutAnyUniqueText() {
    String before = "x\n".repeat(300);
    String after = "x\n".repeat(150) + "y\n" + "x\n".repeat(150);

    List<ToolCall> edits = TextEdits.of("f", before, after, List.of("@@ -150,0 +151 @@"));

    assertThat(edits).containsExactly(ToolCall.write("f", after));
  }

  private static String applied(String before, List<ToolCall> edits) {
    Map<String, String> files = new HashMap<>(Map.of("f", before));
    edits.forEach(edit -> Edits.apply(files, edit));
    return files.getOrDefault("f", "");
  }
}
