package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The tools of one role: the built-in ones, those the host added, and those by which the model
 * speaks to the run. Immutable.
 */
final class RoleTools {
  private final Map<String, Tool> working;
  private final List<ToolDefinition> definitions;
  private final List<String> names;

  private RoleTools(Map<String, Tool> working, List<ToolDefinition> definitions) {
    this.working = working;
    this.definitions = List.copyOf(definitions);
    this.names = definitions.stream().map(ToolDefinition::name).toList();
  }

  /**
   * Puts the tools of a role together.
   *
   * @param control what the role's loop answers itself
   * @throws IllegalArgumentException if an added tool has the name of another
   */
  static RoleTools of(List<Tool> builtIn, List<Tool> added, List<ToolDefinition> control) {
    List<String> reserved = control.stream().map(ToolDefinition::name).toList();
    Map<String, Tool> working = new LinkedHashMap<>();
    List<ToolDefinition> definitions = new ArrayList<>();
    for (Tool tool : Stream.concat(builtIn.stream(), added.stream()).toList()) {
      ToolDefinition definition = tool.definition();
      String name = definition.name();
      if (reserved.contains(name) || working.putIfAbsent(name, tool) != null) {
        throw new IllegalArgumentException(
            "there is already a tool '"
                + VisibleText.name(name)
                + "'; give the added tool another name");
      }
      definitions.add(definition);
    }
    definitions.addAll(control);
    return new RoleTools(working, definitions);
  }

  /** Refuses what is no tool, at the call that adds it. */
  static void requireDefinition(Tool tool) {
    Require.nonNull(tool, "tool");
    Require.returned(tool.definition(), "definition() of the tool " + tool.getClass().getName());
  }

  /** What the model is shown of all of them. */
  List<ToolDefinition> definitions() {
    return definitions;
  }

  /** The names of all of them. */
  List<String> names() {
    return names;
  }

  /** The names of those that do work. */
  List<String> workingNames() {
    return List.copyOf(working.keySet());
  }

  /** Tells whether one of {@link #workingNames} changes nothing. */
  boolean isReadOnly(String name) {
    Tool tool = working.get(name);
    return tool != null && tool.isReadOnly();
  }

  /** Does the work of one of {@link #workingNames}. */
  ToolOutcome call(String name, ToolArguments arguments, ToolContext context)
      throws InterruptedException {
    Tool tool = working.get(name);
    if (tool == null) {
      throw new IllegalStateException("no tool '" + VisibleText.name(name) + "'");
    }
    return Objects.requireNonNull(
        tool.call(arguments, context), () -> "tool '" + VisibleText.name(name) + "' returned null");
  }
}
