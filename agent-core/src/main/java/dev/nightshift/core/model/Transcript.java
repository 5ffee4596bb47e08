package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * The turns of one conversation so far: an immutable value with equality, grown only at its end.
 *
 * <p>Each turn keeps its encoded form ({@link Turn#encoded}), so sending a longer transcript
 * re-encodes nothing.
 */
public final class Transcript {
  private static final Transcript EMPTY = new Transcript(List.of());
  private final List<Turn> turns;

  private Transcript(List<Turn> turns) {
    this.turns = turns;
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
    List<Turn> longer = new ArrayList<>(turns.size() + 1);
    longer.addAll(turns);
    longer.add(turn);
    return new Transcript(List.copyOf(longer));
  }

  /**
   * Returns the turns, oldest first.
   *
   * @return an immutable list
   */
  public List<Turn> turns() {
    return turns;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transcript that && turns.equals(that.turns);
  }

  @Override
  public int hashCode() {
    return turns.hashCode();
  }

  @Override
  public String toString() {
    return "Transcript[" + turns.size() + " turns]";
  }
}
