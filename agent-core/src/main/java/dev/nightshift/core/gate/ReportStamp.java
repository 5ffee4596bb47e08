package dev.nightshift.core.gate;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What distinguishes one writing of a report from another.
 *
 * @param size in bytes
 * @param written when, as the file system tells, or empty where it does not
 * @param identity the file's key in the file system, or empty where it has none
 * @param sha256 of the content
 */
record ReportStamp(long size, String written, String identity, String sha256) {
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
