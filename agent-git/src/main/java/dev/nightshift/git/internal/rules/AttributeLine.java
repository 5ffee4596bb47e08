package dev.nightshift.git.internal.rules;

import dev.nightshift.core.internal.pattern.GitPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a file of git attributes, read as git's {@code attr.c} reads it.
 *
 * @param pattern which paths it is for, or {@code [attr]} and the name of a macro
 * @param attributes as they are written, such as {@code eol=crlf} or {@code -text}
 * @param glob the pattern to match with
 */
public record AttributeLine(String pattern, List<String> attributes, GitPattern glob) {
  private static final String MACRO = "[attr]";
  private static final int MAX_CHARS = 2_048;
  private static final Pattern BLANKS = Pattern.compile("[ \t\r\n]+");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("[-!]?[A-Za-z0-9_.][-A-Za-z0-9_.]*(=.*)?", Pattern.DOTALL);

  /**
   * An attribute and what it says: the text behind the sign of equality, or one of the constants.
   */
  public record Value(String name, String value) {
    // No text of a file can hold a NUL.
    public static final String SET = "\0set";
    public static final String CLEARED = "\0cleared";
    static final String UNSPECIFIED = "\0unspecified";

    static Value of(String attribute) {
      int equality = attribute.indexOf('=');
      String name = equality < 0 ? attribute : attribute.substring(0, equality);
      if (name.startsWith("-")) {
        return new Value(name.substring(1), CLEARED);
      }
      if (name.startsWith("!")) {
        return new Value(name.substring(1), UNSPECIFIED);
      }
      return new Value(name, equality < 0 ? SET : attribute.substring(equality + 1));
    }

    public static boolean isText(String value) {
      return !value.startsWith("\0");
    }
  }

  /**
   * Reads a file; lines that git ignores are left out.
   *
   * @param ignoresCase whether patterns match letters in either case
   */
  static List<AttributeLine> parse(byte[] file, boolean ignoresCase) {
    String text = new String(file, StandardCharsets.UTF_8);
    List<AttributeLine> lines = new ArrayList<>();
    for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1)) {
      of(line, ignoresCase).ifPresent(lines::add);
    }
    return lines;
  }

  /** Reads one line, empty if git ignores it. */
  static Optional<AttributeLine> of(String line, boolean ignoresCase) {
    Matcher blanks = BLANKS.matcher(line);
    String stripped = blanks.lookingAt() ? line.substring(blanks.end()) : line;
    if (stripped.isEmpty() || stripped.startsWith("#") || line.length() >= MAX_CHARS) {
      return Optional.empty();
    }
    Optional<QuotedName> quoted = QuotedName.at(stripped);
    String name = quoted.map(QuotedName::name).orElseGet(() -> BLANKS.split(stripped, 2)[0]);
    String rest = stripped.substring(quoted.map(QuotedName::end).orElse(name.length()));
    List<String> attributes =
        BLANKS.splitAsStream(rest).filter(attribute -> !attribute.isEmpty()).toList();
    boolean valid = attributes.stream().allMatch(each -> ATTRIBUTE.matcher(each).matches());
    return valid && !name.startsWith("!")
        ? Optional.of(new AttributeLine(name, attributes, GitPattern.of(name, ignoresCase)))
        : Optional.empty();
  }

  /** Returns the name this line gives to its attributes, if it does. */
  Optional<String> macro() {
    return pattern.startsWith(MACRO) && pattern.length() > MACRO.length()
        ? Optional.of(pattern.substring(MACRO.length()))
        : Optional.empty();
  }

  /**
   * Tells whether the attributes are for a file.
   *
   * @param path relative to the directory of the line's file
   */
  boolean matches(String path) {
    return macro().isEmpty() && glob.matches(path, false);
  }
}
