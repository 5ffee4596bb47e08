package dev.nightshift.core.internal.tool;

import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.workspace.WorkspaceFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replaces exactly one passage of a file and leaves every other byte as it is. */
final class EditFile implements Tool {
  private static final int CONTEXT = 3;
  private static final int MAX_SHOWN = 60;
  private static final int MAX_PLACES = 20;

  @Override
  public ToolDefinition definition() {
    return new ToolDefinition(
        "edit_file",
        "Replaces one passage of a file. old_text has to occur exactly once, character for"
            + " character with its indentation; take in neighbouring lines to make it unique."
            + " Line ends (LF or CRLF), byte order mark and file mode of the file are kept.",
        ToolSchema.object()
            .text("path", "Path relative to the root")
            .text("old_text", "The passage as it stands in the file, without line numbers")
            .text("new_text", "What takes its place; empty to delete it")
            .require("path", "old_text", "new_text")
            .json());
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, ToolContext context) {
    String path = arguments.text("path");
    String oldText = arguments.text("old_text");
    String newText = arguments.text("new_text");
    if (oldText.isEmpty()) {
      return ToolOutcome.error(
          "old_text is empty, so it names no place; give the passage to replace, or use write_file"
              + " for a whole file");
    }
    if (oldText.equals(newText)) {
      return ToolOutcome.error("old_text and new_text are the same; nothing would change");
    }
    WorkspaceFiles files = context.workspace().files();
    Optional<FileText> file = FileText.of(files.read(path));
    if (file.isEmpty()) {
      return ToolOutcome.error(path + " is a binary file; edit_file changes text only");
    }
    TextEdit.Result result = TextEdit.apply(file.get().text(), oldText, newText);
    if (result instanceof TextEdit.Result.Replaced replaced) {
      return write(files, path, file.get(), replaced);
    }
    if (result instanceof TextEdit.Result.Several several) {
      return ToolOutcome.error(ambiguous(path, several.lines()));
    }
    if (result instanceof TextEdit.Result.NoEffect) {
      return ToolOutcome.error(
          "old_text and new_text differ only in line ends, which edit_file keeps; nothing changed");
    }
    return ToolOutcome.error(notFound(path, file.get().text(), oldText, newText));
  }

  private static String ambiguous(String path, List<Integer> lines) {
    return "old_text occurs "
        + lines.size()
        + " times in "
        + path
        + ", at lines "
        + lines.stream().limit(MAX_PLACES).map(String::valueOf).collect(Collectors.joining(", "))
        + (lines.size() > MAX_PLACES ? ", \u2026" : "")
        + "; nothing was changed. Add neighbouring lines to old_text until it is unique.";
  }

  private static ToolOutcome write(
      WorkspaceFiles files, String path, FileText file, TextEdit.Result.Replaced replaced) {
    Optional<byte[]> bytes = FileText.encode(replaced.text(), file.charset());
    if (bytes.isEmpty()) {
      return ToolOutcome.error(
          "new_text holds a character that "
              + path
              + " cannot hold in "
              + file.charset().name()
              + "; nothing was changed");
    }
    files.write(path, bytes.get());
    NumberedLines now = NumberedLines.of(replaced.text());
    int last = Math.min(replaced.lastLine() + CONTEXT, replaced.firstLine() + MAX_SHOWN);
    return ToolOutcome.ok(
        "Replaced in "
            + path
            + "; it now reads:\n"
            + now.show(replaced.firstLine() - CONTEXT, last));
  }

  private static String notFound(String path, String text, String oldText, String newText) {
    boolean alreadyThere =
        !newText.isBlank() && TextEdit.toLf(text).contains(TextEdit.toLf(newText));
    return "old_text does not occur in "
        + path
        + "; nothing was changed. "
        + (alreadyThere ? "new_text is already there, so the edit may have been made before. " : "")
        + NearestLines.explain(text, oldText);
  }
}
