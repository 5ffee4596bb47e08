package dev.nightshift.core.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nightshift.core.internal.durable.DurableFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The random bytes of a run. */
final class RunKey {
  private static final int BYTES = 32;
  private static final String NO_KEY =
      "it holds no key of 64 hexadecimal digits; remove it, and the run will not know its requests"
          + " again";
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunKey() {}

  static byte[] random() {
    byte[] key = new byte[BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  /** Reads the key in a file that only the writer of the run touches; makes it if it is missing. */
  static byte[] in(Path file) throws IOException {
    if (Files.notExists(file)) {
      DurableFiles.writeWhole(file, HexFormat.of().formatHex(random()).getBytes(US_ASCII));
    }
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      byte[] key = HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).strip());
      if (key.length == BYTES) {
        return key;
      }
      throw new IOException(NO_KEY);
    } catch (IllegalArgumentException noDigits) {
      throw new IOException(NO_KEY, noDigits);
    }
  }
}
