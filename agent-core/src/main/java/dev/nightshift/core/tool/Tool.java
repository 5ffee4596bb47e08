package dev.nightshift.core.tool;

import dev.nightshift.core.model.ToolDefinition;

/**
 * Something a model may ask the host to do.
 *
 * <p><b>Caller:</b> the tool loop, on the run's thread; may block. A {@link ToolArgumentException}
 * or a workspace exception is fed back to the model; any other exception fails the run.
 */
public interface Tool {
  /**
   * Returns what the model is told about this tool; the same in every call, so that caches hold.
   *
   * @return name, description and argument schema
   */
  ToolDefinition definition();

  /**
   * Does what the model asked.
   *
   * @param arguments the arguments, already parsed as a JSON object
   * @param context the workspace and task of the run
   * @return what the model is told
   * @throws InterruptedException if the run was cancelled
   */
  ToolOutcome call(ToolArguments arguments, ToolContext context) throws InterruptedException;

  /**
   * Returns a tool made of its two parts.
   *
   * @param definition what the model is told
   * @param body what is done
   * @return the tool
   */
  static Tool of(ToolDefinition definition, Body body) {
    return new Tool() {
      @Override
      public ToolDefinition definition() {
        return definition;
      }

      @Override
      public ToolOutcome call(ToolArguments arguments, ToolContext context)
          throws InterruptedException {
        return body.call(arguments, context);
      }
    };
  }

  /** What a tool does. */
  @FunctionalInterface
  interface Body {
    /**
     * Does what the model asked.
     *
     * @param arguments the parsed arguments
     * @param context the workspace and task of the run
     * @return what the model is told
     * @throws InterruptedException if the run was cancelled
     */
    ToolOutcome call(ToolArguments arguments, ToolContext context) throws InterruptedException;
  }
}
