package dev.nightshift.core.report;

/** Why a human does not want the work of a run. */
public enum RejectionReason {
  /** It goes about the task in a way that is not wanted. */
  WRONG_APPROACH,
  /** It does a part of what was asked. */
  INCOMPLETE,
  /** It does not do what it should, or breaks something else. */
  INCORRECT,
  /** Nobody needs it, or somebody did it meanwhile. */
  NOT_NEEDED,
  /** It is not written as this project writes. */
  STYLE,
  /** Something else, which the text says. */
  OTHER
}
