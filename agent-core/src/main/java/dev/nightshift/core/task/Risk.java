package dev.nightshift.core.task;

/** How much harm a wrong change could do; a high-risk task is never merged without a human. */
public enum Risk {
  /** A wrong change is cheap to undo. */
  LOW,
  /** A wrong change costs time. */
  MEDIUM,
  /** A wrong change does damage: the result is only ever proposed. */
  HIGH
}
