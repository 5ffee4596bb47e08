package dev.nightshift.models.gemini;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.wire.AnswerReader;
import dev.nightshift.models.internal.wire.AnswerTurn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one answer from the pieces of a Gemini stream. Nothing follows the last piece, so an
 * answer is whole when a piece said why the model stopped and the stream then ended in order.
 */
final class ContentReader implements AnswerReader {
  private static final Logger LOG = LoggerFactory.getLogger(ContentReader.class);
  private static final Set<String> REFUSALS =
      Set.of(
          "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION");

  private final AnswerParts parts = new AnswerParts();
  private final GeminiUsage usage = new GeminiUsage();
  private final int place;
  private String responseId = "";
  private String model = "";
  private @Nullable String finishReason;
  private @Nullable String blockReason;
  private boolean started;
  private boolean ended;

  /**
   * Creates a reader.
   *
   * @param place the number of turns before this answer, for the ids of its calls
   */
  ContentReader(int place) {
    this.place = place;
  }

  @Override
  public boolean event(String name, JsonValue event) {
    boolean saysAnything = false;
    for (JsonValue piece : pieces(event)) {
      saysAnything |= take(piece);
    }
    return saysAnything;
  }

  @Override
  public void streamEnded() {
    ended = true;
  }

  @Override
  public void wholeMessage(JsonValue message) {
    pieces(message).forEach(piece -> usage.take(piece.path("usageMetadata"), true));
  }

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean isStopped() {
    return false;
  }

  @Override
  public boolean isWhole() {
    return ended && hasStopped();
  }

  @Override
  public GeminiUsage usage() {
    return usage;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public String requestId() {
    return responseId;
  }

  @Override
  public AssistantTurn turn(ModelId producer) {
    String call = "call_" + responseId.replaceAll("[^A-Za-z0-9_-]", "") + "_" + place + "_";
    List<ContentBlock> blocks = parts.blocks(call);
    return AnswerTurn.of(producer, reason(blocks), blocks)
        .withWireForm(WireForm.of(TurnEncoder.FORMAT, parts.wire()));
  }

  private static List<JsonValue> pieces(JsonValue event) {
    return event.isArray() ? event.values() : List.of(event);
  }

  private boolean take(JsonValue piece) {
    boolean hadStopped = hasStopped();
    boolean grew = false;
    started = true;
    responseId = piece.text("responseId", responseId);
    model = GeminiModels.canonical(piece.text("modelVersion", model));
    String blocked = piece.path("promptFeedback").text("blockReason", "");
    if (!blocked.isEmpty()) {
      blockReason = blocked;
      LOG.debug("the prompt was blocked: {}", blocked);
    }
    for (JsonValue candidate : piece.path("candidates").values()) {
      if (candidate.path("index").number(0) == 0) {
        grew |= takeCandidate(candidate);
      }
    }
    usage.take(piece.path("usageMetadata"), hasStopped());
    return usage.hasChanged() || grew || hasStopped() != hadStopped;
  }

  private boolean takeCandidate(JsonValue candidate) {
    boolean grew = false;
    for (JsonValue part : candidate.path("content").path("parts").values()) {
      grew |= parts.add(part);
    }
    String reason = candidate.text("finishReason", "");
    if (!reason.isEmpty()) {
      finishReason = reason;
    }
    return grew;
  }

  private boolean hasStopped() {
    return finishReason != null || blockReason != null;
  }

  private StopReason reason(List<ContentBlock> blocks) {
    if (finishReason == null) {
      return StopReason.REFUSAL;
    }
    if (REFUSALS.contains(finishReason)) {
      return StopReason.REFUSAL;
    }
    return switch (finishReason) {
      case "STOP" ->
          blocks.stream().anyMatch(ContentBlock.ToolUse.class::isInstance)
              ? StopReason.TOOL_USE
              : StopReason.END_TURN;
      case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
      default -> new StopReason(finishReason.toLowerCase(Locale.ROOT));
    };
  }
}
