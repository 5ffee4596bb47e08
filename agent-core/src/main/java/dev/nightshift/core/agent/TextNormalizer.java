package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a reviewer in lower case, without Markdown, thoughts and contractions. */
final class TextNormalizer {
  /** The most characters that are read; of a longer text half of them at either end. */
  private static final int MAX_CHARS = 20_000;

  private static final int MAX_MARKS = 3;

  private static final Pattern THOUGHT_BEGINS = Pattern.compile("<think(?:ing)?>");
  private static final Pattern THOUGHT_ENDS = Pattern.compile("</think(?:ing)?>");

  /**
   * Blocks that do not give the verdict under its own name, quoted lines, and lines of a list that
   * are not ticked.
   */
  private static final Pattern OF_OTHERS =
      Pattern.compile(
          "(?ims)^[ \t]*```[^\n]*\n(?![^`]{0,4000}?verdict[:*_ `]{1,8}request[ _]changes).*?```|^[ \t]*>[^\n]*$|^[^\\w\n]*(?:\\[ \\]|☐)[^\n]*$");

  private static final Pattern QUOTATION =
      Pattern.compile(
          "(?<!verdict[:=] ?)(?:`([^`\n]*)`|\"([^\"\n]*)\"|“([^“”\n]*)”|(?<!\\w)'([^'\n]*)'(?!\\w))");

  private static final Pattern BULLET =
      Pattern.compile("(?m)^[ \t]*(?:[-*+•]|\\d+[.)])[ \t]+(?=\\S)");

  /** An apostrophe, or none, as it is typed in "don't", "I'm" and "I'll". */
  private static final Pattern APOSTROPHE =
      Pattern.compile("(?<=\\p{L})[’‘´`ʼ′](?=(?:[tmd]|ll)\\b)");

  private static final Pattern WITHOUT_APOSTROPHE =
      Pattern.compile("\\b(do|does|did|ca|wo|must|should|would|could|is|are|was|has|have)nt\\b");

  private static final Pattern FENCE = Pattern.compile("```\\w*|(?m)^[ \t]*>");
  private static final Pattern TICKED = Pattern.compile("• (?i)\\[x\\] *");
  private static final Pattern EMPHASIS = Pattern.compile("[*~#`]+|(?<!\\w)_++|(?<!_)_++(?!\\w)");
  private static final Pattern BLANKS = Pattern.compile("[ \t]++");
  private static final Pattern NAMES = Pattern.compile("[\\w-]*(?: \\w+)?");

  /** Where a line may go on in the next one: no blank line, heading or bullet follows. */
  private static final Pattern WRAPPED =
      Pattern.compile("(?<=[\\p{L}\\p{N},]) {0,4}\n {0,4}(?=\\p{L})");

  private TextNormalizer() {}

  /**
   * Returns a text without more than three marks on one letter: a word boundary of a pattern looks
   * back over all of them, each time.
   */
  static String calm(String text) {
    StringBuilder calm = new StringBuilder(text.length());
    int marks = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int codePoint = text.codePointAt(at);
      int type = Character.getType(codePoint);
      boolean isMark =
          type == Character.NON_SPACING_MARK
              || type == Character.ENCLOSING_MARK
              || type == Character.COMBINING_SPACING_MARK;
      marks = isMark ? marks + 1 : 0;
      if (marks <= MAX_MARKS) {
        calm.appendCodePoint(codePoint);
      }
    }
    return calm.toString();
  }

  /** Returns what is read of a text. */
  static String read(String text) {
    return text.length() > MAX_CHARS
        ? text.substring(0, MAX_CHARS / 2) + "\n\n" + text.substring(text.length() - MAX_CHARS / 2)
        : text;
  }

  /** Returns what the author says itself: without fenced blocks, quoted lines and quotations. */
  static String own(String text) {
    String spoken = calm(read(withoutThoughts(text)));
    String own = OF_OTHERS.matcher(spoken).replaceAll("\n");
    String bare = own.isBlank() ? FENCE.matcher(spoken).replaceAll("") : own;
    String listed = TICKED.matcher(BULLET.matcher(bare).replaceAll("• ")).replaceAll("");
    return plain(
        QUOTATION
            .matcher(APOSTROPHE.matcher(listed).replaceAll("'"))
            .replaceAll(found -> Matcher.quoteReplacement(quoted(found))));
  }

  /** Returns words in the form in which they are compared. */
  static String plain(String words) {
    String typed = VisibleText.spoken(calm(words)).toLowerCase(Locale.ROOT);
    String ascii =
        APOSTROPHE.matcher(typed).replaceAll("'").replace('\u2010', '-').replace('\u2011', '-');
    String whole = WITHOUT_APOSTROPHE.matcher(ascii).replaceAll("$1n't");
    String unmarked = EMPHASIS.matcher(whole).replaceAll("");
    return BLANKS
        .matcher(unmarked)
        .replaceAll(" ")
        .replace("can't", "can not")
        .replace("cannot", "can not")
        .replace("won't", "will not")
        .replace("n't", " not")
        .replace("'m ", " am ")
        .replace("'ll ", " will ")
        .replace("'d ", " would ");
  }

  /** Returns a text with its wrapped lines joined; some of them may be lines of their own. */
  static String joined(String text) {
    return WRAPPED.matcher(text).replaceAll(" ");
  }

  /** Once through the text, however many thoughts begin and never end. */
  static String withoutThoughts(String text) {
    Matcher begin = THOUGHT_BEGINS.matcher(text);
    Matcher end = THOUGHT_ENDS.matcher(text);
    StringBuilder rest = new StringBuilder();
    int from = 0;
    while (begin.find(from) && end.find(begin.end())) {
      rest.append(text, from, begin.start());
      from = end.end();
    }
    return rest.append(text, from, text.length()).toString();
  }

  /** A word or two are named; more, or a name with its value, are somebody's words. */
  private static String quoted(MatchResult found) {
    for (int group = 1; group <= found.groupCount(); group++) {
      String inner = found.group(group);
      if (inner != null) {
        return NAMES.matcher(inner.strip()).matches() ? inner : "…";
      }
    }
    return "…";
  }
}
