package dev.nightshift.core.workspace;

/** One pass over a glob that writes the RE2 expression for it. Used once, by one thread. */
final class GlobTranslation {
  private static final int MAX_CHARS = 1_000;
  private static final int MAX_BRACES = 10;
  private static final String ANY_DIRECTORIES = "(?:[^/]+/)*";

  private final String glob;
  private final String body;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private int braces;

  GlobTranslation(String glob) {
    this.glob = glob;
    this.body = anchored(glob);
  }

  String toRegex() {
    if (glob.length() > MAX_CHARS) {
      throw malformed("it is longer than " + MAX_CHARS + " characters");
    }
    while (at < body.length()) {
      char c = body.charAt(at++);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> set();
        case '{' -> openBrace();
        case '}' -> closeBrace();
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        case '\\' -> escaped();
        default -> literal(c);
      }
    }
    if (braces > 0) {
      throw malformed("a '{' is not closed");
    }
    return regex.toString();
  }

  /** Brings all spellings down to one that is anchored at the root. */
  private static String anchored(String glob) {
    if (glob.isEmpty()) {
      return "**";
    }
    String below = glob.endsWith("/") ? glob + "**" : glob;
    if (below.startsWith("./")) {
      return below.substring(2);
    }
    if (below.startsWith("/")) {
      return below.substring(1);
    }
    return below.indexOf('/') < 0 ? "**/" + below : below;
  }

  private void star() {
    if (!next('*')) {
      regex.append("[^/]*");
      return;
    }
    boolean startsComponent = at == 1 || isBoundary(body.charAt(at - 2));
    while (next('*')) {
      at++;
    }
    if (startsComponent && next('/')) {
      at++;
      regex.append(ANY_DIRECTORIES);
    } else {
      regex.append(".*");
    }
  }

  private boolean isBoundary(char before) {
    return before == '/' || (braces > 0 && (before == '{' || before == ','));
  }

  private void set() {
    regex.append("[");
    if (next('!') || next('^')) {
      at++;
      regex.append("^/");
    }
    int first = at;
    while (at < body.length() && (body.charAt(at) != ']' || at == first)) {
      member(body.charAt(at++));
    }
    if (at >= body.length()) {
      throw malformed("a '[' is not closed");
    }
    at++;
    regex.append("]");
  }

  private void member(char c) {
    if (c == '/') {
      throw malformed("a '[...]' cannot hold '/'");
    }
    if (c == '-' && at >= 2 && isRange()) {
      regex.append('-');
      return;
    }
    if (c == '\\' && at < body.length()) {
      literal(body.charAt(at++));
    } else {
      literal(c);
    }
  }

  /** Tells whether the hyphen just read stands between two members that are in order. */
  private boolean isRange() {
    char before = body.charAt(at - 2);
    if (before == '[' || before == '!' || before == '^' || next(']') || at >= body.length()) {
      return false;
    }
    if (before > body.charAt(at)) {
      throw malformed("the range " + before + "-" + body.charAt(at) + " is empty");
    }
    return true;
  }

  private void openBrace() {
    braces++;
    if (braces > MAX_BRACES) {
      throw malformed("braces are nested deeper than " + MAX_BRACES);
    }
    regex.append("(?:");
  }

  private void closeBrace() {
    if (braces == 0) {
      throw malformed("a '}' has no '{'");
    }
    braces--;
    regex.append(")");
  }

  private void escaped() {
    if (at >= body.length()) {
      throw malformed("it ends in a backslash");
    }
    literal(body.charAt(at++));
  }

  private void literal(char c) {
    if (c < 128 && !Character.isLetterOrDigit(c) && c > ' ') {
      regex.append('\\');
    }
    regex.append(c);
  }

  private boolean next(char expected) {
    return at < body.length() && body.charAt(at) == expected;
  }

  private WorkspaceException malformed(String why) {
    return new WorkspaceException(
        WorkspaceException.Kind.BAD_QUERY,
        "glob '" + glob + "' is malformed: " + why + "; example: src/**/*.java");
  }
}
