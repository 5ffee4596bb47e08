package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;
import java.util.List;

/** Makes tools whose arguments are a record. */
final class RecordTool {
  private RecordTool() {}

  static <A extends Record> Tool of(
      String name,
      String description,
      Class<A> arguments,
      Tool.TypedBody<A> body,
      boolean isReadOnly) {
    Require.nonNull(name, "name");
    Require.nonNull(description, "description");
    Require.nonNull(arguments, "arguments");
    Require.nonNull(body, "body");
    RecordType type = RecordType.of(arguments, List.of());
    return new ComposedTool(
        new ToolDefinition(name, description, type.schema().toString()),
        (given, context) -> body.call(arguments.cast(JsonToolArguments.read(given, type)), context),
        isReadOnly);
  }
}
