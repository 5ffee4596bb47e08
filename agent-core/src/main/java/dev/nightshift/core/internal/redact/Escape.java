package dev.nightshift.core.internal.redact;

import java.util.Map;

/**
 * One character as it is written.
 *
 * @param meaning what is meant
 * @param end where in the source the next one begins
 * @param depth how often it is escaped, which only matters for quotes
 */
record Escape(char meaning, int end, int depth) {
  private static final int MOST_BACKSLASHES = 63;

  /** Any character that is in no secret and ends none. */
  private static final char CONTROL = '\u0001';

  private static final Map<String, Character> ENTITIES =
      Map.ofEntries(
          Map.entry("quot;", '"'),
          Map.entry("apos;", '\''),
          Map.entry("lt;", '<'),
          Map.entry("gt;", '>'),
          Map.entry("#34;", '"'),
          Map.entry("#39;", '\''),
          Map.entry("#61;", '='),
          Map.entry("#58;", ':'),
          Map.entry("#10;", '\n'),
          Map.entry("#x22;", '"'),
          Map.entry("#x27;", '\''),
          Map.entry("#x3D;", '='),
          Map.entry("#xA;", '\n'));

  /** What URLs write with a percent sign and what may be part of a secret or end one. */
  private static final String SIGNS_IN_URLS = " \t\n\r!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private static final int LONGEST_ENTITY = 5;

  static Escape at(String source, int at) {
    return switch (source.charAt(at)) {
      case '\\' -> backslashes(source, at);
      case '%' -> percent(source, at);
      case '&' -> entity(source, at);
      default -> new Escape(source.charAt(at), at + 1, 0);
    };
  }

  private static Escape backslashes(String source, int at) {
    int next = at;
    while (next < source.length() && source.charAt(next) == '\\') {
      next++;
    }
    int depth = Math.min(next - at, MOST_BACKSLASHES);
    char letter = next < source.length() ? source.charAt(next) : '\n';
    return switch (letter) {
      case 'n', 'r' -> new Escape('\n', next + 1, depth);
      case 'b', 'f' -> new Escape(CONTROL, next + 1, depth);
      case 't' -> new Escape('\t', next + 1, depth);
      case '"', '\'', '`', '/' -> new Escape(letter, next + 1, depth);
      case 'u' -> unicode(source, next, depth);
      default -> new Escape('\\', next, depth);
    };
  }

  private static Escape unicode(String source, int at, int depth) {
    int code = hex(source, at + 1, 4);
    return code < 0
        ? new Escape('\\', at, depth)
        : new Escape((char) code, at + 5, View.named(depth));
  }

  /** A percent sign of a URL in a URL is written as one and 25. */
  private static Escape percent(String source, int at) {
    int next = at + 1;
    while (source.startsWith("25", next) && hex(source, next + 2, 2) >= 0) {
      next += 2;
    }
    int code = hex(source, next, 2);
    char letter = (char) code;
    boolean isText =
        code >= 0 && (Letters.isAlphanumeric(letter) || SIGNS_IN_URLS.indexOf(letter) >= 0);
    return isText
        ? new Escape(letter, next + 2, View.named((next - at) / 2))
        : new Escape('%', at + 1, 0);
  }

  private static Escape entity(String source, int at) {
    int next = at + 1;
    while (source.startsWith("amp;", next)) {
      next += 4;
    }
    int depth = View.named((next - at) / 4);
    int end = next;
    while (end < source.length() && end - next < LONGEST_ENTITY && source.charAt(end) != ';') {
      end++;
    }
    int after = Math.min(end + 1, source.length());
    Character meaning = ENTITIES.get(source.substring(next, after));
    return meaning == null ? new Escape('&', next, depth) : new Escape(meaning, after, depth);
  }

  /** Returns what digits mean; less than zero if they are none. */
  private static int hex(String source, int from, int count) {
    if (from + count > source.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + count; i++) {
      int digit = Character.digit(source.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = 16 * code + digit;
    }
    return code;
  }
}
