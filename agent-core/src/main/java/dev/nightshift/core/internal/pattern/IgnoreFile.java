package dev.nightshift.core.internal.pattern;

import dev.nightshift.core.internal.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code .gitignore}, read as git's {@code dir.c} reads it.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class IgnoreFile {
  private static final int MAX_TEXT = 100;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private final List<Rule> rules;

  private IgnoreFile(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * One line of the file.
   *
   * @param line its number, from 1
   * @param text what it says
   * @param pattern what it matches
   */
  public record Rule(int line, String text, GitPattern pattern) {
    /**
     * Tells what the rule does to a path it matches.
     *
     * @return true if it ignores, false if it takes back that another one does
     */
    public boolean ignores() {
      return !pattern.isNegative();
    }

    /**
     * Says why a path is ignored.
     *
     * @param file the path of the file of rules
     * @return one line
     */
    public String why(String file) {
      return "ignored by " + file + " line " + line + ": " + VisibleText.oneLine(text, MAX_TEXT);
    }
  }

  /**
   * Reads a file.
   *
   * @param content its bytes
   * @return its rules
   */
  public static IgnoreFile parse(byte[] content) {
    return parse(content, false);
  }

  /**
   * Reads a file of a repository whose configuration may say {@code core.ignorecase}.
   *
   * @param content its bytes
   * @param ignoresCase whether letters match in either case
   * @return its rules
   */
  public static IgnoreFile parse(byte[] content, boolean ignoresCase) {
    String text = new String(content, StandardCharsets.UTF_8);
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String raw : (marked ? text.substring(1) : text).split("\n", -1)) {
      number++;
      String line = withoutTrail(raw);
      if (!raw.isEmpty() && !raw.startsWith("#")) {
        rules.add(new Rule(number, line, GitPattern.of(line, ignoresCase)));
      }
    }
    return new IgnoreFile(List.copyOf(rules));
  }

  /**
   * Returns the rule that decides on a path: the last one that matches.
   *
   * @param path relative to the directory of the file; its parents are known not to be ignored
   * @param directory whether it is a directory
   * @return the rule, or empty if none matches
   */
  public Optional<Rule> rule(String path, boolean directory) {
    byte[] bytes = Wildmatch.bytes(path);
    for (int index = rules.size() - 1; index >= 0; index--) {
      if (rules.get(index).pattern().matches(bytes, directory)) {
        return Optional.of(rules.get(index));
      }
    }
    return Optional.empty();
  }

  /** Removes one carriage return, what is behind a NUL, and spaces no backslash protects. */
  private static String withoutTrail(String raw) {
    String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    int nul = line.indexOf('\0');
    line = nul < 0 ? line : line.substring(0, nul);
    @Nullable Integer spaces = null;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c != ' ') {
        spaces = null;
      } else if (spaces == null) {
        spaces = at;
      }
      if (c == '\\') {
        at++;
      }
    }
    return spaces == null ? line : line.substring(0, spaces);
  }
}
