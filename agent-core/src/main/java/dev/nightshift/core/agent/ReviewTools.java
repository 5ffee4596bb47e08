package dev.nightshift.core.agent;

import dev.nightshift.core.internal.tool.BuiltInTools;
import dev.nightshift.core.internal.tool.KnownArguments;
import dev.nightshift.core.internal.tool.ViewTool;
import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.workspace.TreeView;
import java.util.ArrayList;
import java.util.List;

/** What a reviewer's model may use: reading either tree, and submitting its verdict. */
final class ReviewTools {
  private static final String CANDIDATE = "candidate";
  private static final String BASE = "base";

  private ReviewTools() {}

  static List<ToolDefinition> definitions() {
    List<ToolDefinition> definitions = new ArrayList<>();
    for (ViewTool tool : BuiltInTools.reading()) {
      String schema =
          tool.schema()
              .choice(
                  "tree",
                  "candidate: with the change, the default. base: without it.",
                  CANDIDATE,
                  BASE)
              .json();
      definitions.add(new ToolDefinition(tool.name(), tool.description(), schema));
    }
    definitions.add(ControlTools.forReviewer());
    return List.copyOf(definitions);
  }

  static List<String> names() {
    return definitions().stream().map(ToolDefinition::name).toList();
  }

  /** Reads as a model asked; what it reads is fenced. */
  static ToolOutcome read(String name, ToolArguments arguments, ReviewRequest request) {
    for (ToolDefinition definition : definitions()) {
      if (definition.name().equals(name)) {
        KnownArguments.require(definition, arguments);
      }
    }
    String which = arguments.optionalText("tree").orElse(CANDIDATE);
    TreeView tree =
        switch (which) {
          case CANDIDATE -> request.candidate();
          case BASE -> request.base();
          default ->
              throw new ToolArgumentException(
                  "the argument 'tree' must be candidate or base, not '" + which + "'");
        };
    for (ViewTool tool : BuiltInTools.reading()) {
      if (tool.name().equals(name)) {
        ToolOutcome outcome = tool.call(arguments, tree);
        return new ToolOutcome(UntrustedText.fenced(name, outcome.content()), outcome.isError());
      }
    }
    throw new IllegalArgumentException("no reading tool '" + name + "'");
  }
}
