package dev.nightshift.core.internal.redact;

/**
 * What stands between a name and its value, in any language that agents read.
 *
 * @param kind how they are joined
 * @param quote the quote that ends the name; less than zero if there is none
 * @param value where the value begins
 * @param isTight whether there is no blank between them
 */
record Separator(Kind kind, int quote, int value, boolean isTight) {
  private static final Separator NONE = new Separator(Kind.NONE, -1, -1, false);
  private static final int MOST_BLANKS = 64;
  private static final int LONGEST_TAG = 200;
  private static final int LONGEST_TYPE = 40;

  /** Returns what follows the name that begins and ends at two places. */
  static Separator after(View view, int start, int end) {
    int quote = view.isQuote(end) ? end : -1;
    int at = quote < 0 ? end : end + 1;
    while (at - end < 3 && (view.at(at) == ']' || view.at(at) == '[')) {
      at++;
    }
    int next = blanks(view, at);
    return switch (view.at(next)) {
      case '=', ':', '?', '+', '!' -> assignment(view, quote, at, next);
      case '(' -> quoted(view, Kind.CALL, quote < 0 && next == at ? quote : -2, next + 1);
      case ',' -> list(view, quote, next + 1);
      case '>' -> isTag(view, start) || quote >= 0 ? markup(view, quote, next + 1) : NONE;
      case '<' -> closedTag(view, quote, next);
      case '|' -> new Separator(Kind.LOOSE, quote, blanks(view, next + 1), false);
      case '\n' -> pair(view, quote, nextLine(view, next + 1));
      default -> next > at ? blank(view, start, quote, next) : NONE;
    };
  }

  private static Separator assignment(View view, int quote, int at, int sign) {
    int end = sign;
    while (end - sign < 3 && "=:>?~!+".indexOf(view.at(end)) >= 0) {
      end++;
    }
    String signs = view.part(sign, Math.min(end, view.length()));
    boolean isNone = signs.equals(":") ? view.startsWith("//", end) : signs.indexOf('=') < 0;
    if (isNone) {
      return NONE;
    }
    int value = blanks(view, end);
    int typed = afterType(view, value);
    if (typed > value) {
      return new Separator(Kind.ASSIGNMENT, quote, typed, false);
    }
    int below = view.isLineEnd(value) ? lines(view, value) : value;
    boolean isTight = at == sign && value == end;
    return below > value && !view.isQuote(below)
        ? NONE
        : new Separator(Kind.ASSIGNMENT, quote, below, isTight);
  }

  /** Returns where the value is after a type and a sign, or the same place. */
  private static int afterType(View view, int from) {
    int at = from;
    while (at - from < LONGEST_TYPE && isOfType(view.at(at))) {
      at++;
    }
    boolean isTyped = at > from && view.at(at) == '=' && view.isBlank(at - 1);
    return isTyped ? blanks(view, at + 1) : from;
  }

  private static boolean isOfType(char letter) {
    return Letters.isAlphanumeric(letter) || "_.[]<>|?* ".indexOf(letter) >= 0;
  }

  private static Separator list(View view, int quote, int from) {
    int value = lines(view, from);
    Separator pair = pair(view, quote, value);
    return pair.kind == Kind.NONE && quote >= 0 ? quoted(view, Kind.LIST, quote, value) : pair;
  }

  private static Separator quoted(View view, Kind kind, int quote, int from) {
    int value = blanks(view, from);
    return quote > -2 && view.isQuote(value) ? new Separator(kind, quote, value, false) : NONE;
  }

  /** The name is itself the value of one property, and its value that of the next one. */
  private static Separator pair(View view, int quote, int from) {
    int word = view.isQuote(from) ? from + 1 : from;
    if (!view.startsWithIgnoringCase("value", word)) {
      return NONE;
    }
    int after = word + "value".length();
    int sign = blanks(view, view.isQuote(after) ? after + 1 : after);
    return view.at(sign) == ':' || view.at(sign) == '='
        ? new Separator(Kind.ASSIGNMENT, quote, blanks(view, sign + 1), true)
        : NONE;
  }

  private static Separator markup(View view, int quote, int from) {
    int value = lines(view, from);
    return view.startsWith("<value>", value)
        ? markup(view, quote, value + "<value>".length())
        : new Separator(Kind.MARKUP, quote, value, true);
  }

  /** Names between tags, with the value between the next ones, as property lists have them. */
  private static Separator closedTag(View view, int quote, int from) {
    int end = view.startsWith("</", from) ? tagEnd(view, from + 2) : -1;
    int next = end < 0 ? -1 : lines(view, end);
    boolean isValue =
        next >= 0 && (view.startsWith("<string>", next) || view.startsWith("<value>", next));
    return isValue ? markup(view, quote, tagEnd(view, next + 1)) : NONE;
  }

  private static Separator blank(View view, int start, int quote, int next) {
    if (quote >= 0) {
      return pair(view, quote, next);
    }
    if (isTag(view, start)) {
      int end = tagEnd(view, next);
      return end < 0 ? NONE : markup(view, quote, end);
    }
    if (view.at(start) == '-') {
      return new Separator(Kind.FLAG, quote, next, false);
    }
    int typed = afterType(view, next);
    if (typed > next) {
      return new Separator(Kind.ASSIGNMENT, quote, typed, false);
    }
    return new Separator(Kind.LOOSE, quote, afterVerb(view, next), false);
  }

  private static int afterVerb(View view, int from) {
    for (String verb : new String[] {"is ", "was ", "is: ", "is now "}) {
      if (view.startsWithIgnoringCase(verb, from)) {
        return blanks(view, from + verb.length());
      }
    }
    return from;
  }

  static boolean isTag(View view, int start) {
    int at = view.at(start - 1) == ':' ? Letters.WORD.start(view, start - 1, MOST_BLANKS) : start;
    return view.at(at - 1) == '<';
  }

  /** Returns the place after the end of a tag; less than zero if it does not end or is empty. */
  private static int tagEnd(View view, int from) {
    int at = from;
    while (at - from < LONGEST_TAG && "<>\n".indexOf(view.at(at)) < 0) {
      at++;
    }
    return view.at(at) == '>' && view.at(at - 1) != '/' ? at + 1 : -1;
  }

  static int blanks(View view, int from) {
    int at = from;
    while (at - from < MOST_BLANKS && view.isBlank(at)) {
      at++;
    }
    return at;
  }

  /** Returns where something begins on the same line or the next one. */
  private static int lines(View view, int from) {
    int at = blanks(view, from);
    return view.isLineEnd(at) && at < view.length() ? nextLine(view, at + 1) : at;
  }

  /** Returns where the words of a line begin, after its number and other signs. */
  static int nextLine(View view, int from) {
    int at = from;
    while (at < view.length()
        && at - from < MOST_BLANKS
        && " \t\r+-|:>0123456789".indexOf(view.at(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** How a name and its value are joined. */
  enum Kind {
    /** They are not. */
    NONE,
    /** By a sign. */
    ASSIGNMENT,
    /** As the argument of a call of that name. */
    CALL,
    /** As two texts of a list. */
    LIST,
    /** As an option of a command and its argument. */
    FLAG,
    /** As a tag or attribute and the text of the element. */
    MARKUP,
    /** By a blank, a bar or a verb, which may mean nothing. */
    LOOSE
  }
}
