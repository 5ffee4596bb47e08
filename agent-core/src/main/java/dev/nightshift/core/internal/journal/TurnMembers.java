package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import java.util.List;

/** Turns as JSON and back; the wire form byte for byte, so that its producer gets it as it was. */
final class TurnMembers {
  private static final String BLOCKS = "blocks";

  private TurnMembers() {}

  static JsonValue of(UserTurn turn) {
    return JsonValue.object().with(BLOCKS, written(turn));
  }

  static UserTurn userTurn(JsonValue json) {
    return UserTurn.of(blocks(json));
  }

  static JsonValue of(AssistantTurn turn) {
    JsonValue json =
        JsonValue.object()
            .with("producer", JournalJson.write(turn.producer()))
            .with("stopReason", turn.stopReason().name())
            .with(BLOCKS, written(turn));
    return turn.wireForm().map(wire -> json.with("wire", of(wire))).orElse(json);
  }

  private static JsonValue of(WireForm wire) {
    return JsonValue.object()
        .with("format", wire.format())
        .with("bytes", JsonValue.of(wire.bytes()));
  }

  static AssistantTurn assistantTurn(JsonValue json) {
    AssistantTurn turn =
        AssistantTurn.of(
            JournalJson.read(json.required("producer"), ModelId.class),
            new StopReason(json.required("stopReason").text()),
            blocks(json));
    JsonValue wire = json.path("wire");
    return wire.isMissing()
        ? turn
        : turn.withWireForm(
            WireForm.of(wire.required("format").text(), wire.required("bytes").bytes()));
  }

  private static JsonValue written(Turn turn) {
    return JsonValue.array(turn.blocks().stream().map(JournalJson::write).toList());
  }

  private static List<ContentBlock> blocks(JsonValue json) {
    return json.required(BLOCKS).values().stream()
        .map(block -> JournalJson.read(block, ContentBlock.class))
        .toList();
  }
}
