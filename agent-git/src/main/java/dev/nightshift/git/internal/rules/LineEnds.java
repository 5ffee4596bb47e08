package dev.nightshift.git.internal.rules;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * The line ends and other bytes of one content, counted as git's {@code convert.c} counts them to
 * decide what it stores. Used by one thread.
 */
public final class LineEnds {
  private static final int BUFFER = 1 << 16;
  private long crlf;
  private long loneCarriageReturns;
  private long nul;
  private long printable;
  private long nonPrintable;
  private boolean afterCarriageReturn;
  private int last = -1;

  private LineEnds() {}

  /** Counts a content to its end. */
  public static LineEnds of(InputStream content) throws IOException {
    LineEnds counts = new LineEnds();
    byte[] buffer = new byte[BUFFER];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      for (int at = 0; at < read; at++) {
        counts.add(buffer[at] & 0xFF);
      }
    }
    counts.end();
    return counts;
  }

  /** Returns how many carriage returns stand before a line feed. */
  public long crlf() {
    return crlf;
  }

  /** Tells whether git takes the content for a binary where nothing says what it is. */
  public boolean isBinary() {
    return loneCarriageReturns > 0 || nul > 0 || (printable >> 7) < nonPrintable;
  }

  private void add(int value) {
    boolean ended = afterCarriageReturn;
    afterCarriageReturn = false;
    if (ended && value == '\n') {
      crlf++;
    } else {
      loneCarriageReturns += ended ? 1 : 0;
      count(value);
    }
    last = value;
  }

  private void count(int value) {
    switch (value) {
      case '\r' -> afterCarriageReturn = true;
      case '\n' -> {
        // A line feed alone is what git stores.
      }
      case '\b', '\t', 0x1B, '\f' -> printable++;
      case 0 -> {
        nul++;
        nonPrintable++;
      }
      default -> {
        if (value < 32 || value == 127) {
          nonPrintable++;
        } else {
          printable++;
        }
      }
    }
  }

  private void end() {
    loneCarriageReturns += afterCarriageReturn ? 1 : 0;
    // The end-of-file sign of old systems is none of the content's.
    nonPrintable -= last == 0x1A ? 1 : 0;
  }

  /** Returns a content without the carriage returns that stand before a line feed. */
  static InputStream withoutCarriageReturns(InputStream content) {
    return new Stripped(content);
  }

  private static final class Stripped extends FilterInputStream {
    Stripped(InputStream content) {
      super(new PushbackInputStream(new java.io.BufferedInputStream(content, BUFFER), 1));
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value != '\r') {
        return value;
      }
      int next = in.read();
      if (next == '\n') {
        return next;
      }
      if (next >= 0) {
        ((PushbackInputStream) in).unread(next);
      }
      return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int at = from;
      int value = length == 0 ? -1 : read();
      while (value >= 0) {
        into[at++] = (byte) value;
        value = at - from == length ? -1 : read();
      }
      return at == from && length > 0 ? -1 : at - from;
    }
  }
}
