package dev.nightshift.core.internal.tool;

import java.util.ArrayList;
import java.util.List;

/**
 * The replacement of exactly one passage of a text. Everything outside the passage, and what the
 * two passages have in common at their ends, stays as it is character for character; line ends
 * inside follow those of the place.
 */
final class TextEdit {
  private static final int MAX_PLACES = 1_000;

  private TextEdit() {}

  /** What came of an edit. */
  sealed interface Result {
    /** The new text and the lines, from 1, that it now has in the place of the passage. */
    record Replaced(String text, int firstLine, int lastLine) implements Result {}

    /** The passage does not occur. */
    record NoMatch() implements Result {}

    /** The passage occurs more than once, starting at these lines. */
    record Several(List<Integer> lines) implements Result {}

    /** The passages differ only in line ends, which are kept. */
    record NoEffect() implements Result {}
  }

  static Result apply(String text, String oldText, String newText) {
    // Whoever writes a carriage return means it.
    if (oldText.indexOf('\r') >= 0) {
      List<Integer> exact = places(text, oldText);
      if (!exact.isEmpty()) {
        return exact.size() > 1
            ? several(text, exact)
            : replaceExactly(text, exact.get(0), oldText, newText);
      }
    }
    return applyIgnoringLineEndStyle(text, toLf(oldText), toLf(newText));
  }

  static String toLf(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
  }

  private static Result replaceExactly(String text, int from, String oldText, String newText) {
    int to = from + oldText.length();
    boolean crlf = lineEndAt(text, from, to).equals("\r\n");
    String inStyle = crlf ? toLf(newText).replace("\n", "\r\n") : newText;
    // Passages that differ in nothing but line ends ask for these.
    return splice(text, from, to, inStyle.equals(oldText) ? newText : inStyle);
  }

  private static Result applyIgnoringLineEndStyle(String text, String oldLf, String newLf) {
    String textLf = toLf(text);
    List<Integer> places = places(textLf, oldLf);
    if (places.isEmpty()) {
      return new Result.NoMatch();
    }
    if (places.size() > 1) {
      return several(textLf, places);
    }
    if (oldLf.equals(newLf)) {
      return new Result.NoEffect();
    }
    int start = places.get(0);
    int same = commonPrefix(oldLf, newLf);
    int sameAtEnd = commonSuffix(oldLf, newLf, same);
    int from = originalIndex(text, start + same);
    int to = originalIndex(text, start + oldLf.length() - sameAtEnd);
    String middle = newLf.substring(same, newLf.length() - sameAtEnd);
    String lineEnd = lineEndAt(text, originalIndex(text, start), to);
    Result.Replaced done = splice(text, from, to, middle.replace("\n", lineEnd));
    int firstLine = lineAt(textLf, start);
    return new Result.Replaced(done.text(), firstLine, firstLine + lineSpan(newLf));
  }

  private static Result.Replaced splice(String text, int from, int to, String replacement) {
    String result = text.substring(0, from) + replacement + text.substring(to);
    int firstLine = lineAt(text, from);
    return new Result.Replaced(result, firstLine, firstLine + lineSpan(replacement));
  }

  private static int lineSpan(String passage) {
    int ends = count(passage, passage.length());
    return passage.endsWith("\n") ? ends - 1 : ends;
  }

  private static Result several(String text, List<Integer> places) {
    return new Result.Several(places.stream().map(place -> lineAt(text, place)).toList());
  }

  private static List<Integer> places(String text, String passage) {
    List<Integer> places = new ArrayList<>();
    int at = text.indexOf(passage);
    // Overlapping occurrences count: which of them is meant is just as unclear.
    while (at >= 0 && places.size() < MAX_PLACES) {
      places.add(at);
      at = text.indexOf(passage, at + 1);
    }
    return places;
  }

  private static int lineAt(String text, int index) {
    return count(text, index) + 1;
  }

  private static int count(String text, int end) {
    int ends = 0;
    for (int at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      ends++;
    }
    return ends;
  }

  private static int commonPrefix(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int same = 0;
    while (same < shorter && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same;
  }

  private static int commonSuffix(String a, String b, int taken) {
    int shorter = Math.min(a.length(), b.length()) - taken;
    int same = 0;
    while (same < shorter && a.charAt(a.length() - 1 - same) == b.charAt(b.length() - 1 - same)) {
      same++;
    }
    return same;
  }

  /** Returns where the character at an index of {@code toLf(text)} starts in the text. */
  private static int originalIndex(String text, int lfIndex) {
    int original = 0;
    for (int lf = 0; lf < lfIndex; lf++) {
      original += text.startsWith("\r\n", original) ? 2 : 1;
    }
    return original;
  }

  /** Returns the line end used in a passage, else after it, else before it. */
  private static String lineEndAt(String text, int from, int to) {
    int end = text.indexOf('\n', from);
    if (end < 0) {
      end = text.lastIndexOf('\n', to);
    }
    return end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
  }
}
