package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds one answer from the events of its stream. Unknown events, blocks, deltas and stop reasons
 * are kept or skipped, never refused.
 */
final class MessageAssembler {
  private static final Logger LOG = LoggerFactory.getLogger(MessageAssembler.class);
  private final Map<Integer, BlockAssembler> blocks = new TreeMap<>();
  private final UsageCollector usage;
  private String messageId = "";
  private String model = "";
  private @Nullable String stopReason;
  private @Nullable JsonNode error;
  private boolean started;
  private boolean stopped;

  MessageAssembler(UsageCollector usage) {
    this.usage = usage;
  }

  /** Takes one event; the name in its data counts, the event's own name is only a fallback. */
  void event(String name, byte[] data) throws IOException {
    JsonNode event;
    try {
      event = Json.MAPPER.readTree(data);
    } catch (JacksonException malformed) {
      throw new IOException(
          "event '" + name + "' of " + data.length + " bytes is not JSON", malformed);
    }
    switch (Json.text(event, "type", name)) {
      case "message_start" -> messageStart(event.path("message"));
      case "content_block_start" -> blockStart(event);
      case "content_block_delta" -> blockDelta(event);
      case "content_block_stop" -> blockStop(event);
      case "message_delta" -> messageDelta(event);
      case "message_stop" -> stopped = true;
      case "error" -> error = event;
      case "ping" -> LOG.trace("ping");
      default -> LOG.debug("skipped unknown event {}", name);
    }
  }

  boolean isStarted() {
    return started;
  }

  /** Tells whether nothing more is to come. */
  boolean isStopped() {
    return stopped;
  }

  /** Returns the error the server sent in the stream, or null. */
  @Nullable JsonNode error() {
    return error;
  }

  /** Tells whether the whole answer is there, even if the stream broke before its last event. */
  boolean isWhole() {
    return stopped
        || (stopReason != null
            && usage.isExact()
            && blocks.values().stream().allMatch(BlockAssembler::isClosed));
  }

  /** Returns the name of the model that answered, or the given one if the stream named none. */
  String model(String absent) {
    return model.isBlank() ? absent : model;
  }

  AssistantTurn turn(ModelId producer) {
    makeToolUseIdsUnique();
    List<BlockAssembler> kept =
        blocks.values().stream().filter(block -> !block.isBlankText()).toList();
    ArrayNode wire = Json.MAPPER.createArrayNode();
    kept.subList(0, replayable(kept)).forEach(block -> wire.add(block.wire()));
    List<ContentBlock> contents = kept.stream().map(BlockAssembler::content).toList();
    return AssistantTurn.of(producer, reason(contents), contents)
        .withWireForm(WireForm.of(TurnEncoder.FORMAT, Json.MAPPER.writeValueAsBytes(wire)));
  }

  /** The API takes back no message that ends in thinking, as an answer cut off early does. */
  private static int replayable(List<BlockAssembler> kept) {
    int end = kept.size();
    while (end > 0 && kept.get(end - 1).isThinking()) {
      end--;
    }
    return end;
  }

  private void messageStart(JsonNode message) {
    started = true;
    messageId = Json.text(message, "id", "");
    model = ClaudeNames.unmarked(Json.text(message, "model", ""));
    usage.started(message.path("usage"));
  }

  private void blockStart(JsonNode event) {
    if (event.path("content_block") instanceof ObjectNode block) {
      blocks.put(index(event), new BlockAssembler(block));
    }
  }

  private void blockDelta(JsonNode event) {
    BlockAssembler block = blocks.get(index(event));
    if (block == null) {
      LOG.debug("skipped a delta for block {} that never started", index(event));
    } else {
      block.delta(event.path("delta"));
    }
  }

  private void blockStop(JsonNode event) {
    BlockAssembler block = blocks.get(index(event));
    if (block != null) {
      block.close();
    }
  }

  private void messageDelta(JsonNode event) {
    String reason = Json.text(event.path("delta"), "stop_reason", "");
    if (!reason.isEmpty()) {
      stopReason = reason;
    }
    usage.finished(event.path("usage"));
  }

  private StopReason reason(List<ContentBlock> contents) {
    if (stopReason == null) {
      boolean asksForTools = contents.stream().anyMatch(ContentBlock.ToolUse.class::isInstance);
      return asksForTools ? StopReason.TOOL_USE : StopReason.END_TURN;
    }
    return stopReason.equals("model_context_window_exceeded")
        ? StopReason.CONTEXT_WINDOW_EXCEEDED
        : new StopReason(stopReason);
  }

  private void makeToolUseIdsUnique() {
    Set<String> seen = new HashSet<>();
    blocks.forEach(
        (index, block) -> {
          if (block.isToolUse() && (block.toolUseId().isBlank() || !seen.add(block.toolUseId()))) {
            String id = "toolu_" + messageId.replaceAll("[^A-Za-z0-9_-]", "") + "_" + index;
            LOG.warn("tool request {} had id '{}', now {}", index, block.toolUseId(), id);
            block.renameTo(id);
            seen.add(id);
          }
        });
  }

  private static int index(JsonNode event) {
    return event.path("index").asInt(0);
  }
}
