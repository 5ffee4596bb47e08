package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The turns of one conversation so far: an immutable value with equality, grown only at its end.
 *
 * <p>Transcripts that grew out of one another share their turns and what those are in a wire
 * format, so that a longer one costs only what is new in it.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class Transcript {
  private static final Transcript EMPTY = new Transcript(new TurnLog(List.of()), 0);

  private final TurnLog log;
  private final int size;

  private Transcript(TurnLog log, int size) {
    this.log = log;
    this.size = size;
  }

  /**
   * Returns the transcript without turns.
   *
   * @return the empty transcript
   */
  public static Transcript empty() {
    return EMPTY;
  }

  /**
   * Returns this transcript with one more turn at its end.
   *
   * @param turn the turn to append
   * @return a new transcript; this one is unchanged
   */
  public Transcript plus(Turn turn) {
    Require.nonNull(turn, "turn");
    // The empty transcript is everybody's, and so is its log.
    TurnLog longer = size == 0 ? new TurnLog(List.of(turn)) : log.plus(size, turn);
    return new Transcript(longer, size + 1);
  }

  /**
   * Returns the turns, oldest first.
   *
   * @return an immutable list
   */
  public List<Turn> turns() {
    return log.first(size);
  }

  /**
   * Returns all turns in a provider's wire format. Each is encoded at most once per format, by
   * whichever transcript that holds it is asked first.
   *
   * @param format the name of the wire format, with all that the bytes of a turn depend on, for
   *     example {@code anthropic-messages/claude-opus-5-5}
   * @param encoders makes the encoder of a conversation, which is kept with it and given its turns
   *     in order, each once, so that it may remember what it has to know of those before. It makes
   *     the bytes of one turn, empty if there is nothing to send of it, and must not use this
   *     transcript
   * @return the encoded turns
   */
  public EncodedTurns encoded(
      String format, Supplier<? extends Function<? super Turn, byte[]>> encoders) {
    Require.nonNull(format, "format");
    Require.nonNull(encoders, "encoders");
    return log.encoded(size, format, encoders);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transcript that && turns().equals(that.turns());
  }

  @Override
  public int hashCode() {
    return turns().hashCode();
  }

  @Override
  public String toString() {
    return "Transcript[" + size + " turns]";
  }
}
