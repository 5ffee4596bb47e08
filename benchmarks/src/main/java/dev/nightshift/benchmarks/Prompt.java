package dev.nightshift.benchmarks;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said to the model, the same by every way. */
final class Prompt {
  static final ModelId MODEL = ModelId.parse("anthropic:claude-opus-5-5");

  /** The steps of a loop; with the engine's prompt its last request has 121 KB. */
  static final int STEPS = 50;

  /** The steps of a history of 122 KB. */
  static final int HISTORY_STEPS = 57;

  static final int MAX_OUTPUT_TOKENS = 1024;
  static final String USER = "Read all parts and say what they have in common.";
  static final String SYSTEM =
      "You are a careful engineer. " + "Read before you answer. ".repeat(35);
  static final ToolDefinition TOOL =
      new ToolDefinition(
          "read_file",
          "Returns the text of a file of the workspace, from its first line to its last.",
          "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},\"required\":[\"path\"]}");

  private static final int LINES = 36;

  private Prompt() {}

  static String path(int step) {
    return "src/main/java/example/Part" + step + ".java";
  }

  static Map<String, String> files(int count) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int step = 0; step < count; step++) {
      StringBuilder text = new StringBuilder();
      for (int line = step * LINES; line < (step + 1) * LINES; line++) {
        text.append("    int value")
            .append(line % LINES)
            .append(" = compute(input, \"")
            .append(line)
            .append("\", offset);\n");
      }
      files.put(path(step), text.toString());
    }
    return files;
  }
}
