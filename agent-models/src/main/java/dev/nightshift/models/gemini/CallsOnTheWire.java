package dev.nightshift.models.gemini;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.wire.JsonValue;
import java.util.List;

/**
 * What the calls of a conversation are called on the wire: an answer to one has to repeat its name,
 * and its id only if the model gave it one.
 */
final class CallsOnTheWire {
  private final List<Turn> turns;

  CallsOnTheWire(List<Turn> turns) {
    this.turns = turns;
  }

  /**
   * Returns the call that a result answers, the last one of that id before it.
   *
   * @param result a result within {@code turn}
   * @param turn a turn of the conversation
   * @throws IllegalArgumentException if there is no such call
   */
  Call answeredBy(ContentBlock.ToolResult result, Turn turn) {
    for (int i = lastIndexOf(turn) - 1; i >= 0; i--) {
      if (turns.get(i) instanceof AssistantTurn answer) {
        for (ContentBlock.ToolUse use : answer.toolUses()) {
          if (use.id().equals(result.toolUseId())) {
            return new Call(idOf(answer, use), use.name());
          }
        }
      }
    }
    throw new IllegalArgumentException(
        "tool result '" + result.toolUseId() + "' answers no call of the conversation before it");
  }

  /** Returns the id that a call has on the wire, empty if the model gave it none. */
  String idOf(AssistantTurn answer, ContentBlock.ToolUse use) {
    WireForm wire =
        answer.wireForm().filter(form -> form.format().equals(TurnEncoder.FORMAT)).orElse(null);
    if (wire == null) {
      return use.id();
    }
    int place = answer.toolUses().indexOf(use);
    List<JsonValue> calls =
        JsonValue.parse(wire.bytes()).values().stream()
            .map(part -> part.path("functionCall"))
            .filter(JsonValue::isObject)
            .toList();
    return place < calls.size() ? calls.get(place).text("id", "") : "";
  }

  private int lastIndexOf(Turn turn) {
    int index = turns.size() - 1;
    while (index >= 0 && turns.get(index) != turn) {
      index--;
    }
    return index;
  }

  /**
   * A call as its answer has to name it.
   *
   * @param id its id, empty for none
   * @param name the name of the tool
   */
  record Call(String id, String name) {}
}
