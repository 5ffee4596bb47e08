package dev.nightshift.core.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests that every Java platform has, written in hexadecimal digits. */
public final class Digests {
  private Digests() {}

  /** Starts a digest as git makes it. */
  public static MessageDigest sha1() {
    return digest("SHA-1");
  }

  /** Returns the SHA-256 of bytes. */
  public static String sha256(byte[] bytes) {
    return hex(digest("SHA-256").digest(bytes));
  }

  /** Returns the SHA-256 of a stream, which is read to its end and not closed. */
  public static String sha256(InputStream content) throws IOException {
    MessageDigest digest = digest("SHA-256");
    content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return hex(digest.digest());
  }

  /** Writes a digest. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has " + algorithm, impossible);
    }
  }
}
