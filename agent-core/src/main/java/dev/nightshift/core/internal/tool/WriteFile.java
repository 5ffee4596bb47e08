package dev.nightshift.core.internal.tool;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Creates or replaces a whole file. */
final class WriteFile implements Tool {
  private static final TemplateFile WORDS = TemplateFile.of(WriteFile.class, "write_file.md");

  @Override
  public ToolDefinition definition() {
    return new ToolDefinition(
        "write_file",
        WORDS.text("write_file"),
        ToolSchema.object()
            .text("path", WORDS.text("path"))
            .text("content", WORDS.text("content"))
            .require("path", "content")
            .json());
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, ToolContext context) {
    String path = arguments.text("path");
    String content = arguments.text("content");
    Optional<byte[]> bytes = DecodedText.encode(content, StandardCharsets.UTF_8);
    if (bytes.isEmpty()) {
      return ToolOutcome.error(
          "content holds half of a surrogate pair, which UTF-8 cannot hold; nothing was written");
    }
    WorkspaceFiles files = context.workspace().files();
    Optional<DecodedText> before = textBefore(files, path);
    files.write(path, bytes.get());
    String note = InvisibleNote.onFile(content);
    return ToolOutcome.ok(
        (before.isPresent() ? "Replaced " : "Wrote ")
            + path
            + " ("
            + NumberedLines.of(content).count()
            + " lines, "
            + bytes.get().length
            + " bytes)"
            + before.map(old -> warning(old, content)).orElse("")
            + (note.isEmpty() ? "" : ". " + note)
            + LeftOutNote.of(context.workspace(), path));
  }

  private static Optional<DecodedText> textBefore(WorkspaceFiles files, String path) {
    try {
      return DecodedText.of(files.read(path).bytes());
    } catch (WorkspaceException unreadable) {
      // Whatever is wrong with the path, the write says it better.
      return Optional.empty();
    }
  }

  private static String warning(DecodedText before, String content) {
    String ends =
        before.text().contains("\r\n") && !content.contains("\r\n")
            ? ". It had CRLF line ends and now has LF: every line changed."
            : "";
    return before.isUtf8()
        ? ends
        : ends + ". It was in " + before.charset().name() + " and now is in UTF-8.";
  }
}
