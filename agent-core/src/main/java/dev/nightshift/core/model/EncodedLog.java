package dev.nightshift.core.model;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What was encoded of a conversation: elements with a comma between them, in segments that are
 * filled one after the other. Not safe for concurrent use, but what was filled can be read by any
 * thread: a segment that grows is replaced, and the one before it stays with who reads it.
 */
final class EncodedLog {
  /** Small, because many conversations are; a segment grows to twice its size. */
  static final int SMALLEST_SEGMENT = 2 << 10;

  /**
   * Large, because each piece of a body is written alone, and a write costs more than to copy many
   * bytes once; not larger, because every conversation keeps one that may be half empty.
   */
  static final int LARGEST_SEGMENT = 64 << 10;

  private final Function<? super Turn, byte[]> encoder;
  private byte[][] segments = {new byte[SMALLEST_SEGMENT]};
  private int within;
  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private int size;
  private int bytes;

  EncodedLog(Function<? super Turn, byte[]> encoder) {
    this.encoder = encoder;
  }

  int size() {
    return size;
  }

  /** Appends the next turn; one of which there is nothing to send takes no comma. */
  void append(Turn turn) {
    byte[] element = encoder.apply(turn);
    if (size == ends.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    if (element.length > 0 && bytes > 0) {
      write(new byte[] {','});
    }
    starts[size] = bytes;
    write(element);
    ends[size++] = bytes;
  }

  EncodedTurns first(int length) {
    return new EncodedTurns(segments, starts, ends, length);
  }

  private void write(byte[] from) {
    for (int done = 0; done < from.length; ) {
      int room = makeRoom(from.length - done);
      int count = Math.min(from.length - done, room);
      System.arraycopy(from, done, segments[segments.length - 1], within, count);
      within += count;
      done += count;
      bytes = Math.addExact(bytes, count);
    }
  }

  /** Returns how many bytes go into the last segment, which grows if it may, or is a new one. */
  private int makeRoom(int wanted) {
    int last = segments.length - 1;
    if (within == LARGEST_SEGMENT) {
      segments = Arrays.copyOf(segments, ++last + 1);
      segments[last] = new byte[SMALLEST_SEGMENT];
      within = 0;
    }
    int length = segments[last].length;
    while (length < LARGEST_SEGMENT && length - within < wanted) {
      length *= 2;
    }
    if (length > segments[last].length) {
      // Who reads the ones before holds their array.
      segments = segments.clone();
      segments[last] = Arrays.copyOf(segments[last], length);
    }
    return length - within;
  }
}
