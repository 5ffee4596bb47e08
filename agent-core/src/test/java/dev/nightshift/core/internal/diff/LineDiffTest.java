package dev.nightshift.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  @Test
  void findsNothingBetweenEqualTexts() {
    assertThat(LineDiff.edits(List.of("a", "b"), List.of("a", "b"))).isEmpty();
    assertThat(LineDiff.edits(List.of(), List.of())).isEmpty();
  }

  @Test
  void findsTheReplacedLine() {
    assertThat(LineDiff.edits(List.of("a", "b", "c"), List.of("a", "x", "y", "c")))
        .containsExactly(new LineDiff.Edit(1, 2, 1, 3));
  }

  @Test
  void findsInsertionsAndRemovalsApart() {
    assertThat(LineDiff.edits(List.of("a", "b", "c", "d"), List.of("z", "a", "b", "d")))
        .containsExactly(new LineDiff.Edit(0, 0, 0, 1), new LineDiff.Edit(2, 3, 3, 3));
  }

  @Test
  void isAsShortAsTheLongestCommonSubsequenceAllows() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<String> before = lines(random, 12);
      List<String> after = lines(random, 12);

      List<LineDiff.Edit> edits = LineDiff.edits(before, after);

      assertThat(apply(before, after, edits)).isEqualTo(after);
      int kept = before.size() - edits.stream().mapToInt(LineDiff.Edit::removed).sum();
      assertThat(kept).isEqualTo(longestCommonSubsequence(before, after));
    }
  }

  @Test
  void replacesTheMiddleOfHugeDifferencesInsteadOfRunningOutOfMemory() {
    List<String> before =
        new ArrayList<>(IntStream.range(0, 4_000).mapToObj(n -> "a" + n).toList());
    List<String> after = new ArrayList<>(IntStream.range(0, 4_000).mapToObj(n -> "b" + n).toList());
    before.add(0, "same");
    after.add(0, "same");

    assertThat(LineDiff.edits(before, after))
        .containsExactly(new LineDiff.Edit(1, 4_001, 1, 4_001));
  }

  static List<String> lines(Random random, int atMost) {
    return random
        .ints(random.nextInt(atMost + 1), 0, 4)
        .mapToObj(n -> String.valueOf((char) ('a' + n)))
        .toList();
  }

  private static List<String> apply(
      List<String> before, List<String> after, List<LineDiff.Edit> edits) {
    List<String> result = new ArrayList<>();
    int line = 0;
    for (LineDiff.Edit edit : edits) {
      result.addAll(before.subList(line, edit.beforeStart()));
      result.addAll(after.subList(edit.afterStart(), edit.afterEnd()));
      line = edit.beforeEnd();
    }
    result.addAll(before.subList(line, before.size()));
    return result;
  }

  private static int longestCommonSubsequence(List<String> a, List<String> b) {
    int[][] best = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        best[i][j] =
            a.get(i).equals(b.get(j))
                ? best[i + 1][j + 1] + 1
                : Math.max(best[i + 1][j], best[i][j + 1]);
      }
    }
    return best[0][0];
  }
}
