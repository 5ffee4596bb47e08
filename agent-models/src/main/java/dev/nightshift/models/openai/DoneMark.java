package dev.nightshift.models.openai;

import dev.nightshift.models.internal.wire.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;

/** The data that ends a stream and is no JSON. */
final class DoneMark {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = 16;

  private DoneMark() {}

  static boolean is(byte[] data) {
    return Arrays.equals(data, DONE)
        || (data.length < LONGEST
            && new String(data, StandardCharsets.UTF_8).strip().equals("[DONE]"));
  }

  /** Reads any other data. */
  static JsonValue parse(String name, byte[] data) throws IOException {
    try {
      return JsonValue.parse(data);
    } catch (JacksonException malformed) {
      throw new IOException(
          "event '" + name + "' of " + data.length + " bytes is not JSON", malformed);
    }
  }
}
