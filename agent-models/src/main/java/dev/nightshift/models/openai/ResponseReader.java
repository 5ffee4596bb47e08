package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.internal.wire.AnswerReader;
import dev.nightshift.models.internal.wire.AnswerTurn;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds one answer from the events of the Responses API. */
final class ResponseReader implements AnswerReader {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseReader.class);
  private static final int OK = 200;

  /** Events without a delta by which an answer goes on. */
  private static final Set<String> STEPS =
      Set.of(
          "response.output_item.added",
          "response.output_item.done",
          "response.function_call_arguments.done",
          "response.completed",
          "response.incomplete");

  private static final Set<String> FAILED = Set.of("failed", "cancelled");

  private final OutputItems items = new OutputItems();
  private final OpenAiUsage usage;
  private final CallIds callIds;
  private String id = "";
  private String model = "";
  private String cutBy = "";
  private @Nullable ApiError error;
  private boolean started;
  private boolean skippedAny;

  /** What was told of which item, since the same told anew is no step. */
  private final Set<String> steps = new HashSet<>();

  private boolean ended;

  ResponseReader(ModelRequest request) {
    this.usage = OpenAiUsage.ofResponse(request.options());
    this.callIds = new CallIds(request);
  }

  /** Takes one event; the name in its data counts, the event's own name is only a fallback. */
  @Override
  public boolean event(String name, JsonValue event) {
    String type = event.text("type", name);
    switch (type) {
      case "response.created", "response.in_progress", "response.queued" -> started(event);
      case "response.output_item.added" -> whole(event, items::added);
      case "response.output_item.done" -> whole(event, items::done);
      case "response.function_call_arguments.delta" ->
          item(event, call -> call.argumentsDelta(Wire.arguments(event.path("delta"))));
      case "response.function_call_arguments.done" ->
          item(event, call -> call.allArguments(Wire.arguments(event.path("arguments"))));
      case "response.output_text.delta" ->
          item(event, message -> message.textDelta(event.text("delta", "")));
      case "response.refusal.delta" ->
          item(event, message -> message.refusalDelta(event.text("delta", "")));
      case "response.completed", "response.incomplete" -> ended(type, event.path("response"));
      case "response.failed", "response.cancelled" -> failed(type, event.path("response"));
      default -> {
        skippedAny |= error == null && type.startsWith("response.");
        LOG.debug("skipped event {}", type);
      }
    }
    return error == null && (isStep(type, event) || isGrowth(type, event));
  }

  private boolean isStep(String type, JsonValue event) {
    if (!STEPS.contains(type)) {
      return false;
    }
    String item = event.text("item_id", event.path("item").text("id", ""));
    return steps.add(String.join(" ", type, item, event.path("output_index").toString()));
  }

  /** Thought is told by events that nothing else is made of. */
  private static boolean isGrowth(String type, JsonValue event) {
    JsonValue delta = event.path("delta");
    boolean isAnything = delta.isString() ? !delta.text("").isEmpty() : !delta.isEmpty();
    return isAnything && type.startsWith("response.") && type.endsWith(".delta");
  }

  /**
   * A response is created before a model has it; thought that is hidden is an item, too. What
   * nobody knows may be work.
   */
  @Override
  public boolean mayHaveWorked() {
    return skippedAny;
  }

  @Override
  public boolean isPiece(String name) {
    return name.startsWith("response.");
  }

  @Override
  public void wholeMessage(JsonValue message) {
    usage.terms(message);
    usage.take(message.path("usage"), true);
  }

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean isStopped() {
    return ended;
  }

  @Override
  public boolean isWhole() {
    return ended;
  }

  @Override
  public @Nullable ApiError error() {
    return error;
  }

  @Override
  public OpenAiUsage usage() {
    return usage;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public String requestId() {
    return id;
  }

  @Override
  public AssistantTurn turn(ModelId producer) {
    int index = 0;
    for (OutputItem item : items.all()) {
      if (item.isCall()) {
        item.renameTo(callIds.unique(item.callId(), index));
      }
      index++;
    }
    List<ContentBlock> blocks =
        items.all().stream().flatMap(item -> item.content().stream()).toList();
    AssistantTurn turn = AnswerTurn.of(producer, reason(blocks), blocks);
    List<OutputItem> replayed = withoutLastThoughts();
    if (!replayed.stream().allMatch(OutputItem::isReplayable)) {
      LOG.debug("an item of {} cannot be sent back; only its texts and calls will be", id);
      return turn;
    }
    return turn.withWireForm(WireForm.of(ItemEncoder.FORMAT, wire(replayed)));
  }

  /** The API takes back no thoughts that nothing follows, as in an answer cut off early. */
  private List<OutputItem> withoutLastThoughts() {
    List<OutputItem> all = new ArrayList<>(items.all());
    int end = all.size();
    while (end > 0 && all.get(end - 1).isReasoning()) {
      end--;
    }
    return all.subList(0, end);
  }

  private static byte[] wire(List<OutputItem> items) {
    return JsonText.bytes(
        json -> {
          json.writeStartArray();
          items.forEach(item -> item.write(json));
          json.writeEndArray();
        });
  }

  private void started(JsonValue event) {
    JsonValue response = event.path("response");
    started = true;
    id = response.text("id", id);
    model = response.text("model", model);
    usage.terms(response);
  }

  /** Takes an event with an item in it. */
  private void whole(JsonValue event, Consumer<JsonValue> take) {
    started = true;
    if (event.path("item").isObject()) {
      take.accept(event);
    } else {
      LOG.debug("skipped an event without its item");
    }
  }

  private void item(JsonValue event, Consumer<OutputItem> change) {
    OutputItem item = items.of(event);
    if (item == null) {
      LOG.debug("skipped a delta for an item that never started");
    } else {
      change.accept(item);
    }
  }

  private void ended(String type, JsonValue response) {
    if (isFailed(response)) {
      failed("response.failed", response);
      return;
    }
    started = true;
    ended = true;
    closed(response);
    String unnamed = type.equals("response.incomplete") ? "incomplete" : "";
    cutBy = response.path("incomplete_details").text("reason", unnamed);
    items.output(response.path("output").values());
  }

  /** Some servers call an event completed by which they tell that nothing was. */
  private static boolean isFailed(JsonValue response) {
    JsonValue error = response.path("error");
    return FAILED.contains(response.text("status", ""))
        || !error.text("message", "").isBlank()
        || !error.text("code", "").isBlank();
  }

  private void failed(String type, JsonValue response) {
    closed(response);
    error =
        response.path("error").isObject()
            ? OpenAiErrors.of(OK, response)
            : ApiError.of(ModelErrorKind.SERVER, type, "the server gave no reason", "");
  }

  private void closed(JsonValue response) {
    id = response.text("id", id);
    model = response.text("model", model);
    usage.terms(response);
    usage.take(response.path("usage"), true);
  }

  private StopReason reason(List<ContentBlock> blocks) {
    if (!cutBy.isEmpty()) {
      return switch (cutBy) {
        case "max_output_tokens" -> StopReason.MAX_TOKENS;
        case "content_filter" -> StopReason.REFUSAL;
        default -> new StopReason(cutBy);
      };
    }
    if (blocks.stream().anyMatch(ContentBlock.ToolUse.class::isInstance)) {
      return StopReason.TOOL_USE;
    }
    boolean isRefused = items.all().stream().anyMatch(OutputItem::isRefusal);
    return isRefused ? StopReason.REFUSAL : StopReason.END_TURN;
  }
}
