package dev.nightshift.core.internal.diff;

import dev.nightshift.core.internal.text.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The content of one version of a file; one that is too large is only known by size and hash. */
public final class FileBytes {
  /** The most bytes that are compared. */
  public static final int MAX_COMPARED = 10_000_000;

  private final byte[] bytes;
  private final long size;
  private final String sha256;

  private FileBytes(byte[] bytes, long size, String sha256) {
    this.bytes = bytes;
    this.size = size;
    this.sha256 = sha256;
  }

  /**
   * Returns a content.
   *
   * @param bytes all of it; not copied
   * @return the content, only by size and hash if it is larger than {@link #MAX_COMPARED}
   */
  public static FileBytes of(byte[] bytes) {
    return bytes.length <= MAX_COMPARED
        ? new FileBytes(bytes, bytes.length, "")
        : new FileBytes(new byte[0], bytes.length, Digests.sha256(bytes));
  }

  /**
   * Returns a content that is too large to compare.
   *
   * @param size its bytes
   * @param content all of it, read to its end and not closed
   * @return the content by size and hash
   * @throws IOException if it cannot be read
   */
  public static FileBytes tooLarge(long size, InputStream content) throws IOException {
    return new FileBytes(new byte[0], size, Digests.sha256(content));
  }

  /**
   * Returns the name git gives to a content.
   *
   * @param content the bytes of a file
   * @return 40 hexadecimal digits
   */
  public static String blobId(byte[] content) {
    MessageDigest digest = Digests.sha1();
    digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
    return Digests.hex(digest.digest(content));
  }

  boolean isLoaded() {
    return bytes.length == size;
  }

  byte[] array() {
    return bytes;
  }

  long size() {
    return size;
  }

  String sha256() {
    return sha256.isEmpty() ? Digests.sha256(bytes) : sha256;
  }
}
