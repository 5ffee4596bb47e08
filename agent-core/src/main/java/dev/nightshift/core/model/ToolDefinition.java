package dev.nightshift.core.model;

/**
 * A tool as it is shown to a model.
 *
 * @param name 1 to 64 characters {@code [a-zA-Z0-9_-]}
 * @param description what the tool does, for the model to read
 * @param inputSchemaJson a JSON Schema object for the arguments
 */
public record ToolDefinition(String name, String description, String inputSchemaJson) {
  /** Refuses names no provider accepts. */
  public ToolDefinition {
    if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "tool name '" + name + "' must be 1 to 64 letters, digits, '_' or '-'");
    }
  }
}
