package dev.nightshift.core.internal.tool;

import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.TreeView;

/** A tool that only reads one tree, so both roles can have it. */
public interface ViewTool {
  /** Returns the tool's name. */
  String name();

  /** Returns what the model is told it does. */
  String description();

  /** Returns its arguments; a new object each time, so that a role can add to it. */
  ToolSchema schema();

  /** Reads from a tree. */
  ToolOutcome call(ToolArguments arguments, TreeView tree);
}
