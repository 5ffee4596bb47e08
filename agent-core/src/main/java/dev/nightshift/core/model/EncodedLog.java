package dev.nightshift.core.model;

import java.util.Arrays;

/**
 * What was encoded of a conversation: elements with a comma between them, in segments that are
 * filled one after the other and never moved. Not safe for concurrent use, but what was filled can
 * be read by any thread.
 */
final class EncodedLog {
  static final int SEGMENT_BYTES = 8 << 10;

  private byte[][] segments = new byte[4][];
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int size;
  private int bytes;

  int size() {
    return size;
  }

  /** Appends the next element; an empty one takes no comma. */
  void append(byte[] element) {
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
      int segment = bytes / SEGMENT_BYTES;
      int at = bytes % SEGMENT_BYTES;
      if (segment == segments.length) {
        segments = Arrays.copyOf(segments, 2 * segment);
      }
      if (at == 0) {
        segments[segment] = new byte[SEGMENT_BYTES];
      }
      int count = Math.min(from.length - done, SEGMENT_BYTES - at);
      System.arraycopy(from, done, segments[segment], at, count);
      done += count;
      bytes = Math.addExact(bytes, count);
    }
  }
}
