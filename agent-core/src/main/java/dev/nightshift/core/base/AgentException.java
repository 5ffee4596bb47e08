package dev.nightshift.core.base;

import dev.nightshift.core.internal.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The root of every exception this library raises when the world failed; expected ends of a run are
 * values instead.
 *
 * <p>Misuse of a method is an {@link IllegalArgumentException} or {@link IllegalStateException} and
 * not a subtype of this class. Messages say what was attempted, with which values, and what to do;
 * they never hold keys or prompt text. What a reader would not see of a value, such as a character
 * that turns the direction of a text, they show by its code point: {@code ⟦U+202E⟧}.
 */
public class AgentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception without a cause.
   *
   * @param message what was attempted, with which values, and the remedy
   */
  public AgentException(String message) {
    super(visible(message));
  }

  /**
   * Creates an exception that keeps the failure it was made from.
   *
   * @param message what was attempted, with which values, and the remedy
   * @param cause the failure underneath, or null if there is none
   */
  public AgentException(String message, @Nullable Throwable cause) {
    super(visible(message), cause);
  }

  private static String visible(String message) {
    return VisibleText.of(String.valueOf(message));
  }

  /**
   * Returns what was attempted, with which values, and the remedy.
   *
   * @return the message, never null
   */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
