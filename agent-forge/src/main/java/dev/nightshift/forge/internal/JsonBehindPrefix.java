package dev.nightshift.forge.internal;

import java.util.Arrays;

/** JSON behind a line that keeps browsers from running it as a script, as Gerrit sends it. */
final class JsonBehindPrefix {
  private static final byte[] PREFIX = {')', ']', '}', '\''};

  private JsonBehindPrefix() {}

  /** What stands behind that line, or all of it where there is none. */
  static byte[] plain(byte[] answer) {
    boolean has =
        answer.length >= PREFIX.length
            && Arrays.equals(answer, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    return has ? Arrays.copyOfRange(answer, PREFIX.length, answer.length) : answer;
  }
}
