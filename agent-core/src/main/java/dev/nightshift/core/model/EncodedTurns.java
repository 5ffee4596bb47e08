package dev.nightshift.core.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The turns of a transcript in one wire format, each written once, however often and by how many
 * longer transcripts it is sent.
 *
 * <p><b>Threads:</b> immutable; safe for concurrent use. <b>Cost:</b> nothing is copied.
 */
public final class EncodedTurns {
  private final byte[][] segments;
  private final int[] starts;
  private final int[] ends;
  private final int size;

  EncodedTurns(byte[][] segments, int[] starts, int[] ends, int size) {
    this.segments = segments;
    this.starts = starts;
    this.ends = ends;
    this.size = size;
  }

  /**
   * Returns how many bytes a turn has; none if there is nothing to send of it.
   *
   * @param turn the index of the turn, from 0
   * @return its length without a comma
   */
  public int bytes(int turn) {
    Objects.checkIndex(turn, size);
    return ends[turn] - starts[turn];
  }

  /**
   * Returns the bytes of successive turns, with a comma between any two that are not empty.
   *
   * @param from the index of the first turn
   * @param to the index after the last turn
   * @return read-only views, in order; none if there is nothing to send
   */
  public List<ByteBuffer> slices(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    int first = from;
    while (first < to && bytes(first) == 0) {
      first++;
    }
    return first == to ? List.of() : views(starts[first], ends[to - 1]);
  }

  /**
   * Returns a part of the bytes of one turn.
   *
   * @param turn the index of the turn, from 0
   * @param from the first byte, from 0
   * @param to after the last byte, at most {@link #bytes}
   * @return read-only views, in order; none if the part is empty
   */
  public List<ByteBuffer> part(int turn, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes(turn));
    return views(starts[turn] + from, starts[turn] + to);
  }

  private List<ByteBuffer> views(int start, int end) {
    List<ByteBuffer> views = new ArrayList<>(4);
    int segmentStart = 0;
    for (int i = 0; segmentStart < end; i++) {
      byte[] segment = segments[i];
      int from = Math.max(start - segmentStart, 0);
      int to = Math.min(end - segmentStart, segment.length);
      if (from < to) {
        views.add(ByteBuffer.wrap(segment, from, to - from).slice().asReadOnlyBuffer());
      }
      segmentStart += segment.length;
    }
    return views;
  }
}
