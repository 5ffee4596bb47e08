package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.TextLines;
import dev.nightshift.core.internal.text.Utf8;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/** Shows a range of a file's lines with their numbers. */
final class ReadFile implements ViewTool {
  private static final TemplateFile WORDS = TemplateFile.of(ReadFile.class, "read_file.md");
  private static final Template DOES =
      WORDS.template("read_file", "max-lines", "max-bytes", "max-line-chars");
  static final int MAX_LINES = 2_000;
  static final int MAX_BYTES = 28_000;
  private static final int MOST_ABOUT_RANGE = 100;

  @Override
  public String name() {
    return "read_file";
  }

  @Override
  public String description() {
    return DOES.fill(MAX_LINES, MAX_BYTES, NumberedLines.MAX_LINE_CHARS);
  }

  @Override
  public ToolSchema schema() {
    return ToolSchema.object()
        .text("path", WORDS.text("path"))
        .integer("start_line", WORDS.text("start_line"))
        .integer("end_line", WORDS.text("end_line"))
        .integer("start_column", WORDS.text("start_column"))
        .require("path");
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, TreeView tree) {
    String path = arguments.text("path");
    int start = arguments.optionalInteger("start_line").orElse(1);
    int end = arguments.optionalInteger("end_line").orElse(Integer.MAX_VALUE);
    if (start < 1 || end < start) {
      throw new ToolArgumentException(
          "the lines " + start + " to " + end + " are no range; lines count from 1");
    }
    byte[] bytes = tree.read(path).bytes();
    Optional<DecodedText> text = DecodedText.of(bytes);
    if (text.isEmpty()) {
      return ToolOutcome.error(
          path + " is binary: most of its " + bytes.length + " bytes are no text");
    }
    NumberedLines lines = NumberedLines.of(text.get().text());
    if (lines.count() == 0) {
      return ToolOutcome.ok("[" + VisibleText.name(path) + " is empty]");
    }
    if (start > lines.count()) {
      return ToolOutcome.error(
          "%s has only %s lines; start_line %s is after its end"
              .formatted(path, lines.count(), start));
    }
    int column = Math.max(1, arguments.optionalInteger("start_column").orElse(1));
    Range range = new Range(start, Math.min(end, lines.count()), column);
    return ToolOutcome.ok(shown(lines, range) + notes(text.get()));
  }

  private static int room(NumberedLines lines, Range range) {
    int last = Math.min(range.end(), range.start() + MAX_LINES - 1);
    return Math.min(MAX_BYTES, lines.charsToShow(range.start(), last)) + MOST_ABOUT_RANGE;
  }

  private static String shown(NumberedLines lines, Range range) {
    StringBuilder shown = new StringBuilder(room(lines, range));
    int bytes = 0;
    int start = range.start();
    int end = range.end();
    int next = start;
    while (next <= end && next - start < MAX_LINES) {
      int before = shown.length();
      lines.show(next, range.column(), shown);
      shown.append('\n');
      bytes += Utf8.length(shown, before, shown.length());
      if (bytes > MAX_BYTES && next > start) {
        shown.setLength(before);
        break;
      }
      next++;
    }
    if (next <= end) {
      shown
          .append("[lines ")
          .append(start + " to " + (next - 1) + " of " + lines.count())
          .append("; continue with start_line " + next + "]\n");
    } else if (start > 1 || end < lines.count()) {
      shown.append("[lines " + start + " to " + end + " of " + lines.count() + "]\n");
    }
    return shown.toString();
  }

  private static String notes(DecodedText file) {
    String text = file.text();
    String invisible = VisibleText.listed(text.substring(TextLines.start(text)));
    StringBuilder notes = new StringBuilder();
    if (!file.isUtf8()) {
      notes.append("[not UTF-8: shown as ").append(file.charset().name());
      notes.append(", and written back as it was]\n");
    }
    String ascii = VisibleText.name(String.join(" ", file.asciiBetweenTheLines()));
    notes.append(DecodedText.asciiNote(VisibleText.cut(ascii, DecodedText.MAX_ASCII_CHARS)));
    if (file.hasByteOrderMark()) {
      notes.append("[starts with a byte order mark, which edit_file keeps]\n");
    }
    if (text.contains("\r\n")) {
      notes.append("[has CRLF line ends, which edit_file keeps; give plain line breaks]\n");
    }
    if (!invisible.isEmpty()) {
      notes.append("[holds characters that a reader would not see: ").append(invisible);
      notes.append("]\n");
    }
    if (!text.endsWith("\n")) {
      notes.append("[no line end after the last line]\n");
    }
    return notes.toString();
  }

  /** Which part of each of some lines is shown. */
  private record Range(int start, int end, int column) {}
}
