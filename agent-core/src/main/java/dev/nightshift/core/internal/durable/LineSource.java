package dev.nightshift.core.internal.durable;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The lines of a file one after the other, each as a range of one buffer. Used by one thread. */
final class LineSource implements Closeable {
  private static final int FIRST_BUFFER = 1 << 16;

  /** A buffer for who comes next: to make one takes longer than to read a log that fits in. */
  private static final AtomicReference<byte @Nullable []> SPARE = new AtomicReference<>();

  /** A stream, not a channel, because an interrupt would close a channel. */
  private final FileInputStream in;

  private byte[] buffer;
  private int from;
  private int to;
  private int next;
  private int filled;
  private boolean isAtEnd;
  private boolean isTerminated;

  LineSource(Path file, long offset) throws IOException {
    this.in = new FileInputStream(file.toFile());
    byte @Nullable [] spare = SPARE.getAndSet(null);
    this.buffer = spare == null ? new byte[FIRST_BUFFER] : spare;
    try {
      in.skipNBytes(offset);
    } catch (IOException shorter) {
      in.close();
      throw shorter;
    }
  }

  /** Goes on to the next line, which may lack its end; false if there is none. */
  boolean next() throws IOException {
    from = next;
    to = next;
    while (!findEnd()) {
      if (isAtEnd || isTooLong()) {
        isTerminated = false;
        next = to;
        return to > from;
      }
      fill();
    }
    isTerminated = true;
    next = to + 1;
    return true;
  }

  private boolean findEnd() {
    while (to < filled && buffer[to] != '\n') {
      to++;
    }
    return to < filled;
  }

  private void fill() throws IOException {
    if (filled == buffer.length) {
      if (from > 0) {
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        to -= from;
        filled -= from;
        from = 0;
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    isAtEnd = read < 0;
    filled += Math.max(0, read);
  }

  /** Tells whether the line is longer than any record, and was not read to its end. */
  boolean isTooLong() {
    return to - from > LogLine.MOST_BYTES + 64;
  }

  /** Tells whether the line has its end. */
  boolean isTerminated() {
    return isTerminated;
  }

  /** The buffer, until the next line is asked for. */
  byte[] bytes() {
    return buffer;
  }

  /** Where in the buffer the line begins. */
  int from() {
    return from;
  }

  /** Where in the buffer it ends, without the line feed. */
  int to() {
    return to;
  }

  /** Lets go of the file and of the buffer, which is another's from here on. */
  @Override
  public void close() throws IOException {
    if (buffer.length == FIRST_BUFFER) {
      SPARE.set(buffer);
    }
    buffer = new byte[0];
    in.close();
  }
}
