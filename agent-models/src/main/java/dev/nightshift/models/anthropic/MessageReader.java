package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.wire.AnswerReader;
import dev.nightshift.models.internal.wire.AnswerTurn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds one answer from the events of the Messages API. */
final class MessageReader implements AnswerReader {
  private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);

  /** What stands for an index that an event does not tell. */
  private static final int NONE = -1;

  /** All blocks by their place in the answer. */
  private final TreeMap<Long, BlockAssembler> blocks = new TreeMap<>();

  /** The block that began last, in all and at each index. */
  private final Map<Integer, BlockAssembler> growing = new HashMap<>();

  private final AnthropicUsage usage;
  private String messageId = "";
  private String model = "";
  private @Nullable String stopReason;
  private boolean started;
  private boolean stopped;

  MessageReader(AnthropicUsage usage) {
    this.usage = usage;
  }

  /** The name in the event's data counts; its own name is only a fallback. */
  @Override
  public boolean event(String name, JsonValue event) {
    String type = event.text("type", name);
    return switch (type) {
      case "message_start" -> messageStart(event.path("message"));
      case "content_block_start" -> blockStart(event);
      case "content_block_delta" -> blockDelta(event);
      case "content_block_stop" -> blockStop(event);
      case "message_delta" -> messageDelta(event);
      case "message_stop" -> {
        stopped = true;
        yield true;
      }
      case "ping" -> false;
      default -> {
        LOG.debug("skipped unknown event {}", name);
        yield false;
      }
    };
  }

  @Override
  public boolean isPiece(String name) {
    return name.startsWith("message_") || name.startsWith("content_block_");
  }

  @Override
  public void wholeMessage(JsonValue message) {
    usage.finished(message.path("usage"));
  }

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public boolean isWhole() {
    return stopped
        || (stopReason != null
            && usage.isExact()
            && blocks.values().stream().allMatch(BlockAssembler::isClosed));
  }

  @Override
  public AnthropicUsage usage() {
    return usage;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public AssistantTurn turn(ModelId producer) {
    makeToolUseIdsUnique();
    List<BlockAssembler> kept = new ArrayList<>(blocks.values());
    kept.removeIf(BlockAssembler::isBlankText);
    byte[] wire =
        JsonText.bytes(
            json -> {
              json.writeStartArray();
              kept.subList(0, replayable(kept)).forEach(block -> block.write(json));
              json.writeEndArray();
            });
    List<ContentBlock> contents = new ArrayList<>(kept.size());
    kept.forEach(block -> contents.add(block.content()));
    return AnswerTurn.of(producer, reason(contents), contents)
        .withWireForm(WireForm.of(TurnEncoder.FORMAT, wire));
  }

  /** The API takes back no message that ends in thinking, as an answer cut off early does. */
  private static int replayable(List<BlockAssembler> kept) {
    int end = kept.size();
    while (end > 0 && kept.get(end - 1).isThinking()) {
      end--;
    }
    return end;
  }

  private boolean messageStart(JsonValue message) {
    started = true;
    messageId = message.text("id", "");
    model = ClaudeNames.unmarked(message.text("model", ""));
    usage.started(message.path("usage"));
    return false;
  }

  /** Some servers tell no index, or one for all blocks; then the deltas tell what is new. */
  private boolean blockStart(JsonValue event) {
    JsonValue start = event.path("content_block");
    if (!start.isObject()) {
      LOG.debug("skipped the start of nothing");
      return false;
    }
    BlockAssembler block = new BlockAssembler(start);
    int index = index(event);
    boolean isFree = index != NONE && !blocks.containsKey((long) index);
    long next = blocks.isEmpty() ? 0 : blocks.lastKey() + 1;
    blocks.put(isFree ? index : next, block);
    growing.put(index, block);
    growing.put(NONE, block);
    return isFree;
  }

  private boolean blockDelta(JsonValue event) {
    BlockAssembler block = growing.get(index(event));
    if (block == null) {
      LOG.debug("skipped a delta for block {} that never started", index(event));
      return false;
    }
    return block.delta(event.path("delta"));
  }

  private boolean blockStop(JsonValue event) {
    BlockAssembler block = growing.get(index(event));
    return block != null && block.close();
  }

  private boolean messageDelta(JsonValue event) {
    String reason = event.path("delta").text("stop_reason", "");
    boolean stops = !reason.isEmpty() && !reason.equals(stopReason);
    if (stops) {
      stopReason = reason;
    }
    usage.finished(event.path("usage"));
    return usage.hasChanged() || stops;
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
          if (block.isToolUse()) {
            block.renameTo(unique(index, JsonText.wellFormed(block.toolUseId()), seen));
          }
        });
  }

  /** Returns the id of a request: the server's as it is written, where it tells it from others. */
  private String unique(long index, String written, Set<String> seen) {
    if (!written.isBlank() && seen.add(written)) {
      return written;
    }
    String own = "toolu_" + messageId.replaceAll("[^A-Za-z0-9_-]", "") + "_" + index;
    LOG.warn("tool request {} had id '{}', now {}", index, written, own);
    seen.add(own);
    return own;
  }

  private static int index(JsonValue event) {
    return Math.max(NONE, event.path("index").number(NONE));
  }
}
