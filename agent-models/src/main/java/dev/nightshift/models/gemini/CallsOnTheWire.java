package dev.nightshift.models.gemini;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.WireForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the calls of a conversation are called on the wire: an answer to one has to repeat its name,
 * and its id only if the model gave it one.
 */
final class CallsOnTheWire {
  private final Map<String, Call> latest = new HashMap<>();

  /** Takes the calls of the next answer. */
  void next(AssistantTurn answer) {
    WireForm wire =
        answer.wireForm().filter(form -> form.format().equals(TurnEncoder.FORMAT)).orElse(null);
    List<ContentBlock.ToolUse> uses = answer.toolUses();
    List<JsonValue> sent = wire == null || uses.isEmpty() ? List.of() : calls(wire);
    for (int i = 0; i < uses.size(); i++) {
      ContentBlock.ToolUse use = uses.get(i);
      String given = i < sent.size() ? sent.get(i).text("id", "") : "";
      latest.put(use.id(), new Call(wire == null ? use.id() : given, use.name()));
    }
  }

  private static List<JsonValue> calls(WireForm wire) {
    return JsonValue.parse(wire.bytes()).values().stream()
        .map(part -> part.path("functionCall"))
        .filter(JsonValue::isObject)
        .toList();
  }

  /**
   * Returns the call of an id, the last one so far.
   *
   * @throws IllegalArgumentException if there is no such call
   */
  Call of(String id) {
    Call call = latest.get(id);
    if (call == null) {
      throw new IllegalArgumentException(
          "tool result '"
              + VisibleText.name(id)
              + "' answers no call of the conversation before it");
    }
    return call;
  }

  /**
   * A call as its answer has to name it.
   *
   * @param id its id, empty for none
   * @param name the name of the tool
   */
  record Call(String id, String name) {}
}
