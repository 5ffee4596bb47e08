package dev.nightshift.core.internal.tool;

import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The check that a call gives no argument its tool does not have; providers do not check it. */
public final class KnownArguments {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private KnownArguments() {}

  /**
   * Refuses arguments a closed schema does not name: a model that meant something by one would take
   * the answer for what it asked.
   *
   * @throws ToolArgumentException if there is one; names it and those there are
   */
  public static void require(ToolDefinition tool, ToolArguments arguments) {
    List<String> known =
        List.copyOf(MAPPER.readTree(tool.inputSchemaJson()).path("properties").propertyNames());
    List<String> unknown = new ArrayList<>(MAPPER.readTree(arguments.json()).propertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new ToolArgumentException(
          tool.name()
              + " has no argument "
              + String.join(", ", unknown)
              + "; its arguments are "
              + String.join(", ", known));
    }
  }
}
