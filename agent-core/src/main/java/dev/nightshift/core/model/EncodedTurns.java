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

  private List<ByteBuffer> views(int start, int end) {
    List<ByteBuffer> views = new ArrayList<>();
    for (int at = start; at < end; ) {
      int within = at % EncodedLog.SEGMENT_BYTES;
      int count = Math.min(end - at, EncodedLog.SEGMENT_BYTES - within);
      views.add(
          ByteBuffer.wrap(segments[at / EncodedLog.SEGMENT_BYTES], within, count)
              .slice()
              .asReadOnlyBuffer());
      at += count;
    }
    return views;
  }
}
