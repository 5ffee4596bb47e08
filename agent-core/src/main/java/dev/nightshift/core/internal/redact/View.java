package dev.nightshift.core.internal.redact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text with its escapes seen through: those of JSON at any depth, of URLs and of XML stand for
 * the one character they mean, and each character knows where in the source it was written.
 *
 * <p>What is looked for is so looked for once, not once for each way of writing it, and what is
 * replaced never cuts an escape in two. A run of backslashes before anything but an escaped
 * character is one backslash, so that a text reads the same however often it was escaped.
 */
final class View {
  /** No quote. */
  static final int NONE = -1;

  /** What is added to the depth of a quote that is written as an escape or entity of its own. */
  private static final int NAMED = 64;

  private static final int DEEPEST = 63;

  private final String text;

  /** Where each character begins, and after the last one the end; null if all are as written. */
  private final int @Nullable [] starts;

  /** Where each character ends; null if that is where the next one begins. */
  private final int @Nullable [] ends;

  /** How each quote was written. */
  private final byte @Nullable [] depths;

  private View(
      String text, int @Nullable [] starts, int @Nullable [] ends, byte @Nullable [] depths) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
    this.depths = depths;
  }

  /** Reads a text. Takes time in proportion to its length. */
  static View of(String source) {
    if (source.indexOf('\\') < 0 && source.indexOf('%') < 0 && source.indexOf('&') < 0) {
      return new View(source, null, null, null);
    }
    Builder view = new Builder(source.length());
    int at = 0;
    while (at < source.length()) {
      Escape escape = Escape.at(source, at);
      view.add(escape.meaning(), at, escape.depth());
      at = escape.end();
    }
    return view.build(source.length());
  }

  /** Returns parts of this one after the other, from and to each in turn. */
  View parts(int[] bounds, int count) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < count; i += 2) {
      joined.append(text, bounds[i], bounds[i + 1]);
    }
    int[] from = new int[joined.length() + 1];
    int[] to = new int[joined.length()];
    byte[] quotes = new byte[joined.length()];
    int next = 0;
    for (int i = 0; i < count; i += 2) {
      for (int at = bounds[i]; at < bounds[i + 1]; at++) {
        from[next] = start(at);
        to[next] = end(at);
        quotes[next++] = depths == null ? 0 : depths[at];
      }
    }
    return new View(joined.toString(), from, to, quotes);
  }

  String text() {
    return text;
  }

  int length() {
    return text.length();
  }

  /** Returns a character, or a line feed for one outside. */
  char at(int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\n';
  }

  /** Returns where in the source a character begins. */
  int start(int index) {
    return starts == null ? index : starts[index];
  }

  /** Returns where in the source a character ends. */
  int end(int index) {
    return ends != null ? ends[index] : starts == null ? index + 1 : starts[index + 1];
  }

  boolean isLineEnd(int index) {
    char letter = at(index);
    return letter == '\n' || letter == '\r';
  }

  boolean isBlank(int index) {
    char letter = at(index);
    return letter == ' ' || letter == '\t';
  }

  boolean isQuote(int index) {
    char letter = at(index);
    return letter == '"' || letter == '\'' || letter == '`';
  }

  /**
   * Returns how a quote was written: the number of backslashes before it, or another number for
   * entities and the like; {@link #NONE} if there is no quote.
   */
  int depth(int index) {
    if (!isQuote(index) || index >= length()) {
      return NONE;
    }
    return depths == null ? 0 : depths[index];
  }

  /**
   * Tells whether a quote ends what another one began, and not only something inside of it.
   *
   * <p>At each depth a backslash of the content is written as so many backslashes, so the rest
   * after whole ones of them decides.
   */
  boolean closes(int index, int opening) {
    int depth = depth(index);
    int opened = depth(opening);
    if (at(index) != at(opening)) {
      return false;
    }
    boolean isNamed = opened >= NAMED || depth >= NAMED;
    return isNamed ? depth == opened : depth % (2 * (opened + 1)) == opened;
  }

  /** Tells whether a quote ends a text around the one that another quote began. */
  boolean endsWhatIsAround(int index, int opening) {
    int depth = depth(index);
    int opened = depth(opening);
    if (depth == NONE || depth >= NAMED || at(index) != '"') {
      return false;
    }
    return opened >= NAMED || at(opening) != '"' || depth % (2 * (opened + 1)) < opened;
  }

  boolean startsWith(String part, int index) {
    return text.startsWith(part, index);
  }

  boolean startsWithIgnoringCase(String part, int index) {
    return text.regionMatches(true, index, part, 0, part.length());
  }

  String part(int from, int to) {
    return text.substring(from, to);
  }

  static int named(int depth) {
    return NAMED + Math.min(depth, DEEPEST);
  }

  private static final class Builder {
    private final StringBuilder text;
    private final int[] starts;
    private final byte[] depths;

    Builder(int length) {
      this.text = new StringBuilder(length);
      this.starts = new int[length + 1];
      this.depths = new byte[length];
    }

    void add(char letter, int start, int depth) {
      starts[text.length()] = start;
      depths[text.length()] = (byte) depth;
      text.append(letter);
    }

    View build(int end) {
      starts[text.length()] = end;
      int length = text.length();
      return new View(
          text.toString(), Arrays.copyOf(starts, length + 1), null, Arrays.copyOf(depths, length));
    }
  }
}
