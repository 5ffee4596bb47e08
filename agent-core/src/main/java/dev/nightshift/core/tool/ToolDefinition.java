package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;

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
    Require.nonNull(name, "name");
    Require.nonNull(description, "description");
    Require.nonNull(inputSchemaJson, "inputSchemaJson");
    if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "tool name '" + VisibleText.name(name) + "' must be 1 to 64 letters, digits, '_' or '-'");
    }
  }
}
