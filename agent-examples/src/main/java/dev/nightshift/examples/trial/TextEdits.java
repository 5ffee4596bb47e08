package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The edits that turn one version of a file into another: each names lines that occur exactly once
 * when it is made.
 */
final class TextEdits {
  private static final int MAX_CONTEXT = 60;
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");

  private TextEdits() {}

  /**
   * Returns edits, or one rewrite where no edit is unique.
   *
   * @param path the file
   * @param before its text before
   * @param after its text after
   * @param diff its unified diff without context, as git prints it
   */
  static List<ToolCall> of(String path, String before, String after, List<String> diff) {
    List<String> old = lines(before);
    List<String> fresh = lines(after);
    List<ToolCall> edits = new ArrayList<>();
    String current = before;
    for (Hunk hunk : hunks(diff, old.size())) {
      ToolCall edit = edit(path, current, old, fresh, hunk);
      if (edit == null) {
        return List.of(ToolCall.write(path, after));
      }
      String oldText = (String) edit.arguments().get("old_text");
      int at = current.indexOf(oldText);
      current =
          current.substring(0, at)
              + edit.arguments().get("new_text")
              + current.substring(at + oldText.length());
      edits.add(edit);
    }
    return current.equals(after) ? edits : List.of(ToolCall.write(path, after));
  }

  /** Grows the context of a hunk until its old lines are unique in the current text. */
  private static @Nullable ToolCall edit(
      String path, String current, List<String> old, List<String> fresh, Hunk hunk) {
    for (int context = 1; context <= MAX_CONTEXT; context++) {
      int above = Math.min(context, hunk.above());
      int below = Math.min(context, hunk.below());
      String oldText = String.join("", old.subList(hunk.oldFrom() - above, hunk.oldTo() + below));
      String newText = String.join("", fresh.subList(hunk.newFrom() - above, hunk.newTo() + below));
      int first = oldText.isEmpty() ? -1 : current.indexOf(oldText);
      if (first >= 0 && current.indexOf(oldText, first + 1) < 0) {
        return ToolCall.edit(path, oldText, newText);
      }
    }
    return null;
  }

  /** Splits after each line end, keeping it. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(from, next));
      from = next;
    }
    return lines;
  }

  /**
   * Reads the ranges, and how many common lines lie around each, so that contexts never reach into
   * a neighbour.
   */
  private static List<Hunk> hunks(List<String> diff, int oldSize) {
    List<Hunk> raw = new ArrayList<>();
    for (String line : diff) {
      Matcher range = HUNK.matcher(line);
      if (range.matches()) {
        int oldFrom = from(range, 1);
        int newFrom = from(range, 3);
        raw.add(
            new Hunk(oldFrom, oldFrom + count(range, 2), newFrom, newFrom + count(range, 4), 0, 0));
      }
    }
    List<Hunk> hunks = new ArrayList<>();
    for (int k = 0; k < raw.size(); k++) {
      Hunk hunk = raw.get(k);
      int above = hunk.oldFrom() - (k == 0 ? 0 : raw.get(k - 1).oldTo());
      int below = (k == raw.size() - 1 ? oldSize : raw.get(k + 1).oldFrom()) - hunk.oldTo();
      hunks.add(new Hunk(hunk.oldFrom(), hunk.oldTo(), hunk.newFrom(), hunk.newTo(), above, below));
    }
    return hunks;
  }

  /** Line numbers count from 1; of an empty range git names the line before it. */
  private static int from(Matcher range, int group) {
    int line = Integer.parseInt(range.group(group));
    return count(range, group + 1) == 0 ? line : line - 1;
  }

  private static int count(Matcher range, int group) {
    String digits = range.group(group);
    return digits == null ? 1 : Integer.parseInt(digits);
  }

  private record Hunk(int oldFrom, int oldTo, int newFrom, int newTo, int above, int below) {}
}
