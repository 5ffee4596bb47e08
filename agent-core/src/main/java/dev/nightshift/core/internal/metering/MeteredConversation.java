package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.AdmissionRequest;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ModelResponse;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.TokenEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A conversation whose every call is bounded, paid for and checked. */
final class MeteredConversation implements Conversation {
  /** How often a paused turn is continued before it is handed to the role as it is. */
  private static final int MOST_CONTINUATIONS = 5;

  private final RunMeter meter;
  private final ResolvedModel seat;
  private final ConversationSpec spec;
  private final ModelCaller caller;
  private final TurnListener listener;
  private final CacheChoice cache;
  private History history = History.empty();
  private int turns;
  private List<ContentBlock> unsent = List.of();

  MeteredConversation(
      RunMeter meter,
      ResolvedModel seat,
      ConversationSpec spec,
      String name,
      TurnListener listener) {
    this.listener = listener;
    this.meter = meter;
    this.seat = seat;
    this.spec = spec;
    this.caller = new ModelCaller(meter, seat, name);
    this.cache = new CacheChoice(meter.access(), seat, spec.options());
  }

  @Override
  public AssistantTurn send(UserTurn next) throws InterruptedException {
    // Only a whole answer makes the draft the history, so a failed turn can be sent again.
    UserTurn turn = afterUnsent(next);
    listener.sending(turn);
    History draft = history.plus(turn);
    ModelResponse response = call(draft);
    List<ModelResponse> parts = new ArrayList<>(List.of(response));
    draft = draft.plus(response);
    for (int i = 0; i < MOST_CONTINUATIONS && isPaused(response); i++) {
      response = call(draft);
      parts.add(response);
      draft = draft.plus(response);
    }
    history = draft;
    unsent = List.of();
    parts.forEach(listener::answered);
    return response.turn();
  }

  @Override
  public void answer(UserTurn answers) {
    UserTurn kept = afterUnsent(answers);
    unsent = kept.blocks();
    listener.kept(kept);
  }

  @Override
  public Transcript transcript() {
    Transcript sent = history.transcript();
    return unsent.isEmpty() ? sent : sent.plus(UserTurn.of(unsent));
  }

  @Override
  public OptionalLong tokensBeforeDearerTier() {
    long counted = history.countedTokens();
    ModelAccess access = meter.access();
    OptionalLong border =
        access
            .price(seat, seat.requested(), access.time().now())
            .map(price -> price.dearerAbove(counted))
            .orElse(OptionalLong.empty());
    return counted == 0 || border.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(border.getAsLong() - counted);
  }

  private UserTurn afterUnsent(UserTurn next) {
    if (unsent.isEmpty()) {
      return next;
    }
    List<ContentBlock> blocks = new ArrayList<>(unsent);
    blocks.addAll(next.blocks());
    return UserTurn.of(blocks);
  }

  private ModelResponse call(History draft) throws InterruptedException {
    meter.throwIfStopped();
    meter.keepApart(seat, seat.model());
    ModelRequest request = request(draft);
    TokenEstimator estimator = seat.facts().estimator();
    CallEstimate estimate =
        new CallEstimate(
            seat.requested(),
            seat.role(),
            draft.inputUpperBound(request, estimator),
            outputRoom(draft.expectedInput(request, estimator)));
    AdmissionRequest asked =
        new AdmissionRequest(
            meter.run(), estimate, draft.uncachedInput(estimate.inputUpperBound()));
    ModelResponse response = caller.call(request, asked, ++turns);
    cache.answered(response.usage());
    meter.answered(seat, seat.factsOf(response.model()).canonical());
    return response;
  }

  private ModelRequest request(History draft) {
    return ModelRequest.builder(seat.requested())
        .system(spec.system())
        .tools(spec.tools())
        .transcript(draft.transcript())
        .maxOutputTokens(spec.maxOutputTokens())
        .options(cache.calling())
        .build();
  }

  /** The upper bound of the input is far too cautious to refuse a call for its size. */
  private int outputRoom(long expectedInput) {
    ModelLimits limits = seat.facts().limits();
    int wanted = Math.min(spec.maxOutputTokens(), limits.maxOutput());
    long room = limits.contextWindow() - expectedInput;
    if (room < Math.min(wanted, ModelCaller.LEAST_OUTPUT_TOKENS)) {
      throw new RunStoppedException(
          EndReason.CONTEXT_EXHAUSTED,
          "the conversation of the "
              + seat.role()
              + " has about "
              + expectedInput
              + " tokens, which leaves no room for an answer in the "
              + limits.contextWindow()
              + " of "
              + seat.requested());
    }
    return (int) Math.min(wanted, room);
  }

  private static boolean isPaused(ModelResponse response) {
    return response.turn().stopReason().equals(StopReason.PAUSE_TURN);
  }
}
