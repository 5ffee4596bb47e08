package dev.nightshift.core.internal.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);
  @TempDir private Path directory;

  @Test
  void aContentIsReadByItsHash() throws Exception {
    String name = store().put(CONTENT);

    assertThat(name).isEqualTo("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
    assertThat(store().get(name)).isEqualTo(CONTENT);
    try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name);
    }
    Path file = directory.resolve("blobs").resolve(name);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void anEqualContentIsWrittenOnce() throws Exception {
    String name = store().put(CONTENT);
    Path file = directory.resolve("blobs").resolve(name);
    Object written = Files.readAttributes(file, "unix:ino").get("ino");
    FileTime at = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, at);

    assertThat(store().put(CONTENT)).isEqualTo(name);
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(written);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(at);
  }

  @Test
  void aDamagedContentIsRefusedAndWrittenAgain() throws Exception {
    String name = store().put(CONTENT);
    Files.writeString(directory.resolve("blobs").resolve(name), "contenT");

    assertThatExceptionOfType(CorruptFileException.class)
        .isThrownBy(() -> store().get(name))
        .withMessageContaining(name + " is corrupt");
    store().put(CONTENT);
    assertThat(store().get(name)).isEqualTo(CONTENT);
  }

  @Test
  void whatIsNoNameReadsNoFile() {
    for (String name : new String[] {"", "../journal.log", "ED7002"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> store().get(name));
    }
  }

  @Test
  void anInterruptedThreadKeepsItsContent() throws Exception {
    Thread.currentThread().interrupt();
    String name = store().put(CONTENT);

    assertThat(store().get(name)).isEqualTo(CONTENT);
    assertThat(Thread.interrupted()).isTrue();
  }

  private BlobStore store() {
    return new BlobStore(directory.resolve("blobs"));
  }
}
