package dev.nightshift.core.internal.junit;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells one content from another. Times and inodes play no part: any command can change them.
 *
 * @param size in bytes
 * @param sha256 of the content, or empty if it was too large or could not be read
 */
record ReportStamp(long size, String sha256) {
  boolean isHashed() {
    return !sha256.isEmpty();
  }

  ReportStamp withoutHash() {
    return new ReportStamp(size, "");
  }

  static String sha256(InputStream content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
