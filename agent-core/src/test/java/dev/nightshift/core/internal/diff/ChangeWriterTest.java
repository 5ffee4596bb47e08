package dev.nightshift.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeWriterTest {
  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private static FileVersion file(String path, int mode, byte[] bytes) {
    return new FileVersion(path, mode, FileBytes.blobId(bytes), FileBytes.of(bytes));
  }

  private static FileVersion file(String path, String text) {
    return file(path, FileVersion.REGULAR, text.getBytes(UTF_8));
  }

  private static Change change(@Nullable FileVersion before, @Nullable FileVersion after) {
    ChangeWriter writer = new ChangeWriter(LineDiff::edits);
    writer.add(before, after, 100);
    return writer.toChange("0".repeat(40), "1".repeat(40));
  }

  private static String patch(Change change) {
    return new String(change.patchFile().bytes(), LATIN);
  }

  @Test
  void showsLatinLettersAsTheyAre() {
    byte[] before = "farewell=Tsch\u00fcs\n".getBytes(LATIN);
    byte[] after = "farewell=Tsch\u00f6s\n".getBytes(LATIN);

    Change change =
        change(file("m", FileVersion.REGULAR, before), file("m", FileVersion.REGULAR, after));

    assertThat(change.patch())
        .contains("[text in ISO-8859-1]\n")
        .contains("-farewell=Tsch\u00fcs\n+farewell=Tsch\u00f6s\n");
    assertThat(patch(change)).contains("-farewell=Tsch\u00fcs\n+farewell=Tsch\u00f6s\n");
  }

  @Test
  void saysThatOnlyTheEncodingOfALineChanged() {
    FileVersion before = file("m", FileVersion.REGULAR, "a\nT\u00fcr\n".getBytes(LATIN));

    Change change = change(before, file("m", "a\nT\u00fcr\n"));

    assertThat(change.patch())
        .contains("[text in ISO-8859-1 before, UTF-8 after; equal text in other bytes counts")
        .contains(" a\n-T\u00fcr\n+T\u00fcr\n");
    assertThat(change.files()).containsExactly(changed(1, 1, ChangedFile.Shown.WRITTEN_OUT));
  }

  @Test
  void showsTextWithAByteOrderMark() {
    byte[] before = "\uFEFFone\r\n".getBytes(StandardCharsets.UTF_16LE);
    byte[] after = "\uFEFFtwo\r\n".getBytes(StandardCharsets.UTF_16LE);

    Change change =
        change(file("m", FileVersion.REGULAR, before), file("m", FileVersion.REGULAR, after));

    assertThat(change.patch())
        .contains("[text in UTF-16LE]\n")
        .contains("-\u27e6U+FEFF\u27e7one\u240d\n+\u27e6U+FEFF\u27e7two\u240d\n");
    assertThat(patch(change)).contains("GIT binary patch\nliteral 12\n");
  }

  /** Symptom: behind two bytes of a mark, a script was shown as letters of a far language. */
  @Test
  void showsWhatAnInterpreterReadsInUtf16() {
    byte[] before = "\u00ff\u00fe\necho 1\n".getBytes(LATIN);
    byte[] after = "\u00ff\u00fe\necho 1\nrm -rf ~\n\n".getBytes(LATIN);

    assertThat(change(null, file("m", FileVersion.REGULAR, after)).patch())
        .contains(
            "[a program that takes each byte for a character reads: "
                + "\u27e6U+000A\u27e7echo 1\u27e6U+000A\u27e7rm -rf ~");
    assertThat(
            change(file("m", FileVersion.REGULAR, after), file("m", FileVersion.REGULAR, before))
                .patch())
        .contains("reads: \u27e6U+000A\u27e7echo 1\u27e6U+000A\u27e7]");
  }

  /**
   * Symptom: thousands of lines of it left no room for the change; cut, it would hide something.
   */
  @Test
  void leavesToAHumanWhatAnInterpreterReadsTooMuchOf() {
    byte[] script = ("\u00ff\u00fe" + "echo 1;\n".repeat(300)).getBytes(LATIN);

    Change change = change(null, file("m", FileVersion.REGULAR, script));

    assertThat(change.patch()).contains("not shown, too long").hasSizeLessThan(1_000);
    assertThat(change.files().get(0).shown()).isEqualTo(ChangedFile.Shown.NOT_SHOWN);
  }

  @Test
  void showsThatOnlyLineEndsChanged() {
    assertThat(change(file("a", "x\n"), file("a", "x\r\n")).patch()).contains("-x\n+x\u240d\n");
    assertThat(change(file("a", "x\ry\n"), file("a", "x\rz\n")).patch())
        .contains("-x\u240dy\n+x\u240dz\n");
    assertThat(change(file("a", "x\n"), file("a", "x")).patch())
        .contains("-x\n+x\n\\ No newline at end of file\n");
  }

  @Test
  void makesATrojanSourceVisible() {
    Change change = change(null, file("login.c", "/* \u202e begin */\n"));

    assertThat(change.patch()).contains("+/* \u27e6U+202E\u27e7 begin */\n");
    assertThat(patch(change).getBytes(LATIN))
        .asString(UTF_8)
        .contains("+/* \u202e begin */\n")
        .doesNotContain("GIT binary patch");
  }

  @Test
  void tellsSignsOfTheNotationFromWhatTheyStandFor() {
    Change change = change(file("a", "\u27e6U+202E\u27e7\n"), file("a", "\u202e\n"));

    assertThat(change.patch()).contains("-\u27e6U+27E6\u27e7U+202E\u27e7\n+\u27e6U+202E\u27e7\n");
  }

  @Test
  void showsANulBehindALongText() {
    String long_ = "line\n".repeat(5_000);

    Change change = change(file("a", long_), file("a", long_ + "wipe\0();\n"));

    assertThat(change.patch()).contains("+wipe\u27e6U+0000\u27e7();\n");
  }

  @Test
  void showsAnExtremelyLongLineWhole() {
    String line = "x".repeat(300_000);

    Change change = change(null, file("a.min.js", line + "wipe()"));

    assertThat(change.patch()).contains(line + "wipe()");
    assertThat(change.truncated()).isFalse();
  }

  @Test
  void namesAFileOnOneLine() {
    Change change = change(null, file("a\n+++ b/x\u202e", "x\n"));

    assertThat(change.patch())
        .startsWith(
            "diff --git a/a\u27e6U+000A\u27e7+++ b/x\u27e6U+202E\u27e7 b/a\u27e6U+000A\u27e7");
    assertThat(patch(change)).startsWith("diff --git \"a/a\\012+++ b/x\\342\\200\\256\"");
  }

  @Test
  void showsModesAndTheTargetsOfLinks() {
    byte[] script = "#!\n".getBytes(UTF_8);
    FileVersion plain = file("run", FileVersion.REGULAR, script);

    assertThat(change(plain, file("run", 0100755, script)).patch())
        .isEqualTo("diff --git a/run b/run\nold mode 100644\nnew mode 100755\n");
    assertThat(change(null, file("link", 0120000, "../x\u200b".getBytes(UTF_8))).patch())
        .contains("new file mode 120000\n", "+../x\u27e6U+200B\u27e7\n\\ No newline");
  }

  @Test
  void showsAnEmptyFile() {
    assertThat(change(null, file("empty", "")).patch())
        .isEqualTo("diff --git a/empty b/empty\nnew file mode 100644\n[an empty file]\n");
  }

  @Test
  void namesWhatIsNoTextByItsHash() {
    Change change =
        change(file("a", "text\n"), file("a", FileVersion.REGULAR, new byte[] {0, 1, 2}));

    assertThat(change.files()).allMatch(ChangedFile::isUnseen);
    assertThat(change.patch())
        .contains("[not shown as text: before: 5 bytes, SHA-256 ")
        .contains("; after: 3 bytes, SHA-256 ae4b3280");
  }

  @Test
  void aBinaryThatOnlyMovesIsSeen() {
    byte[] logo = {0, 1, 2};
    Change change =
        change(file("a.png", FileVersion.REGULAR, logo), file("b.png", FileVersion.REGULAR, logo));

    assertThat(change.files())
        .containsExactly(new ChangedFile("b.png", ChangedFile.Kind.RENAMED, 0, 0, "a.png"));
    assertThat(change.diff().binaries()).isEmpty();
  }

  @Test
  void whatIsTooLargeToCompareIsUnseenAndHasNoPatch() {
    byte[] huge = "x\n".repeat(FileBytes.MAX_COMPARED / 2 + 1).getBytes(UTF_8);

    Change change = change(null, file("huge.txt", FileVersion.REGULAR, huge));

    assertThat(change.files()).allMatch(ChangedFile::isUnseen);
    assertThat(change.patch()).contains("after: 10000002 bytes, SHA-256 ");
    assertThat(change.patchFile().isWhole()).isFalse();
  }

  private static ChangedFile changed(int added, int removed, ChangedFile.Shown shown) {
    ChangedFile.Kind kind = ChangedFile.Kind.MODIFIED;
    return new ChangedFile("m", kind, added, removed, "", ChangedFile.Modes.ofRegular(kind), shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\f", "\u200d", "\0", "\u001b[31m", "\r"})
  void marksAFileWhoseChangedLinesHoldWhatNobodySees(String sign) {
    String near = "a" + sign + "b\n";

    assertThat(change(file("m", "x\n"), file("m", near)).files())
        .containsExactly(changed(1, 1, ChangedFile.Shown.WRITTEN_OUT));
    assertThat(change(file("m", near), file("m", "x\n")).files())
        .containsExactly(changed(1, 1, ChangedFile.Shown.WRITTEN_OUT));
    assertThat(change(file("m", near + "x\n"), file("m", near + "y\r\n")).files())
        .containsExactly(changed(1, 1, ChangedFile.Shown.PLAIN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\f", "\u200d", "\u202e", "\u001b[31m", "\uFEFF", "\u00fc"})
  void aPatchIsTextWhateverAReaderDoesNotSee(String sign) {
    Change change = change(file("m", sign + "a\nx\n"), file("m", sign + "a\n" + sign + "\n"));

    assertThat(new String(change.patchFile().bytes(), UTF_8))
        .contains("@@ -1,2 +1,2 @@\n " + sign + "a\n-x\n+" + sign + "\n")
        .doesNotContain("GIT binary patch");
  }

  @Test
  void theLongestFileMakesWayForTheOthers() {
    ChangeWriter writer = new ChangeWriter(LineDiff::edits);
    writer.add(null, file("a", "line\n".repeat(50_000)), 0);
    writer.add(null, file("big", "line\n".repeat(Change.MAX_PATCH_CHARS / 5)), 0);
    writer.add(null, file("c", "line\n".repeat(30_000)), 0);
    writer.add(null, file("small", "s\n"), 0);
    Change change = writer.toChange("0".repeat(40), "1".repeat(40));

    assertThat(change.truncated()).isFalse();
    assertThat(change.files())
        .extracting(ChangedFile::isUnseen)
        .containsExactly(true, true, false, false);
    assertThat(change.files().get(1).added()).isEqualTo(Change.MAX_PATCH_CHARS / 5);
    assertThat(change.diff().binaries()).extracting(BinaryChange::path).containsExactly("a", "big");
    assertThat(change.patch())
        .contains(
            "b/big\nnew file mode 100644\n[not shown, too long for this diff: before: absent;")
        .contains("after: 400000 bytes, SHA-256 ", "+++ b/c\n", "+++ b/small\n");
    assertThat(patch(change)).contains("+++ b/big", "+++ b/small");
  }

  @Test
  void aDeletedTextThatIsTooLongToShowIsSeenByItsName() {
    Change change = change(file("big", "line\n".repeat(Change.MAX_PATCH_CHARS / 5)), null);

    assertThat(change.files()).noneMatch(ChangedFile::isUnseen).allMatch(ChangedFile::binary);
    assertThat(change.patch()).contains("deleted file mode 100644\n[not shown, too long");
  }

  @Test
  void moreFilesThanEvenTheirNamesFitAreCountedAndUnseen() {
    ChangeWriter writer = new ChangeWriter(LineDiff::edits);
    int files = Change.MAX_PATCH_CHARS / 90;
    for (int file = 0; file < files; file++) {
      writer.add(null, file("f%05d".formatted(file), "x\n"), 0);
    }
    Change change = writer.toChange("0".repeat(40), "1".repeat(40));

    long unseen = change.files().stream().filter(ChangedFile::isUnseen).count();
    assertThat(change.truncated()).isTrue();
    assertThat(change.patch()).hasSizeLessThanOrEqualTo(Change.MAX_PATCH_CHARS);
    assertThat(unseen).isPositive().isLessThan(files);
    assertThat(change.patch())
        .endsWith(
            "[and " + unseen + " more files, not shown: a diff has at most 400000 characters]\n");
    assertThat(change.diff().binaries()).hasSize((int) unseen);
  }
}
