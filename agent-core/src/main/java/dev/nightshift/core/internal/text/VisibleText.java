package dev.nightshift.core.internal.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which every character can be seen, in the one notation of prompts, reports, messages and
 * the command line: an invisible character is written as its code point in white square brackets, a
 * carriage return as its picture.
 */
public final class VisibleText {
  /** What a reader has to know. */
  public static final String NOTATION =
      TemplateFile.of(VisibleText.class, "visible-text.md").text("notation");

  private static final char OPEN = '\u27e6';
  private static final char CLOSE = '\u27e7';
  private static final char CARRIAGE_RETURN = '\u240d';
  private static final String PREFIX = OPEN + "U+";
  private static final Pattern WRITTEN =
      Pattern.compile("\u27e6U\\+(10[0-9A-F]{4}|[0-9A-F]{4,5})\u27e7");
  private static final int MAX_LISTED = 5;

  private VisibleText() {}

  /**
   * Makes a text visible unless it is already: a visible text stays as it is, so text may pass
   * several hands that each see to it.
   *
   * @param text any text
   * @return the text; line feeds and tabs stay
   */
  public static String of(String text) {
    return isVisible(text) ? text : exact(text);
  }

  /**
   * Makes a text visible so that it can be told from every other: signs of the notation that stand
   * in the text itself are written out as well.
   *
   * @param text any text
   * @return the text; line feeds and tabs stay; {@link #read} gives the text back
   */
  public static String exact(String text) {
    StringBuilder shown = null;
    int copied = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      char c = text.charAt(at);
      boolean own = c == CARRIAGE_RETURN || (c == OPEN && text.startsWith(PREFIX, at));
      if (own || InvisibleCharacters.isAt(text, at)) {
        shown = shown == null ? new StringBuilder(text.length() + 16) : shown;
        shown.append(text, copied, at);
        append(shown, text.codePointAt(at));
        copied = at + Character.charCount(text.codePointAt(at));
      }
    }
    return shown == null ? text : shown.append(text, copied, text.length()).toString();
  }

  /**
   * Appends a part of a text as {@link #exact} shows it.
   *
   * @param text any text
   * @param from where the part begins
   * @param to where it ends; what stands around it does not count
   * @param shown what it is appended to
   */
  public static void appendExact(String text, int from, int to, StringBuilder shown) {
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      if (!InvisibleCharacters.isPlain(c) && c != '\t') {
        shown.append(exact(text.substring(from, to)));
        return;
      }
    }
    shown.append(text, from, to);
  }

  /**
   * Makes the name of a file visible.
   *
   * @param name a path or a part of one
   * @return the name on one line
   */
  public static String name(String name) {
    String shown = exact(name);
    return shown.indexOf('\n') < 0 && shown.indexOf('\t') < 0
        ? shown
        : shown.replace("\n", written('\n')).replace("\t", written('\t'));
  }

  /**
   * Makes a text visible on one line.
   *
   * @param text any text; white space around it is left away, line feeds and tabs become spaces
   * @param maxChars the most characters to return
   * @return the line; one that was cut ends in an ellipsis
   */
  public static String oneLine(String text, int maxChars) {
    return cut(of(text.strip().replace('\n', ' ').replace('\t', ' ')), maxChars);
  }

  /**
   * Cuts a text.
   *
   * @param text any text
   * @param maxChars the most characters to return
   * @return the text, or its head with an ellipsis; no character of it is split
   */
  public static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = maxChars - 1;
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end) + "\u2026";
  }

  /**
   * Returns the words of a text as they are heard.
   *
   * @param text any text
   * @return every blank a space, and nothing else that is not seen
   */
  public static String spoken(String text) {
    StringBuilder spoken = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int codePoint = text.codePointAt(at);
      if (!InvisibleCharacters.isAt(text, at)) {
        spoken.appendCodePoint(codePoint);
      } else if (Character.isSpaceChar(codePoint) || Character.isWhitespace(codePoint)) {
        spoken.append(' ');
      }
    }
    return spoken.toString();
  }

  /**
   * Tells whether a reader sees all of a text.
   *
   * @param text any text
   * @return true if no character of it is invisible
   */
  public static boolean isVisible(String text) {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      if (InvisibleCharacters.isAt(text, at)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells whether a reader sees all of a name, which stands on one line.
   *
   * @param name any text
   * @return true if it is visible and holds no line feed and no tab
   */
  public static boolean isVisibleLine(String name) {
    return isVisible(name) && name.indexOf('\n') < 0 && name.indexOf('\t') < 0;
  }

  /**
   * Tells whether a text holds signs of the notation.
   *
   * @param text any text
   * @return true if {@link #read} would change it
   */
  public static boolean isWritten(String text) {
    return text.indexOf(CARRIAGE_RETURN) >= 0 || WRITTEN.matcher(text).find();
  }

  /**
   * Reads a text that {@link #exact} wrote.
   *
   * @param shown the text with signs of the notation
   * @return the text they stand for; signs of code points that do not exist stay
   */
  public static String read(String shown) {
    return WRITTEN
        .matcher(shown.replace(CARRIAGE_RETURN, '\r'))
        .replaceAll(
            sign ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(sign.group(1), 16))));
  }

  /**
   * Names the invisible characters of a text that are no carriage returns.
   *
   * @param text any text
   * @return each once, as written in the notation, with the line of its first occurrence, a few at
   *     most; empty if there is none
   */
  public static String listed(String text) {
    if (isVisible(text)) {
      return "";
    }
    Set<Integer> seen = new LinkedHashSet<>();
    List<String> listed = new ArrayList<>();
    int line = 1;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int codePoint = text.codePointAt(at);
      line += codePoint == '\n' ? 1 : 0;
      boolean counts = codePoint != '\r' && InvisibleCharacters.isAt(text, at);
      if (counts && seen.add(codePoint) && listed.size() < MAX_LISTED) {
        listed.add(written(codePoint) + " in line " + line);
      }
    }
    return String.join(", ", listed)
        + (seen.size() > listed.size() ? " and " + (seen.size() - listed.size()) + " others" : "");
  }

  /**
   * Writes the invisible characters of a JSON text as escapes, which leaves its values as they are.
   *
   * @param json a JSON text without control characters in its strings
   * @return the same JSON in visible characters
   */
  public static String json(String json) {
    StringBuilder shown = new StringBuilder(json.length() + 16);
    for (int at = 0; at < json.length(); ) {
      int width = Character.charCount(json.codePointAt(at));
      boolean layout = json.charAt(at) == '\r';
      if (layout || !InvisibleCharacters.isAt(json, at)) {
        shown.append(json, at, at + width);
      } else {
        for (int unit = at; unit < at + width; unit++) {
          shown.append("\\u%04x".formatted((int) json.charAt(unit)));
        }
      }
      at += width;
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    if (codePoint == '\r') {
      shown.append(CARRIAGE_RETURN);
    } else {
      shown.append(written(codePoint));
    }
  }

  private static String written(int codePoint) {
    return PREFIX + "%04X".formatted(codePoint) + CLOSE;
  }
}
