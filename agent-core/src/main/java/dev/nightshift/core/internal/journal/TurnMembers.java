package dev.nightshift.core.internal.journal;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns as JSON and back; the wire form byte for byte, so that its producer gets it as it was. */
final class TurnMembers {
  private TurnMembers() {}

  static void of(UserTurn turn, ObjectNode json) {
    addBlocks(turn, json);
  }

  static UserTurn userTurn(JsonNode json) {
    return UserTurn.of(blocks(json));
  }

  static void of(AssistantTurn turn, ObjectNode json) {
    json.set("producer", JournalJson.write(turn.producer()));
    json.put("stopReason", turn.stopReason().name());
    addBlocks(turn, json);
    turn.wireForm()
        .ifPresent(
            wire -> json.putObject("wire").put("format", wire.format()).put("bytes", wire.bytes()));
  }

  static AssistantTurn assistantTurn(JsonNode json) {
    AssistantTurn turn =
        AssistantTurn.of(
            JournalJson.read(json.required("producer"), ModelId.class),
            new StopReason(json.required("stopReason").asString()),
            blocks(json));
    JsonNode wire = json.get("wire");
    return wire == null
        ? turn
        : turn.withWireForm(
            WireForm.of(wire.required("format").asString(), wire.required("bytes").binaryValue()));
  }

  private static void addBlocks(Turn turn, ObjectNode json) {
    ArrayNode blocks = json.putArray("blocks");
    turn.blocks().forEach(block -> blocks.add(JournalJson.write(block)));
  }

  private static List<ContentBlock> blocks(JsonNode json) {
    return json.required("blocks")
        .valueStream()
        .map(block -> JournalJson.read(block, ContentBlock.class))
        .toList();
  }
}
