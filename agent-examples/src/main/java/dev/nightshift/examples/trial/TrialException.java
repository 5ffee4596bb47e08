package dev.nightshift.examples.trial;

/** The trial cannot be carried out as asked; the message says what to change. */
public final class TrialException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrialException(String message) {
    super(message);
  }
}
