package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A file of prices on this computer, whatever it holds.
 *
 * @param path where it is
 * @param kind what it is, for complaints
 */
record TableFile(Path path, String kind) {
  /** Ten times the largest table there is. */
  private static final int MOST_BYTES = 16 << 20;

  /** Its absolute name, because who reads a bill later stands in another directory. */
  String place() {
    return VisibleText.name(path.toAbsolutePath().normalize().toString());
  }

  /**
   * Returns all of it.
   *
   * @throws AgentException if it cannot be read, caused by an {@link IOException}, or is too large
   */
  byte[] bytes() {
    try (InputStream content = opened()) {
      byte[] bytes = content.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new AgentException(
            "%s %s is larger than %s bytes, so it is no table of prices; give another file"
                .formatted(kind, place(), MOST_BYTES));
      }
      return bytes;
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /**
   * Returns the day on which it was written last.
   *
   * @throws AgentException if it cannot be seen
   */
  LocalDate day() {
    try {
      return LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneOffset.UTC);
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** A pipe may never end, nor begin, and cannot be read again. */
  private InputStream opened() throws IOException {
    if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    return Files.newInputStream(path);
  }

  private AgentException unreadable(IOException cause) {
    return new AgentException(
        "%s %s cannot be read: %s; see that it is there, a file, and open to this user"
            .formatted(kind, place(), cause),
        cause);
  }
}
