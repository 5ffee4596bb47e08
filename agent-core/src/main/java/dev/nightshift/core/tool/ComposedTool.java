package dev.nightshift.core.tool;

/** A tool made of its parts. */
record ComposedTool(ToolDefinition definition, Tool.Body body, boolean isReadOnly) implements Tool {
  @Override
  public ToolOutcome call(ToolArguments arguments, ToolContext context)
      throws InterruptedException {
    return body.call(arguments, context);
  }
}
