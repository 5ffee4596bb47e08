package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.internal.loop.ModelLoop;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A conversation whose every call is bounded, paid for and checked. */
final class MeteredConversation implements Conversation {
  /** How often a paused turn is continued before it is handed to the role as it is. */
  private static final int MOST_CONTINUATIONS = 5;

  private final RunMeter meter;
  private final Seating seating;
  private final ConversationSpec spec;
  private final ModelCaller caller;
  private final TurnListener listener;
  private final Compactor compactor;
  private History history = History.empty();
  private Speaker speaker;
  private int turns;
  private List<ContentBlock> unsent = List.of();
  private ToldAgain toldAgain = new ToldAgain();

  MeteredConversation(
      RunMeter meter, Seating seating, ConversationSpec spec, String name, TurnListener listener) {
    this.listener = listener;
    this.meter = meter;
    this.seating = seating;
    this.spec = spec;
    this.caller = new ModelCaller(meter, name);
    this.speaker = speaker(seating.seat());
    this.compactor = new Compactor(spec.compaction(), new CompactionContext());
  }

  /** Goes on with what was said before the process of the run ended. */
  MeteredConversation after(ConversationPast past) {
    past.heard().forEach(this::take);
    unsent = past.kept().map(UserTurn::blocks).orElse(List.of());
    turns = past.calls();
    toldAgain = new ToldAgain(past);
    return this;
  }

  private void take(ConversationPast.Exchange said) {
    said.compacted()
        .ifPresent(
            shorter -> {
              history = history.compacted(shorter);
              compactor.toldAgain();
            });
    UserTurn sent = said.sent().orElse(null);
    history = (sent == null ? history : history.plus(sent)).plus(said.response());
    unsent = List.of();
  }

  @Override
  public AssistantTurn send(UserTurn next) throws InterruptedException {
    UserTurn turn = afterUnsent(next);
    if (!toldAgain.isNext(turn)) {
      history = compactor.before(turn, history);
    }
    ModelResponse response = answered(turn);
    for (int i = 0; i < MOST_CONTINUATIONS && isPaused(response); i++) {
      response = answered(null);
    }
    if (isCutByWindow(response)) {
      // The answer is cut; it stays in the transcript for whoever reads what was said last.
      throw withCompaction(tooLongFor(speaker.seat()));
    }
    return response.turn();
  }

  /** Tells an answer again that was given before the process of the run ended, or has one given. */
  private ModelResponse answered(@Nullable UserTurn next) throws InterruptedException {
    ConversationPast.Exchange known = toldAgain.take(next, this::goOn);
    if (known == null) {
      return given(next);
    }
    take(known);
    if (!isCutByWindow(known.response())) {
      return known.response();
    }
    UserTurn goOn = goOn();
    if (toldAgain.isNext(goOn)) {
      return answered(goOn);
    }
    return seating.leave(tooLongFor(speaker.seat())) ? given(goOn) : known.response();
  }

  /**
   * Lets a model answer; another one if that is not to be had, or too small. Only an answer makes
   * the draft the history, so a failed turn can be sent again; and every answer does, so that what
   * was said before a model was left is not lost.
   *
   * @param next null to go on with a turn that paused
   */
  private ModelResponse given(@Nullable UserTurn next) throws InterruptedException {
    if (toldAgain.leave()) {
      listener.rewound(history.transcript().turns().size());
    }
    UserTurn turn = sending(next);
    while (true) {
      ResolvedModel seat = seating.next();
      boolean isNew = !seat.equals(speaker.seat());
      Speaker now = isNew ? speaker(seat) : speaker;
      // What the model before counted and cached holds again if this one does not answer.
      History known = isNew ? history.uncounted() : history;
      if (isNew && turn == null) {
        turn = sending(goOn());
      }
      History asked = turn == null ? known : known.plus(turn);
      ModelResponse response;
      try {
        response = call(now, asked);
      } catch (ModelException failure) {
        seating.replaceAfter(failure);
        continue;
      } catch (RunStoppedException misfit) {
        if (!isCompactedAfter(misfit, turn)) {
          seating.leaveAfter(withCompaction(misfit));
        } else if (turn == null) {
          turn = sending(goOn());
        }
        continue;
      }
      take(now, turn, asked.plus(response), response);
      if (!isCutByWindow(response)) {
        return response;
      }
      RunStoppedException tooLong = tooLongFor(seat);
      if (!isCompactedAfter(tooLong, null) && !seating.leave(tooLong)) {
        return response;
      }
      turn = sending(goOn());
    }
  }

  private void take(
      Speaker now, @Nullable UserTurn answered, History said, ModelResponse response) {
    seating.answered();
    speaker = now;
    history = said;
    unsent = List.of();
    if (answered != null) {
      meter.notices().told(now.seat().role(), answered);
    }
    listener.answered(response);
    meter.signals().forceRecord();
  }

  /** A model that was moved to and is too small is left; only the role's own gets less to read. */
  private boolean isCompactedAfter(RunStoppedException misfit, @Nullable UserTurn turn)
      throws InterruptedException {
    if (!misfit.reason().equals(EndReason.CONTEXT_EXHAUSTED) || seating.isMovedTo()) {
      return false;
    }
    History shorter = compactor.inPlaceOf(history, turn);
    history = shorter == null ? history : shorter;
    return shorter != null;
  }

  private RunStoppedException withCompaction(RunStoppedException misfit) {
    String told = misfit.reason().equals(EndReason.CONTEXT_EXHAUSTED) ? compactor.told() : "";
    return told.isEmpty()
        ? misfit
        : new RunStoppedException(misfit.reason(), misfit.getMessage() + told);
  }

  private @Nullable UserTurn sending(@Nullable UserTurn turn) {
    if (turn == null) {
      return null;
    }
    UserTurn told = meter.notices().with(seating.seat().role(), turn);
    listener.sending(told);
    return told;
  }

  /** Asks a model to go on with an answer that another one did not bring to its end. */
  private UserTurn goOn() {
    List<Turn> said = history.transcript().turns();
    Answers answers = new Answers();
    if (said.get(said.size() - 1) instanceof AssistantTurn unfinished) {
      unfinished
          .toolUses()
          .forEach(use -> answers.skipped(use, "the answer was not brought to its end"));
    }
    return answers.toTurn(List.of(ModelLoop.CONTINUE));
  }

  private Speaker speaker(ResolvedModel seat) {
    return new Speaker(seat, new CacheChoice(meter.access(), seat, spec.options()));
  }

  private static RunStoppedException tooLongFor(ResolvedModel seat) {
    return new RunStoppedException(
        EndReason.CONTEXT_EXHAUSTED,
        "the conversation of the "
            + seat.role()
            + " no longer fits the context window of "
            + seat.requested());
  }

  private static boolean isCutByWindow(ModelResponse response) {
    return response.turn().stopReason().equals(StopReason.CONTEXT_WINDOW_EXCEEDED);
  }

  @Override
  public void answer(UserTurn answers) {
    UserTurn kept = afterUnsent(answers);
    unsent = kept.blocks();
    listener.kept(kept);
  }

  @Override
  public Transcript transcript() {
    Transcript sent = history.whole();
    return unsent.isEmpty() ? sent : sent.plus(UserTurn.of(unsent));
  }

  @Override
  public void whenCompacted(Supplier<String> facts) {
    compactor.facts(Require.nonNull(facts, "facts"));
  }

  @Override
  public OptionalLong tokensBeforeDearerTier() {
    long counted = history.countedTokens();
    ModelAccess access = meter.access();
    OptionalLong border =
        access
            .price(speaker.seat(), speaker.seat().requested(), access.time().now())
            .map(price -> price.dearerAbove(counted))
            .orElse(OptionalLong.empty());
    return counted == 0 || border.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(border.getAsLong() - counted);
  }

  @Override
  public Optional<ContentBlock.ToolResult> knownResult(String toolUseId) {
    return toldAgain.result(toolUseId);
  }

  @Override
  public boolean mayHaveBegun(String toolUseId) {
    return toldAgain.isUnanswered();
  }

  private UserTurn afterUnsent(UserTurn next) {
    if (unsent.isEmpty()) {
      return next;
    }
    List<ContentBlock> blocks = new ArrayList<>(unsent);
    blocks.addAll(next.blocks());
    return UserTurn.of(blocks);
  }

  private ModelResponse call(Speaker now, History draft) throws InterruptedException {
    ModelCaller.Answered answered = call(now, draft, spec.maxOutputTokens());
    if (answered.isCutAtItsLimit()) {
      meter.levels().outputWasCut(now.seat().role());
    }
    return answered.response();
  }

  private ModelCaller.Answered call(Speaker now, History draft, int maxOutputTokens)
      throws InterruptedException {
    ResolvedModel seat = now.seat();
    meter.throwIfStopped();
    meter.serving().keepApart(seat, seat.mind(), spec.isSameModelAllowed());
    ModelRequest request = request(now, draft, now.cache().calling());
    History.Input input = draft.input(request, seat.facts().estimator());
    int output = outputRoom(seat, maxOutputTokens, input.expected());
    CallEstimate estimate =
        new CallEstimate(seat.requested(), seat.role(), input.upperBound(), output);
    AdmissionRequest asked =
        new AdmissionRequest(
            meter.run(), estimate, draft.uncachedInput(estimate.inputUpperBound()));
    ModelCaller.Call call =
        new ModelCaller.Call(seat, request, asked, ++turns, seating::hasAnother);
    ModelCaller.Answered answered = caller.call(call);
    ModelResponse response = answered.response();
    now.cache().answered(response.usage());
    meter.serving().answered(seat, response.model(), spec.isSameModelAllowed());
    return answered;
  }

  private ModelRequest request(Speaker now, History draft, ModelOptions options) {
    return ModelRequest.builder(now.seat().requested())
        .system(spec.system())
        .tools(spec.tools())
        .transcript(draft.transcript())
        .maxOutputTokens(spec.maxOutputTokens())
        .options(options)
        .build();
  }

  /** The upper bound of the input is far too cautious to refuse a call for its size. */
  private static int outputRoom(ResolvedModel seat, int maxOutputTokens, long expectedInput) {
    ModelLimits limits = seat.facts().limits();
    int wanted = Math.min(maxOutputTokens, limits.maxOutput());
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

  /** Whoever has to answer its calls goes on with a turn that has any. */
  private static boolean isPaused(ModelResponse response) {
    AssistantTurn turn = response.turn();
    return turn.stopReason().equals(StopReason.PAUSE_TURN) && turn.toolUses().isEmpty();
  }

  /** A model that answers, and what is asked of its prompt cache. */
  private record Speaker(ResolvedModel seat, CacheChoice cache) {}

  /** Asks the model that serves now, with the money of its role. */
  private final class CompactionContext implements Compactor.Context {
    @Override
    public long window() {
      return limits().contextWindow();
    }

    @Override
    public int mostOutput() {
      return Math.min(spec.maxOutputTokens(), limits().maxOutput());
    }

    @Override
    public ModelRequest request(History draft) {
      return MeteredConversation.this.request(serving(), draft, spec.options());
    }

    @Override
    public ModelResponse ask(History draft, int maxOutputTokens) throws InterruptedException {
      return call(serving(), draft, maxOutputTokens).response();
    }

    @Override
    public void tried(Compactor.Result result) {
      CompactedHistory compacted = result.compacted();
      if (compacted != null) {
        listener.compacted(compacted);
      }
      meter.compacted(seating.seat(), result);
      meter.signals().forceRecord();
    }

    private Speaker serving() {
      ResolvedModel seat = seating.seat();
      return seat.equals(speaker.seat()) ? speaker : speaker(seat);
    }

    private ModelLimits limits() {
      return seating.seat().facts().limits();
    }
  }
}
