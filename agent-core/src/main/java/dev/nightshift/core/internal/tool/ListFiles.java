package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.TreeView;
import java.util.List;

/** Lists the paths of a tree. */
final class ListFiles implements ViewTool {
  private static final TemplateFile WORDS = TemplateFile.of(ListFiles.class, "list_files.md");
  private static final Template DOES = WORDS.template("list_files", "max-paths");
  static final int MAX_PATHS = 500;

  @Override
  public String name() {
    return "list_files";
  }

  @Override
  public String description() {
    return DOES.fill(MAX_PATHS);
  }

  @Override
  public ToolSchema schema() {
    return ToolSchema.object().text("path", WORDS.text("path")).text("glob", WORDS.text("glob"));
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, TreeView tree) {
    String path = directory(arguments.optionalText("path").orElse(""));
    String glob = arguments.optionalText("glob").orElse("");
    List<String> paths =
        tree.list(new ListQuery(path, glob, MAX_PATHS + 1)).stream()
            .map(VisibleText::name)
            .toList();
    if (paths.isEmpty()) {
      return ToolOutcome.ok(
          "[no files below "
              + (path.isEmpty() ? "the root" : path)
              + (glob.isEmpty() ? "]" : " match " + glob + "]"));
    }
    if (paths.size() <= MAX_PATHS) {
      return ToolOutcome.ok(String.join("\n", paths));
    }
    return ToolOutcome.ok(
        "%s\n[more than %s paths; narrow path or glob to see the others]"
            .formatted(String.join("\n", paths.subList(0, MAX_PATHS)), MAX_PATHS));
  }

  private static String directory(String path) {
    if (path.equals(".") || path.equals("./")) {
      return "";
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
