package dev.nightshift.core.base;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.regex.Pattern;

/**
 * Why a run ended, as an open value: later versions add reasons, so compare with the constants and
 * tolerate others.
 *
 * <p><b>Shape:</b> lower-case words joined by {@code _}, as written to {@code report.json}.
 *
 * @param name the word of the reason
 */
public record EndReason(String name) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  /** The change was merged into the target. */
  public static final EndReason MERGED = new EndReason("merged");

  /** The change waits on a branch for a human. */
  public static final EndReason PROPOSED = new EndReason("proposed");

  /** The implementer showed with evidence that nothing has to change. */
  public static final EndReason NOTHING_TO_DO = new EndReason("nothing_to_do");

  /** The implementer changed nothing, or nothing that the target does not hold already. */
  public static final EndReason EMPTY_DIFF = new EndReason("empty_diff");

  /** A human rejected what was proposed. */
  public static final EndReason REJECTED = new EndReason("rejected");

  /** The task cannot be done without an answer from a human. */
  public static final EndReason NEEDS_CLARIFICATION = new EndReason("needs_clarification");

  /** The gate stayed red until the revision cap was reached. */
  public static final EndReason GATE_FAILED = new EndReason("gate_failed");

  /** The reviewer did not approve until the revision cap was reached. */
  public static final EndReason REVIEW_REJECTED = new EndReason("review_rejected");

  /** A human has to decide: the reviewer escalated, repeated itself, or gave no usable verdict. */
  public static final EndReason ESCALATED = new EndReason("escalated");

  /** The next model call did not fit the budget. */
  public static final EndReason BUDGET_EXHAUSTED = new EndReason("budget_exhausted");

  /** The implementer used all its model calls. */
  public static final EndReason STEP_LIMIT = new EndReason("step_limit");

  /**
   * The run used all its active time, alone or with others that share a cap, or nothing moved for
   * the idle limit.
   */
  public static final EndReason TIME_LIMIT = new EndReason("time_limit");

  /** The implementer repeated itself without progress. */
  public static final EndReason STUCK = new EndReason("stuck");

  /** The conversation no longer fits the model's context window. */
  public static final EndReason CONTEXT_EXHAUSTED = new EndReason("context_exhausted");

  /** The change conflicts with the target and could not be reconciled. */
  public static final EndReason CONFLICTED = new EndReason("conflicted");

  /**
   * What a gate needs is not there: its command cannot be run, not even on the target without the
   * change.
   */
  public static final EndReason ENVIRONMENT = new EndReason("environment");

  /** A task that has to be on the target before this one did not get there. */
  public static final EndReason BLOCKED = new EndReason("blocked");

  /** Somebody called {@code cancel}. */
  public static final EndReason CANCELLED = new EndReason("cancelled");

  /** The thread or the process was told to stop. */
  public static final EndReason INTERRUPTED = new EndReason("interrupted");

  /** The model could not be reached or refused the calls. */
  public static final EndReason MODEL_UNAVAILABLE = new EndReason("model_unavailable");

  /** Something failed that no rule of this library expects. */
  public static final EndReason ERROR = new EndReason("error");

  /** Refuses names that are not lower-case words. */
  public EndReason {
    Require.nonNull(name, "name");
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "end reason '" + VisibleText.name(name) + "' must be lower-case words joined by '_'");
    }
  }

  /**
   * Tells whether this reason says that the change was delivered. Only a delivery ends a run so; an
   * end that a pipeline, a role or a tool chooses cannot.
   *
   * @return true for {@link #MERGED} and {@link #PROPOSED}
   */
  public boolean claimsDelivery() {
    return equals(MERGED) || equals(PROPOSED);
  }

  /**
   * Refuses a reason that says the change was delivered.
   *
   * @return this reason
   * @throws IllegalArgumentException if {@link #claimsDelivery}; names the reason and what to do
   */
  public EndReason requireNoDelivery() {
    if (claimsDelivery()) {
      throw new IllegalArgumentException(
          "end reason '"
              + VisibleText.name(name)
              + "' claims a delivery, and only a delivery ends a run so; call tryDeliver(..) and"
              + " end(..) with its result, or stop with a reason such as EndReason.ESCALATED");
    }
    return this;
  }

  @Override
  public String toString() {
    return name;
  }
}
