package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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
   * Returns the content as UTF-8 text.
   *
   * @return the text, or empty if the bytes are not valid UTF-8 or hold a NUL
   */
  public Optional<String> text() {
    for (byte b : bytes) {
      if (b == 0) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
