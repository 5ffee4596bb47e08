package dev.nightshift.core.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The turns that a growing conversation shares among its transcripts, and what they are in the wire
 * formats asked for. Only the longest transcript can append; another one goes on in a log of its
 * own.
 */
final class TurnLog {
  private static final int FEW = 8;

  /** Guarded by itself, as all that follows; a place once filled never changes. */
  private Turn[] turns;

  private int size;
  private final Map<String, EncodedLog> encoded = new HashMap<>(2);

  TurnLog(List<Turn> first) {
    this.size = first.size();
    this.turns = first.toArray(new Turn[Math.max(FEW, 2 * size)]);
  }

  /** Appends to the first turns; returns the log that then holds them, this one or a new one. */
  TurnLog plus(int length, Turn turn) {
    synchronized (this) {
      if (length == size) {
        if (size == turns.length) {
          turns = Arrays.copyOf(turns, 2 * size);
        }
        turns[size++] = turn;
        return this;
      }
    }
    return new TurnLog(first(length)).plus(length, turn);
  }

  List<Turn> first(int length) {
    synchronized (this) {
      return new First(turns, length);
    }
  }

  EncodedTurns encoded(
      int length, String format, Supplier<? extends Function<? super Turn, byte[]>> encoders) {
    synchronized (this) {
      // Put back only if all went well: what an encoder knows that failed half way is of no use.
      EncodedLog log = encoded.remove(format);
      if (log == null) {
        log = new EncodedLog(encoders.get());
      }
      while (log.size() < length) {
        log.append(turns[log.size()]);
      }
      encoded.put(format, log);
      return log.first(length);
    }
  }

  private static final class First extends AbstractList<Turn> implements RandomAccess {
    private final Turn[] turns;
    private final int length;

    First(Turn[] turns, int length) {
      this.turns = turns;
      this.length = length;
    }

    @Override
    public Turn get(int index) {
      return turns[Objects.checkIndex(index, length)];
    }

    @Override
    public int size() {
      return length;
    }
  }
}
