package dev.nightshift.forge.github;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a change that end with the one a comment is about; the comments of one review have
 * no other place that stays.
 *
 * @param text a hunk of a unified diff, maybe cut at its end; untrusted
 */
record DiffHunk(String text) {
  private static final Pattern HEAD =
      Pattern.compile("@@ -\\d+(?:,\\d+)? \\+(\\d{1,9})(?:,\\d+)? @@");
  private static final int SHOWN_LINES = 3;

  /** The number of the last line in the new file; 0 if that is not known. */
  long lastLine() {
    List<String> lines = text.lines().toList();
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt() || lines.size() < 2 || lines.get(lines.size() - 1).startsWith("-")) {
      return 0;
    }
    long inNewFile = lines.stream().skip(1).filter(line -> !line.matches("[-\\\\].*")).count();
    return Long.parseLong(head.group(1)) + inNewFile - 1;
  }

  /** The last lines as they are in the diff, without its head. */
  List<String> end() {
    List<String> lines = text.lines().filter(line -> !HEAD.matcher(line).lookingAt()).toList();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
  }
}
