package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.TreeView;

/** A reading tool whose caller says which of the two trees of a change it means. */
record ReadEitherTree(ViewTool tool) implements Tool {
  private static final TemplateFile WORDS =
      TemplateFile.of(ReadEitherTree.class, "read-either-tree.md");
  private static final String CANDIDATE = "candidate";
  private static final String BASE = "base";

  @Override
  public ToolDefinition definition() {
    String schema = tool.schema().choice("tree", WORDS.text("tree"), CANDIDATE, BASE).json();
    return new ToolDefinition(tool.name(), tool.description(), schema);
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, ToolContext context) {
    String which = arguments.optionalText("tree").orElse(CANDIDATE);
    TreeView tree =
        switch (which) {
          case CANDIDATE -> context.files();
          case BASE -> context.base();
          default ->
              throw new ToolArgumentException(
                  "the argument 'tree' must be candidate or base, not '" + which + "'");
        };
    return tool.call(arguments, tree);
  }
}
