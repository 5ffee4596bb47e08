package dev.nightshift.core.base;

import dev.nightshift.core.internal.text.VisibleText;

/**
 * What went wrong, as data: it outlives the JVM in which it happened.
 *
 * @param type the name of the exception's class
 * @param message its message; empty if it had none
 */
public record Failure(String type, String message) {
  /** Refuses nulls. */
  public Failure {
    Require.nonNull(type, "type");
    Require.nonNull(message, "message");
  }

  /**
   * Describes an exception.
   *
   * @param thrown what was thrown
   * @return its class and its message in visible characters; of a {@link RecordedFailureException}
   *     or {@link RecordedError} the recorded ones
   */
  public static Failure of(Throwable thrown) {
    Require.nonNull(thrown, "thrown");
    if (thrown instanceof RecordedFailureException recorded) {
      return recorded.failure();
    }
    if (thrown instanceof RecordedError recorded) {
      return recorded.failure();
    }
    return new Failure(thrown.getClass().getName(), messageOf(thrown));
  }

  /** An exception of a host may fail to describe itself. */
  private static String messageOf(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? "" : VisibleText.of(message);
    } catch (RuntimeException | Error indescribable) {
      return "";
    }
  }

  /** Returns the type and, where there is one, the message. */
  @Override
  public String toString() {
    return message.isEmpty() ? type : type + ": " + message;
  }
}
