package dev.nightshift.core.model;

import java.util.Arrays;
import java.util.function.Function;

/**
 * What was encoded of a conversation: elements with a comma between them, in segments that are
 * filled one after the other and never moved. Not safe for concurrent use, but what was filled can
 * be read by any thread.
 */
final class EncodedLog {
  /** Small, because many conversations are; each one is as large as all before it together. */
  static final int SMALLEST_SEGMENT = 2 << 10;

  /** Large, because each piece of a body costs a hand-over between threads. */
  static final int LARGEST_SEGMENT = 32 << 10;

  private final Function<? super Turn, byte[]> encoder;
  private byte[][] segments = new byte[4][];
  private int filled;
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
      if (filled == 0 || within == segments[filled - 1].length) {
        addSegment();
      }
      byte[] segment = segments[filled - 1];
      int count = Math.min(from.length - done, segment.length - within);
      System.arraycopy(from, done, segment, within, count);
      within += count;
      done += count;
      bytes = Math.addExact(bytes, count);
    }
  }

  private void addSegment() {
    if (filled == segments.length) {
      segments = Arrays.copyOf(segments, 2 * filled);
    }
    int room = Math.min(LARGEST_SEGMENT, Math.max(SMALLEST_SEGMENT, bytes));
    segments[filled++] = new byte[room];
    within = 0;
  }
}
