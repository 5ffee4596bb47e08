package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run that a process left unfinished, as {@link
 * dev.nightshift.core.Nightshift#recover} found it.
 *
 * @param id the run
 * @param fate what became of it
 * @param run the run as it goes on; null unless it is resumed
 * @param reason why it does not go on, in one sentence; empty if it does
 * @param nextAction what somebody has to do, in one sentence; empty if nothing
 */
public record RecoveredRun(
    RunId id, Fate fate, @Nullable Run run, String reason, String nextAction) {
  /** Refuses nulls, and a run that goes on without its handle. */
  public RecoveredRun {
    Require.nonNull(id, "id");
    Require.nonNull(fate, "fate");
    Require.nonNull(reason, "reason");
    Require.nonNull(nextAction, "nextAction");
    if ((run == null) == (fate == Fate.RESUMED)) {
      throw new IllegalArgumentException("run " + id + " is " + fate + ", with the handle " + run);
    }
  }

  /** What became of a run. */
  public enum Fate {
    /** It goes on from its last record. */
    RESUMED,
    /** It can never go on, and is ended now; its work ends on its branch with the next run. */
    INTERRUPTED,
    /** It is left as it was; once the next action is done, it goes on at the next recovery. */
    NEEDS_ATTENTION,
    /** Another process works on it. */
    ELSEWHERE
  }

  /**
   * Makes one that does not go on.
   *
   * @param id the run
   * @param fate what became of it
   * @param reason one sentence
   * @param nextAction one sentence; may be empty
   * @return the run without a handle
   */
  public static RecoveredRun not(RunId id, Fate fate, String reason, String nextAction) {
    return new RecoveredRun(id, fate, null, reason, nextAction);
  }

  /**
   * Returns it for people.
   *
   * @return one line, for example {@code run 20261123-041355-9f3c21aa: resumed}
   */
  public String toDisplay() {
    String word = fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "run "
        + id
        + ": "
        + word
        + (reason.isEmpty() ? "" : ", because " + reason)
        + (nextAction.isEmpty() ? "" : "; " + nextAction);
  }
}
