package dev.nightshift.core.internal.redact;

/** Passwords before the host of a URL. */
final class UrlPasswords implements Finder {
  private static final int LONGEST = 512;
  private static final int SHORTEST_TOKEN = 16;

  @Override
  public void find(View view, Spans spans) {
    int at = view.text().indexOf("://");
    while (at >= 0) {
      authority(view, at + 3, '\0', spans);
      at = view.text().indexOf("://", at + 3);
    }
    at = view.text().indexOf(":thin:");
    while (at >= 0) {
      authority(view, at + 6, '/', spans);
      at = view.text().indexOf(":thin:", at + 6);
    }
  }

  /** Oracle has a slash between user and password. */
  private static void authority(View view, int from, char slash, Spans spans) {
    int most = Math.min(view.length(), from + LONGEST);
    int sign = -1;
    int host = -1;
    for (int at = from; at < most && isOfAuthority(view, at, slash); at++) {
      char letter = view.at(at);
      if (letter == '@') {
        host = at;
      } else if (sign < 0 && (letter == ':' || letter == slash)) {
        sign = at;
      }
    }
    boolean isNamed = sign >= 0 && sign < host;
    int secret = isNamed ? sign + 1 : from;
    if (secret < host) {
      String text = view.part(secret, host);
      boolean isToken =
          text.length() >= SHORTEST_TOKEN
              && Letters.any(view, secret, host, letter -> Letters.isDigit((char) letter));
      if (!Value.isPlaceholder(text) && (isNamed || isToken)) {
        spans.add(view, secret, host);
      }
    }
  }

  private static boolean isOfAuthority(View view, int at, char slash) {
    char letter = view.at(at);
    return !view.isBlank(at)
        && !view.isLineEnd(at)
        && letter != '<'
        && letter != '>'
        && !view.isQuote(at)
        && (letter != '/' || letter == slash);
  }
}
