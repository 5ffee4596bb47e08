package dev.nightshift.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.report.internal.DiffRows.Kind;
import dev.nightshift.report.internal.DiffRows.Piece;
import dev.nightshift.report.internal.DiffRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final String HEAD =
      "diff --git a/src/A.java b/src/A.java\nindex 1..2 100644\n--- a/src/A.java\n+++ b/src/A.java\n";

  @Test
  void putsAChangedLineBesideWhatItWas() {
    List<DiffRows> files =
        SideBySide.of(HEAD + "@@ -7,3 +7,4 @@ class A\n a\n-return x;\n+return y;\n+more\n b\n");

    assertThat(files).hasSize(1);
    assertThat(files.get(0).path()).isEqualTo("src/A.java");
    assertThat(files.get(0).rows())
        .extracting(Row::kind)
        .containsExactly(Kind.HUNK, Kind.SAME, Kind.CHANGED, Kind.ADDED, Kind.SAME);
    Row changed = files.get(0).rows().get(2);
    assertThat(changed.before()).isEqualTo(8);
    assertThat(changed.after()).isEqualTo(8);
    assertThat(marked(changed.left())).containsExactly("x");
    assertThat(marked(changed.right())).containsExactly("y");
    assertThat(files.get(0).rows().get(4).before()).isEqualTo(9);
    assertThat(files.get(0).rows().get(4).after()).isEqualTo(10);
  }

  @Test
  void aNewFileStandsOnTheRight() {
    List<Row> rows =
        SideBySide.of(
                "diff --git a/n b/n\nnew file mode 100755\n--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n")
            .get(0)
            .rows();

    assertThat(rows)
        .extracting(Row::kind)
        .containsExactly(Kind.REMARK, Kind.HUNK, Kind.ADDED, Kind.ADDED, Kind.REMARK);
    assertThat(rows.get(3).before()).isZero();
    assertThat(rows.get(3).after()).isEqualTo(2);
  }

  @Test
  void aRenameIsToldByBothNames() {
    assertThat(SideBySide.of("diff --git a/one b/two\nrename from one\nrename to two\n"))
        .extracting(DiffRows::path)
        .containsExactly("a/one b/two");
  }

  @Test
  void noContentPassesForTheHeadOfAFile() {
    List<DiffRows> files =
        SideBySide.of(
            HEAD + "@@ -1,1 +1,3 @@\n a\n+diff --git a/harmless b/harmless\n+@@ -1 +1 @@\n");

    assertThat(files).extracting(DiffRows::path).containsExactly("src/A.java");
    assertThat(files.get(0).rows()).extracting(Row::kind).doesNotContain(Kind.REMARK);
  }

  @Test
  void whatIsNotUnderstoodIsStillShown() {
    List<DiffRows> files = SideBySide.of("no diff\n" + HEAD + "@@ -1,9 +1,9 @@\n a\n?odd\n");

    assertThat(text(files)).contains("no diff", "?odd", "a");
  }

  @Test
  void saysHowManyRowsAreLeftOut() {
    String lines = "+x\n".repeat(SideBySide.MAX_FILE_ROWS + 99);
    DiffRows file =
        SideBySide.of(HEAD + "@@ -0,0 +1," + (SideBySide.MAX_FILE_ROWS + 99) + " @@\n" + lines)
            .get(0);

    assertThat(file.rows()).hasSize(SideBySide.MAX_FILE_ROWS);
    assertThat(file.cut()).isEqualTo(100);
    assertThat(file.isShort()).isFalse();
  }

  @Test
  void noLineIsLostOrAlteredHoweverLinesArePaired() {
    Random random = new Random(46);
    for (int i = 0; i < 2_000; i++) {
      List<String> before = lines(random);
      List<String> after = lines(random);

      List<ChangedWords.Pair> pairs = ChangedWords.between(before, after);

      assertThat(
              pairs.stream()
                  .filter(pair -> pair.kind() != Kind.ADDED)
                  .map(pair -> text(pair.left())))
          .containsExactlyElementsOf(before);
      assertThat(
              pairs.stream()
                  .filter(pair -> pair.kind() != Kind.REMOVED)
                  .map(pair -> text(pair.right())))
          .containsExactlyElementsOf(after);
    }
  }

  private static List<String> lines(Random random) {
    String[] words = {"a", "b", " ", "  ", "(", ")", ";", "", "\t", "<i>", "word"};
    List<String> lines = new ArrayList<>();
    for (int line = random.nextInt(5); line > 0; line--) {
      lines.add(
          Stream.generate(() -> words[random.nextInt(words.length)])
              .limit(random.nextInt(6))
              .collect(Collectors.joining()));
    }
    return lines;
  }

  private static List<String> marked(List<Piece> pieces) {
    return pieces.stream().filter(Piece::marked).map(Piece::text).toList();
  }

  private static String text(List<DiffRows> files) {
    return files.stream()
        .flatMap(file -> file.rows().stream())
        .map(Row::text)
        .collect(Collectors.joining("\n"));
  }

  private static String text(Iterable<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }
}
