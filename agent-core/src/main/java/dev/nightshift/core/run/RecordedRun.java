package dev.nightshift.core.run;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.task.Task;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run as its records tell of it, whichever process has or had it.
 *
 * @param id the run
 * @param status whether it ended, and if not, who has it
 * @param origin what it began with; null if that cannot be read
 * @param progress how far it came; of a damaged run by its records before the damage
 * @param end how it ended, or why it did not
 */
public record RecordedRun(
    RunId id, Status status, @Nullable Origin origin, Progress progress, End end) {
  /** Refuses nulls, and a readable run that began with nothing. */
  public RecordedRun {
    Require.nonNull(id, "id");
    Require.nonNull(status, "status");
    Require.nonNull(progress, "progress");
    Require.nonNull(end, "end");
    if (origin == null && status != Status.DAMAGED) {
      throw new IllegalArgumentException("run " + id + " is " + status + " and has no origin");
    }
  }

  /** Whether a run ended, and if not, who has it. */
  public enum Status {
    /** A process that is alive has it. */
    AT_WORK,
    /** It has no end, and no process that is alive has it: it waits to be recovered. */
    UNFINISHED,
    /** It ended. */
    ENDED,
    /** Its records are not what was written: a human has to look. */
    DAMAGED
  }

  /**
   * What a run began with.
   *
   * @param task the task as copied at dispatch, without secrets
   * @param pipeline the name of its pipeline; empty if it has none, and cannot be recovered
   * @param at when it was dispatched
   */
  public record Origin(Task task, String pipeline, Instant at) {
    /** Refuses nulls. */
    public Origin {
      Require.nonNull(task, "task");
      Require.nonNull(pipeline, "pipeline");
      Require.nonNull(at, "at");
    }
  }

  /**
   * How far a run came.
   *
   * @param state where it was by its last record; of an ended run what its end makes it
   * @param branch where its work was published last; without an end and before that, the branch
   *     that is for it; empty if there is none
   * @param active how long it was active
   * @param spend what it spent and set aside; of a run without an end, as far as its records tell
   */
  public record Progress(RunState state, String branch, Duration active, SpendView spend) {
    /** Refuses nulls. */
    public Progress {
      Require.nonNull(state, "state");
      Require.nonNull(branch, "branch");
      Require.nonNull(active, "active");
      Require.nonNull(spend, "spend");
    }

    /**
     * Returns the progress of a run of which nothing can be read.
     *
     * @return nothing done, nothing spent
     */
    public static Progress unknown() {
      return new Progress(
          RunState.QUEUED,
          "",
          Duration.ZERO,
          new SpendView(List.of(), RoleSpend.none(), Money.zero(), Money.zero(), Map.of()));
    }
  }

  /**
   * How a run ended, or why it did not.
   *
   * @param reason the typed reason; null without an end
   * @param detail one sentence: of the end, who has the run, or what is damaged; may be empty
   * @param nextAction what somebody has to do, in one sentence; empty if nothing
   * @param link where its change is talked about as far as is known, such as a pull request: what
   *     its last end told, or the latest end before it that told one; null if none did
   * @param decisions what humans decided about the run, oldest first; without an end the last one
   *     is what it goes on by
   * @param choices what a human may decide about it now, as far as its records tell: the repository
   *     may have lost its work; none without an end
   */
  public record End(
      @Nullable EndReason reason,
      String detail,
      String nextAction,
      @Nullable URI link,
      List<HumanDecision> decisions,
      Set<HumanDecision.Kind> choices) {
    /** Refuses nulls and copies. */
    public End {
      Require.nonNull(detail, "detail");
      Require.nonNull(nextAction, "nextAction");
      decisions = Require.elements(decisions, "decisions");
      choices = Set.copyOf(Require.elements(choices, "choices"));
    }

    /**
     * Makes the end of a run about which no human decided, or may.
     *
     * @param reason the typed reason; null without an end
     * @param detail one sentence; may be empty
     * @param nextAction what somebody has to do, in one sentence; empty if nothing
     */
    public End(@Nullable EndReason reason, String detail, String nextAction) {
      this(reason, detail, nextAction, null, List.of(), Set.of());
    }
  }

  /**
   * Returns the same as JSON, without the task's text and without the caps.
   *
   * @return one object in one line, as {@code docs/journal-format.md} describes it; money is in
   *     nano-dollars, and without an {@link #origin} nothing is told that comes from the records
   */
  public String toJson() {
    return RecordedRunJson.of(this);
  }

  /**
   * Returns the dispatch key of its task.
   *
   * @return empty if it has none, or none can be read
   */
  public String dispatchKey() {
    return origin == null ? "" : origin.task().dispatchKey();
  }
}
