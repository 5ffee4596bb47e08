package dev.nightshift.core.internal.loop;

import dev.nightshift.core.model.UserTurn;

/**
 * What follows a turn of the model.
 *
 * @param <R> what the loop ends with
 */
public sealed interface Step<R> {
  /** The conversation goes on. */
  record Say<R>(UserTurn turn) implements Step<R> {}

  /** The loop is over. */
  record End<R>(R result) implements Step<R> {}
}
