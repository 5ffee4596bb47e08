package dev.nightshift.core.internal.glob;

import java.util.ArrayList;
import java.util.List;

/** Writes the alternatives in braces out, so that each is a glob of its own. */
final class GlobAlternatives {
  private static final int MAX_BRACES = 10;

  /** Bounds the expression; one path takes time in proportion to it. */
  private static final int MAX_CHARS = 10_000;

  private final List<String> written = new ArrayList<>();
  private int chars;

  private GlobAlternatives() {}

  static List<String> of(String glob) {
    requireShallow(glob);
    GlobAlternatives alternatives = new GlobAlternatives();
    alternatives.write("", glob);
    return alternatives.written;
  }

  private static void requireShallow(String glob) {
    int depth = 0;
    for (int at = 0; at < glob.length(); at = next(glob, at)) {
      depth += depthOf(glob.charAt(at));
      if (depth < 0) {
        throw new MalformedGlobException("a '}' has no '{'; write [}] for one in a name");
      }
      if (depth > MAX_BRACES) {
        throw new MalformedGlobException(
            "braces are nested deeper than " + MAX_BRACES + "; give several globs");
      }
    }
    if (depth > 0) {
      throw new MalformedGlobException(
          "a '{' is not closed; close it, or write [{] for one in a name");
    }
  }

  private void write(String before, String rest) {
    int open = 0;
    while (open < rest.length() && rest.charAt(open) != '{') {
      open = next(rest, open);
    }
    String done = before + rest.substring(0, open);
    if (open == rest.length()) {
      add(done);
      return;
    }
    int depth = 0;
    int begin = open + 1;
    for (int at = open; ; at = next(rest, at)) {
      char c = rest.charAt(at);
      depth += depthOf(c);
      if (depth == 0 || (depth == 1 && c == ',')) {
        write(done, rest.substring(begin, at) + afterBrace(rest, at));
        begin = at + 1;
      }
      if (depth == 0) {
        return;
      }
    }
  }

  private void add(String alternative) {
    chars += alternative.length() + 1;
    if (chars > MAX_CHARS) {
      throw new MalformedGlobException("its braces stand for too many globs; give several globs");
    }
    written.add(alternative);
  }

  /** Returns what follows the brace that encloses a place. */
  private static String afterBrace(String rest, int place) {
    int depth = 1;
    int at = place;
    while (true) {
      depth += depthOf(rest.charAt(at));
      if (depth == 0) {
        return rest.substring(at + 1);
      }
      at = next(rest, at);
    }
  }

  private static int depthOf(char c) {
    return c == '{' ? 1 : c == '}' ? -1 : 0;
  }

  /** Returns the place behind one character, or behind a set, in which braces are characters. */
  private static int next(String glob, int at) {
    if (glob.charAt(at) != '[') {
      return at + 1;
    }
    int first = at + 1;
    boolean negated = first < glob.length() && "!^".indexOf(glob.charAt(first)) >= 0;
    int close = glob.indexOf(']', first + (negated ? 2 : 1));
    return close < 0 ? glob.length() : close + 1;
  }
}
