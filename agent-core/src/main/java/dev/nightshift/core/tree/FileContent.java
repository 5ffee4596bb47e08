package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.DecodedText;
import java.util.Optional;

/** The content of one regular file. Immutable. */
public final class FileContent {
  private final String path;
  private final byte[] bytes;
  private final boolean executable;

  private FileContent(String path, byte[] bytes, boolean executable) {
    this.path = path;
    this.bytes = bytes;
    this.executable = executable;
  }

  /**
   * Returns a file content.
   *
   * @param path relative to the root, with {@code /}
   * @param bytes the content; not copied, so do not modify it afterwards
   * @param executable true if the file mode has an execute bit
   * @return the content
   */
  public static FileContent of(String path, byte[] bytes, boolean executable) {
    Require.nonNull(path, "path");
    Require.nonNull(bytes, "bytes");
    return new FileContent(path, bytes, executable);
  }

  /**
   * Returns the path.
   *
   * @return relative to the root, with {@code /}
   */
  public String path() {
    return path;
  }

  /**
   * Returns the content.
   *
   * @return the bytes; do not modify
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Tells whether the file mode has an execute bit.
   *
   * @return true if it is executable
   */
  public boolean isExecutable() {
    return executable;
  }

  /**
   * Returns the content as text, decoded as all tools and diffs decode it: by its byte order mark,
   * else as UTF-8, else as Latin-1.
   *
   * @return the text, a byte order mark included, or empty if most of the content is no text, as in
   *     images and compiled code
   */
  public Optional<String> text() {
    return DecodedText.of(bytes).map(DecodedText::text);
  }
}
