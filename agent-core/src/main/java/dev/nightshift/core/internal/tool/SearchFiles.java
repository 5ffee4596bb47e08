package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TreeView;

/** Searches the text files of a tree line by line. */
final class SearchFiles implements ViewTool {
  private static final TemplateFile WORDS = TemplateFile.of(SearchFiles.class, "search.md");
  private static final Template DOES = WORDS.template("search", "max-matches");
  static final int MAX_MATCHES = 200;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String description() {
    return DOES.fill(MAX_MATCHES);
  }

  @Override
  public ToolSchema schema() {
    return ToolSchema.object()
        .text("pattern", WORDS.text("pattern"))
        .text("glob", WORDS.text("glob"))
        .require("pattern");
  }

  @Override
  public ToolOutcome call(ToolArguments arguments, TreeView tree) {
    String pattern = arguments.text("pattern");
    if (pattern.isEmpty()) {
      throw new ToolArgumentException("the argument 'pattern' is empty; give a regular expression");
    }
    String glob = arguments.optionalText("glob").orElse("");
    SearchResult result = tree.search(new SearchQuery(pattern, glob, MAX_MATCHES));
    if (result.matches().isEmpty()) {
      return ToolOutcome.ok(
          "[no line matches "
              + pattern
              + (glob.isEmpty() ? "]" : " in files matching " + glob + "]"));
    }
    StringBuilder shown = new StringBuilder();
    for (SearchResult.Match match : result.matches()) {
      shown.append(VisibleText.name(match.path())).append(':').append(match.line()).append(": ");
      shown.append(VisibleText.exact(match.text())).append('\n');
    }
    if (result.truncated()) {
      shown.append("[more than ").append(result.matches().size());
      shown.append(" matches; narrow pattern or glob to see the others]\n");
    }
    return ToolOutcome.ok(shown.toString());
  }
}
