package dev.nightshift.git.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path directory;

  @Test
  void replacesTheContentWhole() throws IOException {
    WholeFile file = new WholeFile(directory.resolve("a/b"));
    assertThat(file.read()).isEmpty();

    file.write("one, and longer");
    file.write("two");

    assertThat(file.read()).contains("two");
    assertThat(directory.resolve("a").toFile().list()).containsExactly("b");
  }

  /** A lock of a ref's name, left by a kill, stopped git's reflog and with it git gc. */
  @Test
  void halfWrittenFileHasNotTheNameOfALock() throws IOException {
    Files.createDirectories(directory.resolve("log/in-the-way"));

    assertThatThrownBy(() -> new WholeFile(directory.resolve("log")).write("x"))
        .isInstanceOf(IOException.class);

    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("log", ".log.lock");
  }

  /** Symptom: a lock that could not be written stayed empty, and was in everybody's way. */
  @Test
  void fileThatCannotBeWrittenIsNotLeft() {
    Path file = directory.resolve("new");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> WholeFile.create(file, "x"))
        .isInstanceOf(ClosedByInterruptException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).doesNotExist();
  }
}
