package dev.nightshift.core.agent;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Short words for what a model answers. */
final class Turns {
  static final ModelId MODEL = ModelId.parse("fake:model");

  private Turns() {}

  static ContentBlock.ToolUse use(String id, String tool, Object... namesAndValues) {
    return new ContentBlock.ToolUse(id, tool, json(namesAndValues));
  }

  static String json(Object... namesAndValues) {
    return JsonMapper.shared().writeValueAsString(map(namesAndValues));
  }

  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  static AssistantTurn calls(ContentBlock.ToolUse... uses) {
    return AssistantTurn.of(MODEL, StopReason.TOOL_USE, List.of(uses));
  }

  static AssistantTurn call(String id, String tool, Object... namesAndValues) {
    return calls(use(id, tool, namesAndValues));
  }

  static AssistantTurn raw(String id, String tool, String argumentsJson) {
    return calls(new ContentBlock.ToolUse(id, tool, argumentsJson));
  }

  static AssistantTurn cutOff(ContentBlock... blocks) {
    return AssistantTurn.of(MODEL, StopReason.MAX_TOKENS, new ArrayList<>(List.of(blocks)));
  }

  static AssistantTurn text(String text) {
    return AssistantTurn.text(MODEL, text);
  }

  static AssistantTurn stopped(StopReason reason) {
    return AssistantTurn.of(MODEL, reason, List.of());
  }

  static AssistantTurn finish(String id, String summary) {
    return call(id, "finish", "summary", summary);
  }
}
