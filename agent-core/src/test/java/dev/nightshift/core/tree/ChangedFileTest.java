package dev.nightshift.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tree.ChangedFile.Kind;
import dev.nightshift.core.tree.ChangedFile.Modes;
import dev.nightshift.core.tree.ChangedFile.Shown;
import org.junit.jupiter.api.Test;

/** What counts as seen when workspaces of others say little. */
class ChangedFileTest {
  @Test
  void aFileThatChangedWithoutALineIsUnseen() {
    assertThat(new ChangedFile("a", Kind.MODIFIED, 0, 0).isUnseen()).isTrue();
    assertThat(new ChangedFile("a", Kind.ADDED, 0, 0).isUnseen()).isTrue();
    assertThat(new ChangedFile("a", Kind.MODIFIED, 0, 0, "", false).isUnseen()).isTrue();
    assertThat(new ChangedFile("a", Kind.MODIFIED, 1, 0).isUnseen()).isFalse();
  }

  @Test
  void aDeletionARenameAndAModeAreSeenWithoutALine() {
    Modes script = new Modes("100644", "100755");

    assertThat(new ChangedFile("a", Kind.DELETED, 0, 0).isUnseen()).isFalse();
    assertThat(new ChangedFile("a", Kind.DELETED, 0, 0, "", true).isUnseen()).isFalse();
    assertThat(new ChangedFile("b", Kind.RENAMED, 0, 0, "a").isUnseen()).isFalse();
    assertThat(new ChangedFile("a", Kind.MODIFIED, 0, 0, "", script, Shown.PLAIN).isUnseen())
        .isFalse();
  }

  @Test
  void anEmptyFileIsSeenIfItIsSaidToBeShown() {
    Modes fresh = Modes.ofRegular(Kind.ADDED);

    assertThat(new ChangedFile("a", Kind.ADDED, 0, 0, "", fresh, Shown.PLAIN).isUnseen()).isFalse();
  }
}
