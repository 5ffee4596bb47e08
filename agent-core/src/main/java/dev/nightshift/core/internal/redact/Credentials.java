package dev.nightshift.core.internal.redact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Secrets of requests: headers, cookies, signatures of URLs, users of commands, keys as JSON. */
final class Credentials implements Finder {
  private static final int SHORTEST_BASIC = 6;
  private static final int SHORTEST_BEARER = 16;
  private static final int SHORTEST_MIXED_BEARER = 8;
  private static final int SHORTEST_SIGNATURE = 16;
  private static final int SHORTEST_KEY_PART = 40;
  private static final int LONGEST_COMMAND = 300;
  private static final int LONGEST_NAME = 40;

  /** What bytes are read as that are no text. */
  private static final char UNREADABLE = '\uFFFD';

  private static final Set<String> SCHEMES =
      Set.of(
          ("basic bearer token digest negotiate ntlm apikey api-key key hawk oauth signature sso-key"
                  + " genie-key aws4-hmac-sha256 ssws bot splunk")
              .split(" ", -1));

  /** Those whose secret is of several words. */
  private static final Set<String> OF_SEVERAL =
      Set.of("digest", "hawk", "oauth", "signature", "aws4-hmac-sha256");

  private static final Set<String> SIGNATURES =
      Set.of("sig", "signature", "x-amz-signature", "x-goog-signature", "hmac");

  private static final Set<String> KEY_PARTS = Set.of("d", "p", "q", "dp", "dq", "qi", "k");

  private static final Set<String> COOKIE_WORDS =
      Set.of("path", "domain", "expires", "max-age", "samesite", "version");

  @Override
  public void find(View view, Spans spans) {
    int at = 0;
    while (at < view.length()) {
      int end = Letters.WORD.end(view, at);
      if (end > at) {
        at = end - at <= LONGEST_NAME ? Math.max(end, named(view, at, end, spans)) : end;
      } else {
        at++;
      }
    }
  }

  /** Replaces what is secret after a name; returns what was read if that is all of a line. */
  private static int named(View view, int start, int end, Spans spans) {
    String name = view.part(start, end).toLowerCase(Locale.ROOT);
    if (name.endsWith("authorization")) {
      return authorization(view, start, end, spans);
    } else if (name.endsWith("cookie")) {
      return cookie(view, start, end, spans);
    } else if (name.equals("bearer")) {
      bearer(view, end, spans);
    } else if (name.equals("basic")) {
      basic(view, end, spans);
    } else if (name.equals("-u") || name.endsWith("-user") || name.startsWith("-p")) {
      command(view, start, end, spans);
    } else if (SIGNATURES.contains(name)) {
      signature(view, start, end, spans);
    } else if (KEY_PARTS.contains(name)) {
      keyPart(view, start, end, spans);
    }
    return end;
  }

  private static int authorization(View view, int start, int end, Spans spans) {
    Separator separator = Separator.after(view, start, end);
    if (separator.kind() == Separator.Kind.NONE) {
      return end;
    }
    int from = view.isQuote(separator.value()) ? separator.value() + 1 : separator.value();
    int word = Letters.WORD.end(view, from);
    String scheme = view.part(from, word).toLowerCase(Locale.ROOT);
    if (SCHEMES.contains(scheme) && view.isBlank(word)) {
      int secret = Separator.blanks(view, word);
      int to = OF_SEVERAL.contains(scheme) ? lineEnd(view, secret) : wordEnd(view, secret);
      addUnlessReference(view, secret, to, spans);
      return to;
    }
    int to = wordEnd(view, from);
    String token = view.part(from, Math.min(to, from + Value.LONGEST_LOOK));
    if (to > from && Value.isSecretToken(token, SecretNames.Secrecy.LIKELY)) {
      spans.add(view, from, to);
      return to;
    }
    return end;
  }

  private static void addUnlessReference(View view, int from, int to, Spans spans) {
    if (to > from) {
      String text = view.part(from, Math.min(to, from + Value.LONGEST_LOOK));
      if (!Value.isPlaceholder(text) && !Value.isWord(text)) {
        spans.add(view, from, to);
      }
    }
  }

  /** Words of prose may follow as well; they have no digits, and are short. */
  private static void bearer(View view, int end, Spans spans) {
    int from = Separator.blanks(view, end);
    int to = Letters.BASE64.end(view, from);
    boolean isMixed =
        Letters.any(view, from, to, letter -> Letters.isDigit((char) letter))
            && to - from >= SHORTEST_MIXED_BEARER;
    boolean isOneWord = !Letters.any(view, from, to, letter -> letter == '-' || letter == '.');
    if (from > end && (isMixed || (isOneWord && to - from >= SHORTEST_BEARER))) {
      spans.add(view, from, to);
    }
  }

  private static void basic(View view, int end, Spans spans) {
    int from = Separator.blanks(view, end);
    int to = Letters.BASE64.end(view, from, Math.min(view.length(), from + Value.LONGEST_LOOK));
    if (from > end && to - from >= SHORTEST_BASIC && isUserAndPassword(view.part(from, to))) {
      spans.add(view, from, to);
    }
  }

  private static boolean isUserAndPassword(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return text.indexOf(':') >= 0 && text.indexOf(UNREADABLE) < 0;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static int cookie(View view, int start, int end, Spans spans) {
    Separator separator = Separator.after(view, start, end);
    if (separator.kind() != Separator.Kind.ASSIGNMENT && separator.kind() != Separator.Kind.LIST) {
      return end;
    }
    int from = view.isQuote(separator.value()) ? separator.value() + 1 : separator.value();
    int most = lineEnd(view, from);
    while (from < most) {
      int name = Separator.blanks(view, from);
      int sign = Letters.JOINED.end(view, name, most);
      int to = sign;
      while (to < most && view.at(to) != ';' && !view.isBlank(to)) {
        to++;
      }
      boolean isValue = view.at(sign) == '=' && sign > name && to > sign + 1;
      if (isValue && !COOKIE_WORDS.contains(view.part(name, sign).toLowerCase(Locale.ROOT))) {
        addUnlessReference(view, sign + 1, to, spans);
      }
      from = to + 1;
    }
    return most;
  }

  private static void command(View view, int start, int end, Spans spans) {
    String before = view.part(Math.max(0, start - LONGEST_COMMAND), start);
    String line = before.substring(before.lastIndexOf('\n') + 1);
    int value = Separator.blanks(view, end);
    int from = view.isQuote(value) ? value + 1 : value;
    int to = wordEnd(view, from);
    if (line.contains("sshpass") && end == start + 2 && to > from) {
      addUnlessReference(view, from, to, spans);
    } else if (line.contains("mysql") && view.startsWith("-p", start) && end > start + 2) {
      addUnlessReference(view, start + 2, wordEnd(view, start), spans);
    } else if (line.contains("curl") || line.contains("wget") || line.contains("http")) {
      int colon = from;
      while (colon < to && view.at(colon) != ':') {
        colon++;
      }
      addUnlessReference(view, colon + 1, to, spans);
    }
  }

  private static void signature(View view, int start, int end, Spans spans) {
    boolean isOfQuery = "?&;, ".indexOf(view.at(start - 1)) >= 0 && view.at(end) == '=';
    int to = end + 1;
    while (to < view.length() && (Letters.BASE64.has(view.at(to)) && view.at(to) != '.')) {
      to++;
    }
    if (isOfQuery && to - end > SHORTEST_SIGNATURE) {
      spans.add(view, end + 1, to);
    }
  }

  /** A part of a private key as JSON; digests have no capital letters. */
  private static void keyPart(View view, int start, int end, Spans spans) {
    if (!view.isQuote(start - 1) || !view.isQuote(end)) {
      return;
    }
    Separator separator = Separator.after(view, start, end);
    int from = separator.value() + 1;
    if (separator.kind() == Separator.Kind.ASSIGNMENT && view.isQuote(from - 1)) {
      int to = Letters.WORD.end(view, from);
      boolean isKey =
          to - from >= SHORTEST_KEY_PART
              && view.isQuote(to)
              && Letters.any(view, from, to, letter -> Letters.isCapital((char) letter));
      if (isKey) {
        spans.add(view, from, to);
      }
    }
  }

  private static int wordEnd(View view, int from) {
    int at = from;
    while (at < view.length()
        && !view.isBlank(at)
        && !view.isLineEnd(at)
        && !view.isQuote(at)
        && ",;)}]<".indexOf(view.at(at)) < 0) {
      at++;
    }
    return at;
  }

  private static int lineEnd(View view, int from) {
    int at = from;
    while (at < view.length() && !view.isLineEnd(at) && !view.isQuote(at)) {
      at++;
    }
    return at;
  }
}
