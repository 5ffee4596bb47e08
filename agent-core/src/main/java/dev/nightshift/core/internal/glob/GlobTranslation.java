package dev.nightshift.core.internal.glob;

/** One pass over a glob without braces that writes the RE2 expression for it. Used once. */
final class GlobTranslation {
  private static final String ANY_DIRECTORIES = "(?:[^/]+/)*";

  private static final String BELOW = "/.*";

  private final String body;
  private final boolean anywhere;
  private final StringBuilder regex = new StringBuilder();
  private int at;

  /** Brings all spellings down to one that is anchored at the root. */
  GlobTranslation(String glob) {
    String below = glob.endsWith("/") ? glob + "**" : glob;
    int prefix = below.startsWith("./") ? 2 : below.startsWith("/") ? 1 : 0;
    this.anywhere = below.indexOf('/') < 0;
    this.body = below.substring(prefix);
  }

  /** Returns the expression of the paths that the glob spells. */
  String toRegex() {
    return anywhere ? ANY_DIRECTORIES + translated() : translated();
  }

  /** Returns the expression of these paths and of all below the directory that the glob names. */
  String toRegexWithDirectory() {
    String last = body.substring(body.lastIndexOf('/') + 1);
    String named = translated();
    if (last.isEmpty() || last.matches(".*[*?\\[].*")) {
      return anywhere ? ANY_DIRECTORIES + named : named;
    }
    return anywhere ? ANY_DIRECTORIES + named + "|" + named + BELOW : named + "(?:" + BELOW + ")?";
  }

  private String translated() {
    while (at < body.length()) {
      char c = body.charAt(at++);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> set();
        case '\\' -> escaped();
        default -> literal(c);
      }
    }
    return regex.toString();
  }

  private void star() {
    if (!next('*')) {
      regex.append("[^/]*");
      return;
    }
    boolean startsComponent = at == 1 || body.charAt(at - 2) == '/';
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
      throw new MalformedGlobException(
          "a '[' is not closed; close it, or write [[] for one in a name");
    }
    at++;
    regex.append("]");
  }

  private void member(char c) {
    if (c == '/') {
      throw new MalformedGlobException("a '[...]' cannot hold '/'; use {..} for several paths");
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
      throw new MalformedGlobException(
          "the range " + before + "-" + body.charAt(at) + " is empty; turn it round");
    }
    return true;
  }

  private void escaped() {
    if (at >= body.length()) {
      throw new MalformedGlobException("it ends in a backslash; leave it out");
    }
    literal(body.charAt(at++));
  }

  private void literal(char c) {
    if (c < 128 && !Character.isLetterOrDigit(c) && c != ' ') {
      regex.append('\\');
    }
    regex.append(c);
  }

  private boolean next(char expected) {
    return at < body.length() && body.charAt(at) == expected;
  }
}
