package dev.nightshift.core.internal.redact;

/**
 * Private keys in their armour of lines, whatever stands before and after each line: its number,
 * the signs of a difference, quotes, what joins strings.
 *
 * <p>Only what is Base64 is replaced, so that whatever holds the lines stays what it is. A key that
 * is cut off at either end is one as well.
 */
final class PrivateKeys implements Finder {
  private static final String BEGIN = "BEGIN ";
  private static final String END = "END ";
  private static final String NAME = "PRIVATE KEY";
  private static final String PUTTY = "Private-Lines:";
  private static final int LONGEST_LABEL = 48;

  /** What a line of Base64 beside other things must have. */
  private static final int SHORTEST_BESIDE = 20;

  private static final int SHORTEST_FIRST = 8;
  private static final int LONGEST_NUMBER = 7;

  /** How many lines of something else end a key that has no end. */
  private static final int MOST_OTHER_LINES = 3;

  @Override
  public void find(View view, Spans spans) {
    int reached = 0;
    int at = view.text().indexOf(NAME);
    while (at >= 0) {
      int next = at + NAME.length();
      if (at >= reached && isLabel(view, at, BEGIN)) {
        reached = forwards(view, afterLabel(view, next), spans);
      } else if (at >= reached && isLabel(view, at, END)) {
        backwards(view, at, reached, spans);
        reached = next;
      }
      at = view.text().indexOf(NAME, Math.max(next, reached));
    }
    at = view.text().indexOf(PUTTY);
    while (at >= 0) {
      reached = forwards(view, lineEnd(view, at), spans);
      at = view.text().indexOf(PUTTY, Math.max(reached, at + 1));
    }
  }

  private static boolean isLabel(View view, int name, String word) {
    int from = Math.max(0, name - LONGEST_LABEL);
    int at = from + view.part(from, name).lastIndexOf(word);
    boolean isDashed = at > from && (view.at(at - 1) == '-' || view.startsWith("- ", at - 2));
    return isDashed && !Letters.any(view, at, name, letter -> letter == '\n' || letter == '-');
  }

  private static int afterLabel(View view, int from) {
    int at = from;
    while (Letters.isLetter(view.at(at)) || view.isBlank(at)) {
      at++;
    }
    while (view.at(at) == '-') {
      at++;
    }
    return at;
  }

  /** Replaces lines from a place on; returns where the key has its end. */
  private static int forwards(View view, int from, Spans spans) {
    int at = from;
    int others = 0;
    boolean isWithin = false;
    while (at < view.length() && others < MOST_OTHER_LINES) {
      int end = lineEnd(view, at);
      int dashes = dashes(view, at, end);
      boolean isEnd = dashes < end;
      Line line = Line.of(view, at, dashes);
      boolean isKey = line.redact(spans, isWithin || isEnd);
      others = isKey || line.isEmpty() ? 0 : others + 1;
      isWithin |= isKey;
      if (isEnd) {
        return dashes;
      }
      at = end + 1;
    }
    return Math.min(at, view.length());
  }

  private static int dashes(View view, int from, int to) {
    int at = from;
    while (at < to && !view.startsWith("---", at)) {
      at++;
    }
    return at;
  }

  /** Replaces the lines before the end of a key whose beginning is not there. */
  private static void backwards(View view, int from, int least, Spans spans) {
    int end = lineStart(view, from) - 1;
    boolean isLast = true;
    boolean isKey = true;
    while (end > least && isKey) {
      int start = Math.max(least, lineStart(view, end));
      Line line = Line.of(view, start, end);
      isKey = line.redact(spans, isLast) || line.isEmpty();
      isLast = false;
      end = start - 1;
    }
  }

  private static int lineEnd(View view, int from) {
    int at = view.text().indexOf('\n', from);
    return at < 0 ? view.length() : at;
  }

  private static int lineStart(View view, int at) {
    return at <= 0 ? 0 : view.text().lastIndexOf('\n', at - 1) + 1;
  }

  /** What stands on a line between what is before and after each line. */
  private record Line(View view, int from, int to) {
    static Line of(View view, int start, int end) {
      int from = start;
      int previous = -1;
      while (from < end && from != previous) {
        previous = from;
        from = afterNumber(view, afterSigns(view, from, end), end);
      }
      int to = end;
      while (to > from && isAfter(view.at(to - 1))) {
        to--;
      }
      return new Line(view, from, to);
    }

    private static int afterSigns(View view, int from, int end) {
      int at = from;
      while (at < end && isBefore(view, at)) {
        at++;
      }
      return at;
    }

    private static boolean isBefore(View view, int at) {
      char letter = view.at(at);
      return letter == '['
          ? view.isQuote(at + 1)
          : " \t\r+-<>|*#/:\"'`\\,\u2192".indexOf(letter) >= 0;
    }

    private static int afterNumber(View view, int from, int end) {
      int at = from;
      while (at < end && Letters.isDigit(view.at(at))) {
        at++;
      }
      boolean isNumber =
          at - from <= LONGEST_NUMBER && (at == end || " \t:|-\u2192".indexOf(view.at(at)) >= 0);
      return isNumber ? at : from;
    }

    private static boolean isAfter(char letter) {
      return " \t\r\"'`\\,;])|".indexOf(letter) >= 0;
    }

    boolean isEmpty() {
      return from >= to;
    }

    /**
     * Replaces what is Base64.
     *
     * @param isWithin whether there is a key before or after, so that little is part of it too
     * @return whether there was any
     */
    boolean redact(Spans spans, boolean isWithin) {
      int end = isJoined() ? to - 2 : to;
      boolean isPure = !Letters.any(view, from, end, letter -> !isBase64(letter));
      if (isPure && end - from >= (isWithin ? 1 : SHORTEST_FIRST)) {
        spans.add(view, from, end);
        return true;
      }
      boolean isAny = false;
      int at = from;
      while (at < end) {
        int last = at;
        while (last < end && isBase64(view.at(last))) {
          last++;
        }
        if (last > at && isPart(at, last, end, isWithin)) {
          spans.add(view, at, last);
          isAny = true;
        }
        at = last + 1;
      }
      return isAny || isHeader();
    }

    private boolean isJoined() {
      return view.startsWith(" +", to - 2) && to - 2 >= from;
    }

    private boolean isHeader() {
      int colon = Letters.WORD.end(view, from, to);
      return colon > from && colon < to && view.at(colon) == ':';
    }

    /** The name of a property is none, nor is one long word of code. */
    private boolean isPart(int at, int last, int end, boolean isWithin) {
      boolean isName = view.isQuote(last) && view.at(last + 1) == ':';
      boolean isLast = last == end || view.isQuote(last) || view.at(last) == '<';
      boolean isTail = isLast && (view.at(last - 1) == '=' || (isWithin && at == from));
      boolean isMixed =
          Letters.any(view, at, last, letter -> Letters.isDigit((char) letter))
              && Letters.any(view, at, last, letter -> Letters.isLetter((char) letter));
      return !isName && (isTail || (last - at >= SHORTEST_BESIDE && isMixed));
    }

    private static boolean isBase64(int letter) {
      return Letters.isAlphanumeric((char) letter) || "+/=".indexOf(letter) >= 0;
    }
  }
}
