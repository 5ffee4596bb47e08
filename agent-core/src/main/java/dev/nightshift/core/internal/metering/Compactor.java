package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.CompactionPolicy;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the history of one conversation by a summary of its own model and its last turns, as
 * often as its policy allows. Used by one thread at a time.
 */
final class Compactor {
  /** The longest summary, its reasoning included. */
  private static final long SUMMARY_TOKENS = 8_000;

  private static final Set<StopReason> CUT =
      Set.of(StopReason.MAX_TOKENS, StopReason.CONTEXT_WINDOW_EXCEEDED);

  private static final Set<EndReason> MISFIT =
      Set.of(EndReason.BUDGET_EXHAUSTED, EndReason.CONTEXT_EXHAUSTED);

  private final CompactionPolicy policy;
  private final Context context;
  private Supplier<String> facts = () -> "";
  private int tried;
  private int done;
  private long notBefore;
  private String failure = "";

  Compactor(CompactionPolicy policy, Context context) {
    this.policy = policy;
    this.context = context;
  }

  /** What a compactor needs of its conversation. */
  interface Context {
    /** Returns the window of the model that serves now, in tokens. */
    long window();

    /** Returns its longest answer, in tokens. */
    int mostOutput();

    /** Returns what would be sent, for its size. */
    ModelRequest request(History history);

    /** Calls the model that serves now. */
    ModelResponse ask(History history, int maxOutputTokens) throws InterruptedException;

    /** Hears what became of a summary that was asked for. */
    void tried(Result result);
  }

  /**
   * What became of a summary that was asked for.
   *
   * @param turnsLeftOut how many turns are no longer sent, 0 if nothing came of it
   * @param tokensBefore about how long the next prompt would have been
   * @param tokensAfter about how long it is
   * @param failure why nothing came of it, else empty
   * @param compacted what is sent from now on, null if nothing came of it
   */
  record Result(
      int turnsLeftOut,
      long tokensBefore,
      long tokensAfter,
      String failure,
      @Nullable CompactedHistory compacted) {}

  /** Sets what the role states itself. */
  void facts(Supplier<String> stated) {
    facts = stated;
  }

  /** Counts a summary that was written before the process of the run ended. */
  void toldAgain() {
    tried++;
    done++;
  }

  /** Returns the history to send a turn after: a compacted one where that is due. */
  History before(UserTurn next, History history) throws InterruptedException {
    if (isOver(history)) {
      return history;
    }
    long size = size(history);
    long more = History.likely(List.of(next));
    long due = context.window() * policy.percentOfWindow() / 100;
    return size + more < Math.max(due, notBefore)
        ? history
        : compacted(new Sizes(size, more, context.window() - summaryTokens()), history);
  }

  /** Returns a compacted history in place of one that did not fit; null if there is none. */
  @Nullable History inPlaceOf(History history, @Nullable UserTurn next)
      throws InterruptedException {
    if (isOver(history)) {
      return null;
    }
    int before = done;
    long size = Math.min(size(history), context.window());
    long more = next == null ? 0 : History.likely(List.of(next));
    // What was estimated was too little, so only about half of it is shown.
    History shorter = compacted(new Sizes(size, more, size / 2), history);
    return done > before ? shorter : null;
  }

  /** Returns what became of compacting, to follow the reason of an end; empty if nothing did. */
  String told() {
    if (done == 0 && failure.isEmpty()) {
      return "";
    }
    return "; its history was compacted "
        + (done == 1 ? "once" : done + " times")
        + (failure.isEmpty() ? "" : ", the last attempt failed: " + failure);
  }

  private boolean isOver(History history) {
    return tried >= policy.most() || history.transcript().turns().isEmpty();
  }

  /**
   * About how long a prompt is.
   *
   * @param history in tokens, with all that is sent beside it
   * @param next the turn that follows, in tokens
   * @param mostShown how much of the history may be shown for a summary
   */
  private record Sizes(long history, long next, long mostShown) {
    long prompt() {
      return history + next;
    }

    /** Less than a tenth is not worth a call. */
    boolean isShorter(long other) {
      return other + next < prompt() - prompt() / 10;
    }
  }

  private History compacted(Sizes sizes, History history) throws InterruptedException {
    long share = context.window() * policy.percentOfWindow() / 100;
    CompactionDraft draft =
        CompactionDraft.of(history, share / 5, share / 3, facts.get(), done + 1);
    if (!draft.leavesOut() || !sizes.isShorter(size(draft.bare()) + summaryTokens() / 2)) {
      return history;
    }
    Optional<History> shown = ShownForSummary.of(history, sizes.history(), sizes.mostShown());
    if (shown.isEmpty()) {
      failure = "there was no room to ask for a summary";
      return history;
    }
    tried++;
    try {
      AssistantTurn answer = context.ask(shown.get(), summaryTokens()).turn();
      String complaint = complaint(answer);
      return complaint.isEmpty()
          ? compacted(draft, draft.with(answer), sizes)
          : failed(history, sizes, complaint);
    } catch (ModelException failed) {
      return failed(history, sizes, String.valueOf(failed.getMessage()));
    } catch (RunStoppedException stopped) {
      if (!MISFIT.contains(stopped.reason())) {
        throw stopped;
      }
      return failed(history, sizes, String.valueOf(stopped.getMessage()));
    }
  }

  private History compacted(CompactionDraft draft, CompactedHistory compacted, Sizes sizes) {
    History shorter = draft.history().compacted(compacted);
    long size = size(shorter);
    if (!sizes.isShorter(size)) {
      return failed(draft.history(), sizes, "the summary made it no shorter");
    }
    done++;
    failure = "";
    notBefore = 0;
    context.tried(new Result(draft.leftOut(), sizes.prompt(), size + sizes.next(), "", compacted));
    return shorter;
  }

  /** Nothing is left out without a summary; the next attempt waits until there is more to gain. */
  private History failed(History history, Sizes sizes, String why) {
    failure = VisibleText.oneLine(why, 200);
    notBefore = sizes.prompt() + context.window() / 20;
    context.tried(new Result(0, sizes.prompt(), sizes.prompt(), failure, null));
    return history;
  }

  private static String complaint(AssistantTurn answer) {
    if (answer.stopReason().equals(StopReason.REFUSAL)) {
      return "the model declined to write a summary";
    }
    if (CUT.contains(answer.stopReason())) {
      return "the summary was cut at its limit";
    }
    if (answer.text().isBlank()) {
      return "the answer held no summary";
    }
    return CompactionText.isNoSummary(answer.text())
        ? "the answer has none of the headings of a summary"
        : "";
  }

  private int summaryTokens() {
    long most = Math.min(SUMMARY_TOKENS, context.mostOutput());
    return (int) Math.max(1, Math.min(most, context.window() / 8));
  }

  private long size(History history) {
    return history.likely(() -> context.request(history));
  }
}
