package dev.nightshift.core.report;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Markdown under construction, in which foreign text cannot become structure: it stands escaped in
 * a line, in a code span, or in a fenced block within a quote.
 */
final class MarkdownText {
  private static final int MAX_INLINE_CHARS = 300;
  private static final int MAX_BLOCK_CHARS = 4_000;
  private static final int WRAP_COLUMN = 100;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>#|~!$]");

  /** What some renderers turn into a link, a mention or an entity without any markup. */
  private static final Pattern AUTOMATIC = Pattern.compile("&|:(?=//)|(?<=(?i:www))\\.|@");

  private static final Pattern BACKTICKS = Pattern.compile("`+");
  private static final Pattern LONG_LINE =
      Pattern.compile("(.{1," + WRAP_COLUMN + "})(?:[ \t]+|$)|(.{" + WRAP_COLUMN + "})");
  private final StringBuilder text = new StringBuilder();

  /** Returns foreign text for use within a line: one line, cut, without markup. */
  static String inline(String foreign) {
    String escaped = MARKUP.matcher(oneLine(foreign)).replaceAll("\\\\$0");
    return AUTOMATIC.matcher(escaped).replaceAll(MarkdownText::entity);
  }

  /** Returns foreign text as a code span on one line. */
  static String code(String foreign) {
    String line = oneLine(foreign);
    if (line.isEmpty()) {
      return "(empty)";
    }
    String fence = "`".repeat(longestRun(line) + 1);
    boolean pad = line.startsWith("`") || line.endsWith("`");
    return pad ? fence + " " + line + " " + fence : fence + line + fence;
  }

  MarkdownText heading(int level, String line) {
    return paragraph("#".repeat(level) + " " + line);
  }

  /** Adds own text, in which every foreign part was escaped. */
  MarkdownText paragraph(String line) {
    endBlock();
    text.append(line).append("\n");
    return this;
  }

  /** Adds an item to the list at the end, or starts one. */
  MarkdownText item(String line) {
    if (!isInList()) {
      endBlock();
    }
    text.append("- ").append(line).append("\n");
    return this;
  }

  /** Adds foreign text of any length and shape under a label of ours. */
  MarkdownText quote(String label, String foreign) {
    endBlock();
    String block = VisibleText.cut(visible(foreign).strip(), MAX_BLOCK_CHARS);
    String fence = "`".repeat(Math.max(3, longestRun(block) + 1));
    text.append("> ").append(label).append("\n>\n> ").append(fence).append("text\n");
    block.lines().flatMap(MarkdownText::wrapped).forEach(this::quotedLine);
    text.append("> ").append(fence).append("\n");
    return this;
  }

  /** Adds commands for a reader to copy. */
  MarkdownText commands(String... lines) {
    endBlock();
    String block = visible(String.join("\n", lines));
    String fence = "`".repeat(Math.max(3, longestRun(block) + 1));
    text.append(fence).append("sh\n").append(block).append("\n").append(fence).append("\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void quotedLine(String line) {
    text.append(line.isEmpty() ? ">" : "> " + line).append("\n");
  }

  private void endBlock() {
    if (!text.isEmpty()) {
      text.append("\n");
    }
  }

  private boolean isInList() {
    int lastLine = text.lastIndexOf("\n", text.length() - 2) + 1;
    return text.length() > lastLine + 1 && text.charAt(lastLine) == '-';
  }

  private static Stream<String> wrapped(String line) {
    return line.length() <= WRAP_COLUMN
        ? Stream.of(line)
        : LONG_LINE.matcher(line).results().map(part -> part.group().stripTrailing());
  }

  private static String oneLine(String foreign) {
    return VisibleText.cut(
        BLANKS.matcher(visible(foreign)).replaceAll(" ").strip(), MAX_INLINE_CHARS);
  }

  private static String visible(String foreign) {
    return VisibleText.of(foreign.replace("\r\n", "\n"));
  }

  private static int longestRun(String foreign) {
    return BACKTICKS
        .matcher(foreign)
        .results()
        .mapToInt(run -> run.end() - run.start())
        .max()
        .orElse(0);
  }

  private static String entity(MatchResult character) {
    return "&#" + (int) character.group().charAt(0) + ";";
  }
}
