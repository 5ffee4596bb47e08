package dev.nightshift.git.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A small text file that is always read whole: it is replaced in one move. One writer at a time.
 */
public record WholeFile(Path path) {
  private static final int MAX_TRIES = 100;

  /** Replaces the content, also for after a power cut; directories are made as needed. */
  public void write(String text) throws IOException {
    write(text, true);
  }

  /** Replaces the content; a power cut may leave the old one, or none. */
  public void writeUnforced(String text) throws IOException {
    write(text, false);
  }

  private void write(String text, boolean forced) throws IOException {
    Path unfinished = unfinished();
    for (int tries = 1; ; tries++) {
      try {
        Files.createDirectories(unfinished.resolveSibling(""));
        save(unfinished, text, forced);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException emptyDirectoryRemovedMeanwhile) {
        if (tries == MAX_TRIES) {
          throw emptyDirectoryRemovedMeanwhile;
        }
      }
    }
  }

  /**
   * Makes a file that must not be there, also for after a power cut; a kill may leave it empty, a
   * failure leaves none.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there; it is not touched
   */
  public static void create(Path file, String text) throws IOException {
    FileChannel created =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = created) {
      save(out, text, true);
    } catch (IOException notWritten) {
      Files.deleteIfExists(file);
      throw notWritten;
    }
  }

  /**
   * Returns the file that a kill leaves in the midst of a write. Wherever it is, git takes no file
   * of this name for a ref, its log, or its lock.
   */
  Path unfinished() {
    return path.resolveSibling("." + path.getFileName() + ".lock");
  }

  /** Returns the content, empty if there is no such file. */
  public Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static void save(Path file, String text, boolean forced) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      save(out, text, forced);
    }
  }

  private static void save(FileChannel out, String text, boolean forced) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    if (forced) {
      out.force(true);
    }
  }
}
