package dev.nightshift.models.testing;

import dev.nightshift.core.model.ModelErrorKind;

/** What a server can refuse a call for, in no API's words. */
public enum Refusal {
  /** Too many requests or tokens within some time. */
  THROTTLED(ModelErrorKind.THROTTLED),
  /** The account has no money left. */
  NO_MONEY(ModelErrorKind.MONEY),
  /** The server has no capacity now. */
  OVERLOADED(ModelErrorKind.OVERLOADED),
  /** The key is unknown. */
  WRONG_KEY(ModelErrorKind.AUTHENTICATION),
  /** The prompt is larger than the model's context window. */
  TOO_LONG(ModelErrorKind.CONTEXT_LENGTH),
  /** There is no model of that name, or not for this account. */
  UNKNOWN_MODEL(ModelErrorKind.MODEL_NOT_FOUND);

  private final ModelErrorKind kind;

  Refusal(ModelErrorKind kind) {
    this.kind = kind;
  }

  /**
   * Returns what a provider has to read it as.
   *
   * @return the kind of the exception
   */
  public ModelErrorKind kind() {
    return kind;
  }
}
