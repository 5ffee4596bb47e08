package dev.nightshift.models.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads server-sent events from bytes as they arrive, in pieces of any size.
 *
 * <p>Lines end with LF, CR or CRLF. Works on bytes and decodes nothing but event names, so a
 * character split between two pieces needs no care. <b>Source:</b> WHATWG HTML, 9.2.6. Two
 * deviations for what real servers send: an event that the end of the stream leaves without its
 * blank line is delivered, what was cut inside it shows as malformed JSON; and a field {@code
 * error}, as of llama.cpp, is the data of an event of that name. Not safe for concurrent use.
 */
public final class SseParser {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};

  private final int maxEventBytes;
  private final Sink sink;
  private byte[] line = new byte[256];
  private int lineLength;
  private byte[] data = new byte[256];
  private int dataLength;
  private String name = "";
  private String lastName = "";
  private boolean hasData;
  private boolean afterCarriageReturn;
  private boolean firstLine = true;

  /**
   * Creates a parser.
   *
   * @param maxEventBytes the largest line or event accepted
   * @param sink receives the events
   */
  public SseParser(int maxEventBytes, Sink sink) {
    this.maxEventBytes = maxEventBytes;
    this.sink = sink;
  }

  /**
   * Reads the next piece of the stream.
   *
   * @param piece read to its end
   * @throws IOException if an event is larger than allowed, or from the sink
   */
  public void feed(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      int end = endOfLine(piece);
      if (afterCarriageReturn && end > piece.position()) {
        afterCarriageReturn = false;
      }
      appendToLine(piece, end - piece.position());
      if (piece.hasRemaining()) {
        boolean isReturn = piece.get() == '\r';
        if (isReturn || !afterCarriageReturn) {
          endOfLine();
        }
        afterCarriageReturn = isReturn;
      }
    }
  }

  /** Returns the place of the next line end, or where the piece ends. */
  private static int endOfLine(ByteBuffer piece) {
    int end = piece.position();
    while (end < piece.limit() && piece.get(end) != '\n' && piece.get(end) != '\r') {
      end++;
    }
    return end;
  }

  private void appendToLine(ByteBuffer piece, int count) throws IOException {
    requireSize((long) lineLength + count);
    line = withRoom(line, lineLength, count);
    piece.get(line, lineLength, count);
    lineLength += count;
  }

  /**
   * Delivers what the end of the stream left over.
   *
   * @throws IOException from the sink
   */
  public void finish() throws IOException {
    if (lineLength > 0) {
      endOfLine();
    }
    dispatch();
  }

  private void endOfLine() throws IOException {
    int length = lineLength;
    lineLength = 0;
    int start = firstLine && startsWithMark(length) ? BYTE_ORDER_MARK.length : 0;
    firstLine = false;
    if (length == start) {
      dispatch();
    } else {
      field(start, length);
    }
  }

  private void field(int start, int end) throws IOException {
    int colon = start;
    while (colon < end && line[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && line[value] == ' ') {
      value++;
    }
    if (Arrays.equals(line, start, colon, DATA, 0, DATA.length)) {
      appendToData(value, end - value);
    } else if (Arrays.equals(line, start, colon, EVENT, 0, EVENT.length)) {
      name = text(value, end - value);
    } else if (Arrays.equals(line, start, colon, ERROR, 0, ERROR.length)) {
      name = "error";
      appendToData(value, end - value);
    }
  }

  private void appendToData(int from, int count) throws IOException {
    int lineFeeds = hasData ? 1 : 0;
    requireSize((long) dataLength + count + lineFeeds);
    data = withRoom(data, dataLength, count + lineFeeds);
    if (hasData) {
      data[dataLength++] = '\n';
    }
    hasData = true;
    System.arraycopy(line, from, data, dataLength, count);
    dataLength += count;
  }

  /** Most events of a stream have the name of the one before. */
  private String text(int from, int count) {
    boolean isLast = count == lastName.length();
    for (int i = 0; isLast && i < count; i++) {
      isLast = lastName.charAt(i) == line[from + i];
    }
    if (!isLast) {
      lastName = new String(line, from, count, StandardCharsets.UTF_8);
    }
    return lastName;
  }

  private void dispatch() throws IOException {
    String event = name;
    name = "";
    if (hasData) {
      int length = dataLength;
      dataLength = 0;
      hasData = false;
      sink.event(event, data, length);
    }
  }

  private void requireSize(long size) throws IOException {
    if (size > maxEventBytes) {
      throw new IOException("an event of more than " + maxEventBytes + " bytes arrived");
    }
  }

  private static byte[] withRoom(byte[] bytes, int length, int more) {
    return length + more <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
  }

  private boolean startsWithMark(int length) {
    int mark = BYTE_ORDER_MARK.length;
    return length >= mark && Arrays.equals(line, 0, mark, BYTE_ORDER_MARK, 0, mark);
  }

  /** Receives events. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one event.
     *
     * @param name the event's name, empty if it has none
     * @param data begins with its data lines joined by LF; used for the next event afterwards
     * @param length how much of {@code data} that is
     * @throws IOException if the event cannot be understood
     */
    void event(String name, byte[] data, int length) throws IOException;
  }
}
