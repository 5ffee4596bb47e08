package dev.nightshift.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.diff.ThreeWayMerge.Version;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThreeWayMergeTest {
  @Test
  void takesChangesOfDistantLinesFromBothSides() {
    ThreeWayMerge.Result merged =
        merge("1\n2\n3\n4\n5\n", "one\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n");

    assertThat(merged.text()).isEqualTo("one\n2\n3\n4\n5\n6\n");
    assertThat(merged.conflicts()).isEmpty();
  }

  @Test
  void marksLinesBothSidesChanged() {
    ThreeWayMerge.Result merged = merge("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n");

    String hunk = "<<<<<<< mine\nours\n||||||| base\nb\n=======\ntheirs\n>>>>>>> other\n";
    assertThat(merged.text()).isEqualTo("a\n" + hunk + "c\n");
    assertThat(merged.conflicts()).containsExactly(hunk);
  }

  @Test
  void takesEqualChangesOnce() {
    assertThat(merge("a\nb\n", "a\nx\n", "a\nx\n").text()).isEqualTo("a\nx\n");
  }

  @Test
  void treatsNeighbouringLinesAsOneConflict() {
    assertThat(merge("a\nb\nc\n", "x\nb\nc\n", "a\ny\nc\n").conflicts()).hasSize(1);
  }

  @Test
  void keepsMarkersOnLinesOfTheirOwnWithoutAFinalLineFeed() {
    assertThat(merge("v0", "v1", "v2").text())
        .isEqualTo("<<<<<<< mine\nv1\n||||||| base\nv0\n=======\nv2\n>>>>>>> other\n");
  }

  @Test
  void mergesAnEditOnOneSideWhateverItIs() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      String base = text(random);
      String changed = text(random);

      assertThat(merge(base, changed, base).text()).isEqualTo(changed);
      assertThat(merge(base, base, changed).text()).isEqualTo(changed);
      assertThat(merge(base, changed, changed).text()).isEqualTo(changed);
    }
  }

  @Test
  void conflictsFromBothSidesAlike() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      String base = text(random);
      String one = text(random);
      String two = text(random);

      ThreeWayMerge.Result there = merge(base, one, two);
      ThreeWayMerge.Result back = merge(base, two, one);

      assertThat(there.conflicts()).hasSameSizeAs(back.conflicts());
      if (there.conflicts().isEmpty()) {
        assertThat(there.text()).isEqualTo(back.text());
      }
    }
  }

  private static String text(Random random) {
    return String.join("\n", LineDiffTest.lines(random, 15));
  }

  private static ThreeWayMerge.Result merge(String base, String ours, String theirs) {
    return ThreeWayMerge.merge(base, new Version("mine", ours), new Version("other", theirs));
  }
}
