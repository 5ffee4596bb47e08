package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository can do to hide a change from its reader, and that it does not help. */
class ShownChangeTest {
  @TempDir private Path root;
  private final Map<String, RandomTrees.Entry> before = new HashMap<>();
  private final Map<String, RandomTrees.Entry> after = new HashMap<>();
  private PatchBench bench;

  @BeforeEach
  void openRepository() throws IOException {
    bench = new PatchBench(root);
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  private static RandomTrees.Entry file(String text) {
    return new RandomTrees.Entry(FileMode.REGULAR_FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static RandomTrees.Entry entry(FileMode mode, String text) {
    return new RandomTrees.Entry(mode, text.getBytes(StandardCharsets.UTF_8));
  }

  private Change change() throws IOException {
    return bench.change(bench.commit(before), bench.commit(after));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* binary",
        "* -diff -text",
        "* diff=secret",
        "* working-tree-encoding=UTF-16",
        "* filter=lfs diff=lfs merge=lfs -text",
        "* export-ignore linguist-generated"
      })
  void noAttributeHidesALine(String rule) throws IOException {
    before.put(".gitattributes", file(rule + "\n"));
    before.put("key.mjs", file("key();\n"));
    after.put(".gitattributes", file(rule + "\n* binary\n"));
    after.put("key.mjs", file("wipe();\n"));

    Change change = change();

    assertThat(change.patch()).contains("-key();\n+wipe();\n", "+* binary\n");
    assertThat(change.files()).noneMatch(ChangedFile::binary);
  }

  @Test
  void aNulHidesNoLine() throws IOException {
    String text = "line\n".repeat(3_000);
    before.put("key.mjs", file(text));
    after.put("key.mjs", file(text + "wipe('\0');\n"));

    assertThat(change().patch()).contains("+wipe('\u27e6U+0000\u27e7');\n");
  }

  @Test
  void aCopyIsAsNewAsAnyOtherFile() throws IOException {
    before.put("a", file("one\ntwo\n"));
    after.put("b", file("one\ntwo\n"));
    after.put("c", file("one\ntwo\n"));

    Change change = change();

    assertThat(change.files())
        .containsExactly(
            new ChangedFile("b", ChangedFile.Kind.RENAMED, 0, 0, "a"),
            new ChangedFile("c", ChangedFile.Kind.ADDED, 2, 0));
    assertThat(change.patch()).contains("+++ b/c\n@@ -0,0 +1,2 @@\n+one\n+two\n");
  }

  @Test
  void aFileThatBecomesALinkIsShownAsBoth() throws IOException {
    before.put("a", file("text\n"));
    after.put("a", entry(FileMode.SYMLINK, "/etc/pass\u200bwd"));

    assertThat(change().files())
        .extracting(ChangedFile::modes)
        .containsExactlyInAnyOrder(
            new ChangedFile.Modes("100644", ""), new ChangedFile.Modes("", "120000"));
    assertThat(change().patch())
        .contains("deleted file mode 100644", "-text\n")
        .contains("new file mode 120000", "+/etc/pass\u27e6U+200B\u27e7wd\n");
  }

  @Test
  void aSubmoduleIsShownByItsCommit() throws IOException {
    before.put("lib", entry(FileMode.GITLINK, "1".repeat(40)));
    after.put("lib", entry(FileMode.GITLINK, "2".repeat(40)));

    assertThat(change().patch())
        .contains("-Subproject commit " + "1".repeat(40) + "\n")
        .contains("+Subproject commit " + "2".repeat(40) + "\n");
  }

  @Test
  void aFileThatBecomesExecutableIsShown() throws IOException {
    before.put("run", file("#!/bin/sh\n"));
    after.put("run", entry(FileMode.EXECUTABLE_FILE, "#!/bin/sh\n"));

    Change change = change();

    assertThat(change.patch()).contains("old mode 100644\nnew mode 100755\n");
    assertThat(change.files())
        .noneMatch(ChangedFile::isUnseen)
        .extracting(ChangedFile::modes)
        .containsExactly(new ChangedFile.Modes("100644", "100755"));
  }

  @Test
  void aTextTooLargeToCompareIsNamedByItsHash() throws IOException {
    before.put("data.csv", file("a\n"));
    after.put("data.csv", file("0123456\n".repeat(1_250_001)));

    Change change = change();

    assertThat(change.files()).allMatch(ChangedFile::isUnseen);
    assertThat(change.patch()).contains("[not shown as text: ", "after: 10000008 bytes, SHA-256 ");
    assertThat(change.patchFile().isWhole()).isFalse();
  }

  @Test
  void aChangedLineOfALongFileIsShownAlone() throws IOException {
    String text = "0123456\n".repeat(500_000);
    before.put("data.csv", file(text));
    after.put("data.csv", file(text + "x\n"));

    Change change = change();

    assertThat(change.truncated()).isFalse();
    assertThat(change.files())
        .containsExactly(new ChangedFile("data.csv", ChangedFile.Kind.MODIFIED, 1, 0));
  }
}
