package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.workspace.BranchWorkspace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replaces exactly one passage of a file and leaves every other byte as it is. */
final class EditFile implements Tool {
  private static final TemplateFile WORDS = TemplateFile.of(EditFile.class, "edit_file.md");
  private static final int CONTEXT = 3;
  private static final int MAX_SHOWN = 60;
  private static final int MAX_PLACES = 20;

  @Override
  public ToolDefinition definition() {
    return new ToolDefinition(
        "edit_file",
        WORDS.text("edit_file"),
        ToolSchema.object()
            .text("path", WORDS.text("path"))
            .text("old_text", WORDS.text("old_text"))
            .text("new_text", WORDS.text("new_text"))
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
    BranchWorkspace workspace = context.workspace();
    Optional<DecodedText> file = DecodedText.of(workspace.files().read(path).bytes());
    return file.isEmpty()
        ? ToolOutcome.error(path + " is a binary file; edit_file changes text only")
        : edit(workspace, path, file.get(), new Passages(oldText, newText));
  }

  private static ToolOutcome edit(
      BranchWorkspace workspace, String path, DecodedText file, Passages given) {
    Passages meant = given;
    TextEdit.Result result = TextEdit.apply(file.text(), meant.oldText(), meant.newText());
    if (result instanceof TextEdit.Result.NoMatch && VisibleText.isWritten(given.oldText())) {
      meant = given.read();
      result = TextEdit.apply(file.text(), meant.oldText(), meant.newText());
    }
    if (result instanceof TextEdit.Result.Replaced replaced) {
      ToolOutcome outcome = write(workspace, path, file, replaced);
      String note = outcome.isError() ? "" : InvisibleNote.on(meant.newText());
      return note.isEmpty() ? outcome : ToolOutcome.ok(outcome.content() + "[" + note + "]\n");
    }
    if (result instanceof TextEdit.Result.Several several) {
      return ToolOutcome.error(ambiguous(path, several.lines()));
    }
    if (result instanceof TextEdit.Result.NoEffect) {
      return ToolOutcome.error(
          "old_text and new_text differ only in line ends, which edit_file keeps; nothing changed");
    }
    return ToolOutcome.error(notFound(path, file.text(), given));
  }

  private static String ambiguous(String path, List<Integer> lines) {
    return ("old_text occurs %s times in %s, at lines %s%s; nothing was changed. Add neighbouring"
            + " lines to old_text until it is unique.")
        .formatted(
            lines.size(),
            path,
            lines.stream().limit(MAX_PLACES).map(String::valueOf).collect(Collectors.joining(", ")),
            lines.size() > MAX_PLACES ? ", \u2026" : "");
  }

  private static ToolOutcome write(
      BranchWorkspace workspace, String path, DecodedText file, TextEdit.Result.Replaced replaced) {
    Optional<byte[]> bytes = DecodedText.encode(replaced.text(), file.charset());
    if (bytes.isEmpty()) {
      return ToolOutcome.error(
          "new_text holds a character that %s cannot hold in %s; nothing was changed"
              .formatted(path, file.charset().name()));
    }
    workspace.files().write(path, bytes.get());
    NumberedLines now = NumberedLines.of(replaced.text());
    int last = Math.min(replaced.lastLine() + CONTEXT, replaced.firstLine() + MAX_SHOWN);
    return ToolOutcome.ok(
        "Replaced in %s; it now reads:\n%s%s"
            .formatted(
                path,
                now.show(replaced.firstLine() - CONTEXT, last),
                LeftOutNote.of(workspace, path)));
  }

  private static String notFound(String path, String text, Passages given) {
    boolean alreadyThere =
        !given.newText().isBlank() && TextEdit.toLf(text).contains(TextEdit.toLf(given.newText()));
    return "old_text does not occur in %s; nothing was changed. %s%s"
        .formatted(
            path,
            alreadyThere
                ? "new_text is already there, so the edit may have been made before. "
                : "",
            NearestLines.explain(text, given.oldText()));
  }

  /** What to replace by what. */
  private record Passages(String oldText, String newText) {
    /** A passage that does not occur as it stands may be in the notation tools answer in. */
    Passages read() {
      return new Passages(VisibleText.read(oldText), VisibleText.read(newText));
    }
  }
}
