package dev.nightshift.core.tool;

/** STUB. */
final class JsonToolArguments {
  private JsonToolArguments() {}

  static ToolArguments parse(String json) {
    throw new UnsupportedOperationException("stub " + json);
  }
}
