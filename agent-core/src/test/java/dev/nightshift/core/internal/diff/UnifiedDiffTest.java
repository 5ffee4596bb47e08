package dev.nightshift.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  private static final Pattern HEADER =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@\n");

  @Test
  void showsAChangedLineWithItsContext() {
    assertThat(UnifiedDiff.of("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n").hunks())
        .isEqualTo("@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n");
  }

  @Test
  void numbersNewAndDeletedFilesAsGitDoes() {
    assertThat(UnifiedDiff.of("", "a\nb\n").hunks()).isEqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n");
    assertThat(UnifiedDiff.of("a\n", "").hunks()).isEqualTo("@@ -1 +0,0 @@\n-a\n");
  }

  @Test
  void tellsWhenTheLastLineHasNoLineFeed() {
    assertThat(UnifiedDiff.of("v0", "v1\n").hunks())
        .isEqualTo("@@ -1 +1 @@\n-v0\n\\ No newline at end of file\n+v1\n");
  }

  @Test
  void splitsDistantChangesIntoHunks() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

    assertThat(UnifiedDiff.of(before, before.replace("1", "x").replace("9", "y")).hunks())
        .isEqualTo("@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n");
  }

  @Test
  void countsLines() {
    UnifiedDiff diff = UnifiedDiff.of("a\nb\n", "a\nx\ny\n");

    assertThat(diff.added()).isEqualTo(2);
    assertThat(diff.removed()).isEqualTo(1);
  }

  @Test
  void leadsFromTheOldTextToTheNewOne() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      String before = text(random);
      String after = text(random);

      assertThat(patched(before, UnifiedDiff.of(before, after).hunks())).isEqualTo(after);
    }
  }

  private static String text(Random random) {
    String text = String.join("\n", LineDiffTest.lines(random, 30));
    return random.nextBoolean() && !text.isEmpty() ? text + "\n" : text;
  }

  /** Applies a patch the strict way: at the stated lines, with the stated counts. */
  private static String patched(String before, String hunks) {
    List<String> old = Lines.of(before);
    StringBuilder result = new StringBuilder();
    int line = 0;
    int newLine = 0;
    List<String> patch = new ArrayList<>(Lines.of(hunks));
    while (!patch.isEmpty()) {
      Matcher header = HEADER.matcher(patch.remove(0));
      assertThat(header.matches()).isTrue();
      int oldCount = count(header.group(2));
      int newCount = count(header.group(4));
      int start = Integer.parseInt(header.group(1)) - (oldCount == 0 ? 0 : 1);
      while (line < start) {
        result.append(old.get(line++));
        newLine++;
      }
      assertThat(Integer.parseInt(header.group(3)) - (newCount == 0 ? 0 : 1)).isEqualTo(newLine);
      while (!patch.isEmpty() && !patch.get(0).startsWith("@@")) {
        String marked = content(patch);
        String content = marked.substring(1);
        if (marked.charAt(0) != '+') {
          assertThat(old.get(line++)).isEqualTo(content);
          oldCount--;
        }
        if (marked.charAt(0) != '-') {
          result.append(content);
          newLine++;
          newCount--;
        }
      }
      assertThat(List.of(oldCount, newCount)).containsOnly(0);
    }
    old.subList(line, old.size()).forEach(result::append);
    return result.toString();
  }

  private static String content(List<String> patch) {
    String marked = patch.remove(0);
    if (!patch.isEmpty() && patch.get(0).startsWith("\\")) {
      patch.remove(0);
      return marked.substring(0, marked.length() - 1);
    }
    return marked;
  }

  private static int count(String group) {
    return group == null ? 1 : Integer.parseInt(group);
  }
}
