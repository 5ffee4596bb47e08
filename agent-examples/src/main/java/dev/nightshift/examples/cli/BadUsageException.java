package dev.nightshift.examples.cli;

/** An option that cannot be honoured; the message names the option, its value and the remedy. */
final class BadUsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadUsageException(String option, String value, String remedy) {
    super(option + " '" + value + "': " + remedy);
  }

  BadUsageException(String message) {
    super(message);
  }
}
