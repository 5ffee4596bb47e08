package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.wire.AnswerReader;
import dev.nightshift.models.internal.wire.AnswerTurn;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.openai.Quirks.IdPolicy;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds one answer from the chunks of the Chat Completions API. */
final class ChunkReader implements AnswerReader {
  private final ChatMessage message;
  private final ModelRequest request;
  private final OpenAiUsage usage;
  private final CallIds callIds;
  private final IdPolicy idPolicy;
  private final PromptCheck prompts;
  private String id = "";
  private String model = "";
  private @Nullable String finishReason;
  private @Nullable ApiError error;
  private boolean started;
  private boolean done;

  /** Whether no word came after the last counts; some servers count from the first chunk on. */
  private boolean countsAll;

  ChunkReader(ModelRequest request, IdPolicy idPolicy, PromptCheck prompts) {
    this.request = request;
    this.message =
        new ChatMessage(
            request.tools().stream()
                .map(ToolDefinition::name)
                .collect(Collectors.toUnmodifiableSet()));
    this.usage = OpenAiUsage.ofCompletion(request.options());
    this.callIds = new CallIds(request);
    this.idPolicy = idPolicy;
    this.prompts = prompts;
  }

  @Override
  public boolean event(String name, JsonValue chunk) {
    id = chunk.text("id", id);
    model = chunk.text("model", model);
    List<JsonValue> choices = chunk.path("choices").values();
    boolean saysAnything = false;
    for (JsonValue choice : choices) {
      saysAnything |= choice(choice);
    }
    usage.terms(chunk);
    JsonValue counts = chunk.path("usage");
    usage.take(counts, finishReason != null);
    countsAll = counts.isObject() || (countsAll && choices.isEmpty());
    return usage.hasChanged() || saysAnything;
  }

  @Override
  public void done() {
    done = true;
    if (countsAll) {
      usage.ended();
    }
  }

  private boolean choice(JsonValue choice) {
    if (choice.path("index").number(0) != 0) {
      return false;
    }
    boolean hadStopped = finishReason != null;
    started = true;
    JsonValue delta = choice.path("delta");
    boolean saysAnything = message.delta(delta.isObject() ? delta : choice.path("message"));
    finishReason = choice.text("finish_reason", finishReason == null ? "" : finishReason);
    if (finishReason.isEmpty()) {
      finishReason = null;
    } else if (finishReason.equals("error")) {
      error = ApiError.of(ModelErrorKind.SERVER, "error", "the answer ended in an error", id);
    }
    return saysAnything || (!hadStopped && finishReason != null && error == null);
  }

  @Override
  public void wholeMessage(JsonValue whole) {
    usage.terms(whole);
    usage.take(whole.path("usage"), true);
  }

  @Override
  public boolean isStarted() {
    return started;
  }

  @Override
  public boolean isStopped() {
    return done;
  }

  /** Some servers send no mark of the end, others no reason for it. */
  @Override
  public boolean isWhole() {
    return started && (done || finishReason != null);
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
    prompts.check(request, usage.promptTokens());
    List<ChatCall> calls = message.calls();
    for (int i = 0; i < calls.size(); i++) {
      ChatCall call = calls.get(i);
      call.renameTo(idPolicy == IdPolicy.OWN ? callIds.own(i) : callIds.unique(call.id(), i));
    }
    AssistantTurn turn = AnswerTurn.of(producer, reason(), message.blocks());
    return message.isReplayable()
        ? turn.withWireForm(WireForm.of(MessageEncoder.FORMAT, message.wire()))
        : turn;
  }

  /** The calls decide, since servers disagree on what to call an answer that has some. */
  private StopReason reason() {
    String told = finishReason == null ? "" : finishReason;
    return switch (told) {
      case "length" -> StopReason.MAX_TOKENS;
      case "content_filter" -> StopReason.REFUSAL;
      case "", "stop", "tool_calls", "function_call" -> reasonOfAWholeAnswer();
      default -> message.calls().isEmpty() ? new StopReason(told) : StopReason.TOOL_USE;
    };
  }

  private StopReason reasonOfAWholeAnswer() {
    if (!message.calls().isEmpty()) {
      return StopReason.TOOL_USE;
    }
    return message.isRefusal() ? StopReason.REFUSAL : StopReason.END_TURN;
  }
}
