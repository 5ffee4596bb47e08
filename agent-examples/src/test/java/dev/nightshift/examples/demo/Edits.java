package dev.nightshift.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.examples.script.ToolCall;
import java.util.Map;
import java.util.regex.Pattern;

/** Applies the writing tool calls of a script to files in memory, as strictly as the tools do. */
public final class Edits {
  private Edits() {}

  /**
   * Applies one call.
   *
   * @param files contents by path, changed in place
   * @param call any call; those that do not write are ignored
   */
  public static void apply(Map<String, String> files, ToolCall call) {
    String path = (String) call.arguments().get("path");
    switch (call.tool()) {
      case "edit_file" -> {
        String oldText = (String) call.arguments().get("old_text");
        String text = files.getOrDefault(path, "");
        assertThat(text.split(Pattern.quote(oldText), -1)).as("old_text in %s", path).hasSize(2);
        files.put(path, text.replace(oldText, (String) call.arguments().get("new_text")));
      }
      case "write_file" -> files.put(path, (String) call.arguments().get("content"));
      case "delete_file" -> files.remove(path);
      default -> {}
    }
  }
}
