package dev.nightshift.core.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look into a state directory that was there before. */
class StateFolderTest {
  @TempDir private Path directory;
  private Path state;

  @BeforeEach
  void openToOthers() throws IOException {
    state = Files.createDirectory(directory.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(state));
  }

  /** Symptom: a state directory of mode 0755 stayed so. */
  @Test
  void aDirectoryThatHoldsNothingElseIsClosedToOthers() throws Exception {
    Files.createDirectory(state.resolve("runs"));
    Files.createDirectory(state.resolve("ledger"));
    Files.createFile(state.resolve("batch-20261130-101530.log"));

    StateFolder.close(state);

    assertThat(permissions()).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryWithOtherThingsInItIsLeftAsItIs() throws Exception {
    Files.createDirectory(state.resolve("runs"));
    Files.createFile(state.resolve("index.html"));

    StateFolder.close(state);

    assertThat(permissions()).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aDirectoryThatIsMissingIsNotMade() {
    Path missing = state.resolve("none");

    assertThatCode(() -> StateFolder.close(missing)).doesNotThrowAnyException();

    assertThat(missing).doesNotExist();
  }
}
