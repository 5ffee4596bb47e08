package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;

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
   * @param context the run, its task and its files
   * @return what the model is told
   * @throws InterruptedException if the run was cancelled
   */
  ToolOutcome call(ToolArguments arguments, ToolContext context) throws InterruptedException;

  /**
   * Tells whether this tool changes nothing, in the workspace or elsewhere. Only such a tool can be
   * given to a reviewer, whose {@link ToolContext} has no workspace.
   *
   * @return false unless overridden
   */
  default boolean isReadOnly() {
    return false;
  }

  /**
   * Returns a tool whose arguments are a record, which may write.
   *
   * <p>The schema has a property for each component, by its name and with its {@link Description}.
   * A component is a {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean} (or
   * their wrappers), an enum, a record of these, or a {@code List} of one of them. It must be given
   * unless it is annotated {@code @Nullable} (then null) or an {@code Optional} (then empty). What
   * the model gives otherwise, and whatever {@link RuntimeException} the record's constructor
   * throws, is fed back to it. A string that holds a JSON array is that list where one is asked.
   *
   * @param <A> the arguments
   * @param name as {@link ToolDefinition#name}
   * @param description what the tool does, for the model to read
   * @param arguments the record
   * @param body what is done
   * @return the tool
   * @throws IllegalArgumentException if a component has another type, is a primitive that may be
   *     null or an enum without constants, or the record's package is not open to this module
   */
  static <A extends Record> Tool of(
      String name, String description, Class<A> arguments, TypedBody<A> body) {
    return RecordTool.of(name, description, arguments, body, false);
  }

  /**
   * Returns a {@linkplain #isReadOnly read-only} tool whose arguments are a record, as {@link
   * #of(String, String, Class, TypedBody)}.
   *
   * @param <A> the arguments
   * @param name as {@link ToolDefinition#name}
   * @param description what the tool does, for the model to read
   * @param arguments the record
   * @param body what is looked up; it changes nothing
   * @return the tool
   * @throws IllegalArgumentException as {@link #of(String, String, Class, TypedBody)}
   */
  static <A extends Record> Tool readOnly(
      String name, String description, Class<A> arguments, TypedBody<A> body) {
    return RecordTool.of(name, description, arguments, body, true);
  }

  /**
   * Returns a tool made of its two parts, which may write.
   *
   * @param definition what the model is told
   * @param body what is done
   * @return the tool
   */
  static Tool of(ToolDefinition definition, Body body) {
    Require.nonNull(definition, "definition");
    Require.nonNull(body, "body");
    return new ComposedTool(definition, body, false);
  }

  /**
   * Returns a {@linkplain #isReadOnly read-only} tool made of its two parts.
   *
   * @param definition what the model is told
   * @param body what is looked up; it changes nothing
   * @return the tool
   */
  static Tool readOnly(ToolDefinition definition, Body body) {
    Require.nonNull(definition, "definition");
    Require.nonNull(body, "body");
    return new ComposedTool(definition, body, true);
  }

  /** What a tool does. */
  @FunctionalInterface
  interface Body {
    /**
     * Does what the model asked.
     *
     * @param arguments the parsed arguments
     * @param context the run, its task and its files
     * @return what the model is told
     * @throws InterruptedException if the run was cancelled
     */
    ToolOutcome call(ToolArguments arguments, ToolContext context) throws InterruptedException;
  }

  /**
   * What a tool does whose arguments are a record.
   *
   * @param <A> the arguments
   */
  @FunctionalInterface
  interface TypedBody<A extends Record> {
    /**
     * Does what the model asked.
     *
     * @param arguments the arguments
     * @param context the run, its task and its files
     * @return what the model is told
     * @throws InterruptedException if the run was cancelled
     */
    ToolOutcome call(A arguments, ToolContext context) throws InterruptedException;
  }
}
