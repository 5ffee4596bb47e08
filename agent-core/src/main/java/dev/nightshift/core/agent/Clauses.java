package dev.nightshift.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clauses of a text that its author says: Markdown, quoted lines, fenced blocks, thoughts and
 * quotations of more than two words are taken out first.
 */
final class Clauses {
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

  /** A remark between a name and its colon, and the brackets of a call. */
  private static final Pattern REMARK = Pattern.compile("\\([^()\n]*\\)(?=\\W{0,3}[:=])|\\(\\)");

  private static final Pattern BREAK =
      Pattern.compile(
          "[.!?]+(?=[\\s\")\\]]|$)|[;:,()\n|=<>{}\u2013\u2014]|\\s-+\\s"
              + "|\\b(?:so|but(?! to\\b)|because|since|(?<!must |will )therefore|hence|thus|and(?= i\\b))\\b");

  private final List<Clause> all = new ArrayList<>();

  /**
   * A part of a sentence.
   *
   * @param words its words in lower case, without contractions, one blank between them
   * @param before what stands between it and the clause before, words that join the two included
   * @param after what stands between it and the next one
   */
  record Clause(String words, String before, String after) {
    /** Tells whether it begins a line, a sentence, or what follows from the clause before. */
    boolean isFirst() {
      return before.isEmpty() || !before.matches("[^.!?;\n\\w]*");
    }

    /** Tells whether the next clause is what this one introduces or names. */
    boolean leadsOn() {
      return !after.matches("(?s).*[.!?;,(].*");
    }

    boolean isAsked() {
      return after.startsWith("?");
    }
  }

  private Clauses() {}

  static List<Clause> of(String text) {
    Clauses clauses = new Clauses();
    String plain = plain(text);
    Matcher breaks = BREAK.matcher(plain);
    String words = "";
    String before = "";
    StringBuilder after = new StringBuilder();
    int begin = 0;
    while (begin <= plain.length()) {
      int end = breaks.find(begin) ? breaks.start() : plain.length();
      String next = words(plain.substring(begin, end));
      if (!next.isEmpty()) {
        clauses.add(words, before, after.toString());
        before = words.isEmpty() ? "" : after.toString();
        words = next;
        after.setLength(0);
      }
      after.append(end < plain.length() ? breaks.group().strip() : "");
      after.append(end < plain.length() && breaks.group().contains("\n") ? "\n" : "");
      begin = end < plain.length() ? breaks.end() : plain.length() + 1;
    }
    clauses.add(words, before, after.toString());
    return clauses.all;
  }

  private void add(String words, String before, String after) {
    if (!words.isEmpty()) {
      all.add(new Clause(words, before, after));
    }
  }

  /** Once through the text, however many thoughts begin and never end. */
  private static String withoutThoughts(String text) {
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

  private static String plain(String given) {
    String text = withoutThoughts(given);
    String own = OF_OTHERS.matcher(text).replaceAll("\n");
    text = own.isBlank() ? text.replaceAll("```\\w*|(?m)^[ \t]*>", "") : own;
    text =
        text.toLowerCase(Locale.ROOT)
            .replace('’', '\'')
            .replaceAll("[*~#]+|\\[x\\]|(?<!\\w)_+|_+(?!\\w)", "");
    text = BULLET.matcher(text).replaceAll("• ");
    text = QUOTATION.matcher(text).replaceAll(found -> Matcher.quoteReplacement(quoted(found)));
    text = REMARK.matcher(text).replaceAll("");
    return text.replace("n/a", "none")
        .replace("can't", "can not")
        .replace("cannot", "can not")
        .replace("won't", "will not")
        .replace("n't", " not")
        .replace("'m ", " am ")
        .replace("'ll ", " will ")
        .replace("'d ", " would ");
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

  private static String words(String part) {
    return part.replaceAll("[^\\p{L}\\p{N}_•…]+", " ").strip();
  }
}
