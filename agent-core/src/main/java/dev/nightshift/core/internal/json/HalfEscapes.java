package dev.nightshift.core.internal.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The escapes of half surrogate pairs in a JSON text, as servers write what they cut: JSON allows
 * them, but parsers refuse them in names, and many servers anywhere.
 */
public final class HalfEscapes {
  /** Any escape: a whole pair, a half, or another, which may be of a backslash. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}"
              + "|(\\\\u[dD][89a-fA-F]\\p{XDigit}{2})|\\\\.");

  private HalfEscapes() {}

  /** Returns the text with replacement characters in their place. */
  public static String replaced(String json) {
    if (!json.contains("\\ud") && !json.contains("\\uD")) {
      return json;
    }
    return ESCAPE
        .matcher(json)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(escape.group(1) == null ? escape.group() : "\\uFFFD"));
  }
}
