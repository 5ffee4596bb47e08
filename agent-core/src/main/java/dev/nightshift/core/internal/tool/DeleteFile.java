package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;

/** Deletes one file. */
final class DeleteFile implements Tool {
  private static final TemplateFile WORDS = TemplateFile.of(DeleteFile.class, "delete_file.md");

  @Override
  public ToolDefinition definition() {
    return new ToolDefinition(
        "delete_file",
        WORDS.text("delete_file"),
        ToolSchema.object().text("path", WORDS.text("path")).require("path").json());
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, ToolContext context) {
    String path = arguments.text("path");
    context.workspace().files().delete(path);
    return ToolOutcome.ok("Deleted " + path + LeftOutNote.of(context.workspace(), path));
  }
}
