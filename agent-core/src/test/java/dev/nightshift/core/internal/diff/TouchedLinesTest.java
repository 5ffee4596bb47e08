package dev.nightshift.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TouchedLinesTest {
  @Test
  void holdsWrittenLinesAndTheirNeighbours() {
    assertThat(held("@@ -3,2 +3,3 @@\n a\n+b\n c\n")).containsExactly(3, 4, 5);
  }

  @Test
  void holdsTheNeighboursOfWhatWasTakenAway() {
    assertThat(held("@@ -3,5 +3,4 @@\n a\n b\n-gone\n c\n d\n")).containsExactly(4, 5);
  }

  @Test
  void holdsTheNeighboursOfACutWithoutContext() {
    assertThat(held("@@ -4,2 +3,0 @@\n-x\n-y\n")).containsExactly(3, 4);
  }

  @Test
  void readsLinesThatEndAsOnWindows() {
    assertThat(held("@@ -1,2 +1,2 @@\n-a\r\n+b\r\n c\r\n")).containsExactly(1, 2);
  }

  @Test
  void holdsAllOfAChangedFileWithoutTextLines() {
    TouchedLines lines =
        TouchedLines.of(
            List.of("image.png", "moved", "from"),
            "diff --git a/from b/moved\nrename from from\nrename to moved\n"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(List.of("image.png", "moved", "from")).allMatch(path -> lines.holds(path, 7));
    assertThat(lines.holds("other", 7)).isFalse();
  }

  private static List<Integer> held(String hunk) {
    String patch = "diff --git a/f b/f\n--- a/f\n+++ b/f\n" + hunk;
    TouchedLines lines = TouchedLines.of(List.of("f"), patch.getBytes(StandardCharsets.UTF_8));
    return IntStream.rangeClosed(1, 10).filter(line -> lines.holds("f", line)).boxed().toList();
  }
}
