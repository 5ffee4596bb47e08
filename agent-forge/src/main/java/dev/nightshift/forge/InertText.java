package dev.nightshift.forge;

import dev.nightshift.core.internal.text.InertLetters;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.regex.Pattern;

/**
 * Foreign text in which a forge finds nothing to act on. It is changed letter by letter and not by
 * markup alone, because title and body of a request may become the message of a commit, in which a
 * forge reads mentions and closing keywords wherever they stand.
 */
final class InertText {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>|~!$]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private InertText() {}

  /** One line for where no markup is read. */
  static String line(String foreign, int maxChars) {
    String line = BLANKS.matcher(VisibleText.of(foreign)).replaceAll(" ").strip();
    return VisibleText.cut(InertLetters.of(line), maxChars);
  }

  /** One line for Markdown, without markup. */
  static String inline(String foreign, int maxChars) {
    String escaped =
        MARKUP.matcher(line(foreign, maxChars).replace("&", "&amp;")).replaceAll("\\\\$0");
    return escaped;
  }

  /** A code span. */
  static String code(String foreign, int maxChars) {
    String line = line(foreign, maxChars);
    if (line.isEmpty()) {
      return "(empty)";
    }
    int longest =
        BACKTICKS.matcher(line).results().mapToInt(run -> run.end() - run.start()).max().orElse(0);
    String fence = "`".repeat(longest + 1);
    String pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + pad + line + pad + fence;
  }

  /** A quote of several lines, each behind a sign that keeps commands from the start of a line. */
  static String quoted(String foreign, int maxChars) {
    StringBuilder quote = new StringBuilder();
    VisibleText.cut(VisibleText.of(foreign.replace("\r\n", "\n")).strip(), maxChars)
        .lines()
        .forEach(line -> quote.append("> ").append(inline(line, maxChars)).append("\n"));
    return quote.toString();
  }
}
