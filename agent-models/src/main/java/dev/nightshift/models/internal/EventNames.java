package dev.nightshift.models.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names of the events of one stream, each kept once for all streams: those of a vendor use the same
 * few. Not safe for concurrent use.
 */
final class EventNames {
  /** A server may send any; what is kept is bounded. */
  private static final int LONGEST_KEPT = 64;

  /** By their hash. Any thread may replace one; what it says is looked at before its use. */
  private static final @Nullable Name[] KNOWN = new Name[64];

  private Name last = new Name(new byte[0]);

  /** Returns the name that bytes say in UTF-8. */
  String of(byte[] bytes, int from, int to) {
    if (last.says(bytes, from, to)) {
      return last.text;
    }
    if (to - from > LONGEST_KEPT) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int at = (hash ^ hash >>> 15) & KNOWN.length - 1;
    Name known = KNOWN[at];
    if (known == null || !known.says(bytes, from, to)) {
      known = new Name(Arrays.copyOfRange(bytes, from, to));
      KNOWN[at] = known;
    }
    last = known;
    return known.text;
  }

  private static final class Name {
    private final byte[] bytes;
    private final String text;

    Name(byte[] bytes) {
      this.bytes = bytes;
      this.text = new String(bytes, StandardCharsets.UTF_8);
    }

    boolean says(byte[] of, int from, int to) {
      return Arrays.equals(of, from, to, bytes, 0, bytes.length);
    }
  }
}
