package dev.nightshift.git.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutStateTest {
  private static final ObjectId EMPTY =
      new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, new byte[0]);

  @TempDir private Path directory;

  private static CheckoutState.Stat regular(long size) {
    return new CheckoutState.Stat(size, Instant.EPOCH, true, false);
  }

  @Test
  void fileHoldsItsContent() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(CheckoutState.holds(EMPTY, file, regular(0))).isTrue();
  }

  /** Not even root can read the bytes of a directory, whatever its permissions. */
  @Test
  void fileThatCannotBeReadHoldsNothingAndFailsNothing() {
    assertThat(CheckoutState.holds(EMPTY, directory, regular(10))).isFalse();
  }

  @Test
  void fileThatShrinksMeanwhileHoldsNothingAndFailsNothing() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(CheckoutState.holds(EMPTY, file, regular(10))).isFalse();
  }
}
