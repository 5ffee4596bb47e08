package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The tools that come with the two roles, in the order models are shown them. */
public final class BuiltInTools {
  private static final List<ViewTool> READING =
      List.of(new ReadFile(), new ListFiles(), new SearchFiles());

  private BuiltInTools() {}

  /** Returns the tools of a reviewer that read; the one that ends a review is its own. */
  public static List<Tool> forReviewer() {
    return READING.stream().map(ReadEitherTree::new).map(BuiltInTools::strict).toList();
  }

  /** Returns the tools of an implementer that do work; those that end a round are its own. */
  public static List<Tool> forImplementer(Duration commandTimeout) {
    List<Tool> tools = new ArrayList<>();
    for (ViewTool tool : READING) {
      tools.add(
          Tool.readOnly(
              new ToolDefinition(tool.name(), tool.description(), tool.schema().json()),
              (arguments, context) -> tool.call(arguments, context.files())));
    }
    tools.add(new EditFile());
    tools.add(new WriteFile());
    tools.add(new DeleteFile());
    tools.add(new RunCommand(commandTimeout));
    return tools.stream().map(BuiltInTools::strict).toList();
  }

  private static Tool strict(Tool tool) {
    ToolDefinition definition = tool.definition();
    List<String> known = JsonValue.parse(definition.inputSchemaJson()).path("properties").names();
    Tool.Body body =
        (arguments, context) -> {
          arguments.requireKnown(known);
          return tool.call(arguments, context);
        };
    return tool.isReadOnly() ? Tool.readOnly(definition, body) : Tool.of(definition, body);
  }
}
