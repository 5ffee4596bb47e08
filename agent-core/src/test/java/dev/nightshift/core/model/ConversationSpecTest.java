package dev.nightshift.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tool.ToolDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationSpecTest {
  /** Symptom: the same tools in the order of another JVM's map were another prompt to a cache. */
  @Test
  void sameToolsInAnotherOrderAreTheSameSpecification() {
    ToolDefinition read = new ToolDefinition("read_file", "Reads.", "{}");
    ToolDefinition write = new ToolDefinition("write_file", "Writes.", "{}");

    assertThat(spec(write, read)).isEqualTo(spec(read, write));
    assertThat(spec(write, read).tools()).containsExactly(read, write);
  }

  private static ConversationSpec spec(ToolDefinition... tools) {
    return ConversationSpec.builder(ModelId.parse("fake:model")).tools(List.of(tools)).build();
  }
}
