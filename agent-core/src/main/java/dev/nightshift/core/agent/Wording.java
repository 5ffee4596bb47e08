package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a reviewer in lower case, without Markdown, thoughts and contractions. */
final class Wording {
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
          "(?<!verdict[:=] ?)(?:`([^`\n]*)`|\"([^\"\n]*)\"|“([^”\n]*)”|(?<!\\w)'([^'\n]*)'(?!\\w))");

  private static final Pattern BULLET =
      Pattern.compile("(?m)^[ \t]*(?:[-*+•]|\\d+[.)])[ \t]+(?=\\S)");

  private Wording() {}

  /** Returns what the author says itself: without fenced blocks, quoted lines and quotations. */
  static String own(String text) {
    String spoken = withoutThoughts(text);
    String own = OF_OTHERS.matcher(spoken).replaceAll("\n");
    String bare = own.isBlank() ? spoken.replaceAll("```\\w*|(?m)^[ \t]*>", "") : own;
    String listed = BULLET.matcher(bare).replaceAll("• ").replaceAll("• (?i)\\[x\\] *", "");
    return plain(
        QUOTATION.matcher(listed).replaceAll(found -> Matcher.quoteReplacement(quoted(found))));
  }

  /** Returns words in the form in which they are compared. */
  static String plain(String words) {
    return VisibleText.spoken(words)
        .toLowerCase(Locale.ROOT)
        .replace('’', '\'')
        .replaceAll("[*~#`]+|(?<!\\w)_+|_+(?!\\w)", "")
        .replace("can't", "can not")
        .replace("cannot", "can not")
        .replace("won't", "will not")
        .replace("n't", " not")
        .replace("'m ", " am ")
        .replace("'ll ", " will ")
        .replace("'d ", " would ");
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
        return inner.strip().matches("[\\w-]*(?: \\w+)?") ? inner : "…";
      }
    }
    return "…";
  }
}
