package dev.nightshift.core.internal.loop;

import dev.nightshift.core.base.EndReason;

/** Why a loop ended that no call of its model ended. */
public enum LoopEnd {
  /** The model declined to go on. */
  DECLINED,
  /** The conversation no longer fits the model's context window. */
  CONTEXT_FULL,
  /** All model calls were used. */
  STEP_LIMIT,
  /** Several answers in a row held no call that could be understood. */
  MALFORMED,
  /** Two answers in a row held no call. */
  SILENT,
  /** The same calls had the same results again, after a warning. */
  REPEATED;

  /** Returns the reason by which a run ends then. */
  public EndReason reason() {
    return switch (this) {
      case DECLINED -> EndReason.MODEL_UNAVAILABLE;
      case CONTEXT_FULL -> EndReason.CONTEXT_EXHAUSTED;
      case STEP_LIMIT -> EndReason.STEP_LIMIT;
      case MALFORMED, SILENT, REPEATED -> EndReason.STUCK;
    };
  }
}
