package dev.nightshift.core.internal.tool;

import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The tools that come with the two roles, in the order models are shown them. */
public final class BuiltInTools {
  private static final List<ViewTool> READING =
      List.of(new ReadFile(), new ListFiles(), new SearchFiles());

  private BuiltInTools() {}

  /** Returns the tools that only read one tree. */
  public static List<ViewTool> reading() {
    return READING;
  }

  /** Returns the tools of an implementer that do work; those that end a round are its own. */
  public static List<Tool> forImplementer(Duration commandTimeout) {
    List<Tool> tools = new ArrayList<>();
    for (ViewTool tool : READING) {
      tools.add(
          Tool.of(
              new ToolDefinition(tool.name(), tool.description(), tool.schema().json()),
              (arguments, context) -> tool.call(arguments, context.workspace().files())));
    }
    tools.add(new EditFile());
    tools.add(new WriteFile());
    tools.add(new DeleteFile());
    tools.add(new RunCommand(commandTimeout));
    return tools.stream().map(BuiltInTools::strict).toList();
  }

  private static Tool strict(Tool tool) {
    ToolDefinition definition = tool.definition();
    return Tool.of(
        definition,
        (arguments, context) -> {
          KnownArguments.require(definition, arguments);
          return tool.call(arguments, context);
        });
  }
}
