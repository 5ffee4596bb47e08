package dev.nightshift.core.run;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Task;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one task of a list that a {@code Supervisor} took to its end.
 *
 * @param task the task as it was given
 * @param run its last run; null if none was begun
 * @param attempts how many runs it had, those of earlier processes included
 * @param reason how the last run ended; null if it has no end
 * @param needsAttention whether the last run cannot go on before a human has looked, as with a
 *     damaged journal; {@code detail} says why and what to do
 * @param detail one sentence of that end, or why there is none; may be empty
 * @param cost what all its runs spent at most
 * @param unresolved the part of {@code cost} that is a bound: of calls whose bill nobody knows, and
 *     of calls of a run without an end that are open just now
 * @param branch has the work of the last run; empty if none was published
 * @param report the report of the last run; null if it has no end, or it cannot be told again
 */
public record TaskOutcome(
    Task task,
    @Nullable RunId run,
    int attempts,
    @Nullable EndReason reason,
    boolean needsAttention,
    String detail,
    Money cost,
    Money unresolved,
    String branch,
    @Nullable RunReport report) {
  private static final Set<EndReason> WELL =
      Set.of(EndReason.MERGED, EndReason.PROPOSED, EndReason.NOTHING_TO_DO);

  /** Refuses nulls, and an end that somebody has to look at. */
  public TaskOutcome {
    Require.nonNull(task, "task");
    Require.nonNull(detail, "detail");
    Require.nonNull(cost, "cost");
    Require.nonNull(unresolved, "unresolved");
    Require.nonNull(branch, "branch");
    if (needsAttention && reason != null) {
      throw new IllegalArgumentException("a task that needs attention ended as " + reason);
    }
  }

  /**
   * Tells whether the task ended well.
   *
   * @return true if its change was delivered, or nothing had to change
   */
  public boolean isWell() {
    return reason != null && WELL.contains(reason);
  }

  /**
   * Returns what the task came to, in one word.
   *
   * @return the name of its end; {@code needs_attention} or {@code open} if it has none
   */
  public String state() {
    if (reason != null) {
      return reason.name();
    }
    return needsAttention ? "needs_attention" : "open";
  }
}
