package dev.nightshift.core.model;

/** What is known about the bill of a failed model call. */
public enum Billing {
  /** Nothing left this computer. */
  NOT_SENT,
  /** The provider refused before it produced anything. */
  NOT_BILLED,
  /** The provider billed the usage the exception carries. */
  BILLED,
  /** The provider may have billed anything up to the reserved maximum. */
  UNKNOWN
}
