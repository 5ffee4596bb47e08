package dev.nightshift.core.internal.durable;

import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Large contents, each in a file that is named by its SHA-256. A content is on the disk, its name
 * included, when {@link #put} returns; whoever names it in a record appends that afterwards. Equal
 * contents are written once. What a kill leaves of one that was being written has another name and
 * is in nobody's way. <b>Threads:</b> safe for concurrent use, also of processes.
 */
public final class BlobStore {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private final Path directory;
  private final Set<String> forced = ConcurrentHashMap.newKeySet();

  /** Names the place, which is made with the first content. */
  public BlobStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Keeps a content.
   *
   * @return its name, 64 lower-case hexadecimal digits
   * @throws IOException if it is not kept
   */
  public String put(byte[] content) throws IOException {
    String name = Digests.sha256(content);
    if (forced.contains(name)) {
      return name;
    }
    DurableFiles.makeDirectory(directory);
    Path file = directory.resolve(name);
    if (Files.isRegularFile(file) && Arrays.equals(read(file), content)) {
      // Who wrote it may have been killed before it was on the disk.
      DurableFiles.force(file);
    } else {
      DurableFiles.writeWhole(file, content);
    }
    forced.add(name);
    return name;
  }

  /**
   * Returns a content.
   *
   * @param name as {@link #put} returned it
   * @throws CorruptFileException if it is missing or another one
   * @throws IllegalArgumentException if that is no name
   * @throws IOException if it cannot be read
   */
  public byte[] get(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + VisibleText.name(name) + "' is no SHA-256 in hexadecimal digits");
    }
    Path file = directory.resolve(name);
    if (Files.notExists(file)) {
      throw new CorruptFileException(file, 0, "it is missing");
    }
    byte[] content = read(file);
    if (!Digests.sha256(content).equals(name)) {
      throw new CorruptFileException(file, 0, "its content does not have the SHA-256 of its name");
    }
    return content;
  }

  private static byte[] read(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return in.readAllBytes();
    }
  }
}
