package dev.nightshift.models.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long BELOW = '\r' + 1;

  private final int maxEventBytes;
  private final Sink sink;
  private final EventNames names = new EventNames();

  /** The piece that is read. */
  private byte[] piece = new byte[0];

  /** The same, to be read eight bytes at once. */
  private ByteBuffer words = ByteBuffer.wrap(piece);

  /** What the pieces before left of a line. */
  private byte[] line = new byte[0];

  private int lineLength;

  /** The data lines of an event, unless they are one line within the piece. */
  private byte[] data = new byte[0];

  private int dataFrom;
  private int dataTo;
  private boolean isDataInPiece;
  private boolean hasData;
  private String name = "";
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
   * @param next read to its end
   * @throws IOException if an event is larger than allowed, or from the sink
   */
  public void feed(ByteBuffer next) throws IOException {
    int count = next.remaining();
    if (count > piece.length) {
      piece = withRoom(piece, 0, count);
      words = ByteBuffer.wrap(piece).order(ByteOrder.nativeOrder());
    }
    next.get(piece, 0, count);
    int start = 0;
    int end = lineEnd(start, count);
    while (end < count) {
      byte sign = piece[end];
      boolean endsTheSameLine =
          sign == '\n' && afterCarriageReturn && end == start && lineLength == 0;
      if (!endsTheSameLine) {
        endOfLine(start, end);
      }
      afterCarriageReturn = sign == '\r';
      start = end + 1;
      end = lineEnd(start, count);
    }
    keepLine(start, count);
    keepData();
  }

  /**
   * Delivers what the end of the stream left over.
   *
   * @throws IOException from the sink
   */
  public void finish() throws IOException {
    if (lineLength > 0) {
      endOfLine(0, 0);
    }
    dispatch();
  }

  /** Returns where the next line ends, or {@code count} if none does. Most bytes are letters. */
  private int lineEnd(int from, int count) {
    int at = from;
    while (at <= count - Long.BYTES && !hasControl(words.getLong(at))) {
      at += Long.BYTES;
    }
    while (at < count && piece[at] != '\n' && piece[at] != '\r') {
      at++;
    }
    return at;
  }

  /** Tells whether one of eight bytes is below 14, as the ends of lines are. */
  private static boolean hasControl(long bytes) {
    return (bytes - BELOW * ONES & ~bytes & ONES << 7) != 0;
  }

  /** Ends the line that goes on here. */
  private void endOfLine(int from, int to) throws IOException {
    if (lineLength == 0) {
      requireSize(to - from);
      wholeLine(piece, from, to);
    } else {
      keepLine(from, to);
      int length = lineLength;
      lineLength = 0;
      wholeLine(line, 0, length);
    }
  }

  private void wholeLine(byte[] bytes, int from, int to) throws IOException {
    int start = from;
    if (firstLine) {
      firstLine = false;
      start += startsWithMark(bytes, from, to) ? BYTE_ORDER_MARK.length : 0;
    }
    if (start == to) {
      dispatch();
    } else {
      field(bytes, start, to);
    }
  }

  private void field(byte[] bytes, int start, int end) throws IOException {
    int colon = start;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, end);
    if (value < end && bytes[value] == ' ') {
      value++;
    }
    if (Arrays.equals(bytes, start, colon, DATA, 0, DATA.length)) {
      addData(bytes, value, end);
    } else if (Arrays.equals(bytes, start, colon, EVENT, 0, EVENT.length)) {
      name = names.of(bytes, value, end);
    } else if (Arrays.equals(bytes, start, colon, ERROR, 0, ERROR.length)) {
      name = "error";
      addData(bytes, value, end);
    }
  }

  private void addData(byte[] bytes, int from, int to) throws IOException {
    if (!hasData && bytes == piece) {
      // Nearly every event: nothing is copied.
      dataFrom = from;
      dataTo = to;
      isDataInPiece = true;
    } else {
      keepData();
      int lineFeeds = hasData ? 1 : 0;
      requireSize((long) dataTo + to - from + lineFeeds);
      data = withRoom(data, dataTo, to - from + lineFeeds);
      if (hasData) {
        data[dataTo++] = '\n';
      }
      System.arraycopy(bytes, from, data, dataTo, to - from);
      dataTo += to - from;
    }
    hasData = true;
  }

  /** Copies what the next piece goes on with. */
  private void keepLine(int from, int to) throws IOException {
    requireSize((long) lineLength + to - from);
    line = withRoom(line, lineLength, to - from);
    System.arraycopy(piece, from, line, lineLength, to - from);
    lineLength += to - from;
  }

  private void keepData() {
    if (isDataInPiece) {
      int length = dataTo - dataFrom;
      data = withRoom(data, 0, length);
      System.arraycopy(piece, dataFrom, data, 0, length);
      dataFrom = 0;
      dataTo = length;
      isDataInPiece = false;
    }
  }

  private void dispatch() throws IOException {
    String event = name;
    name = "";
    if (hasData) {
      byte[] bytes = isDataInPiece ? piece : data;
      int from = dataFrom;
      int to = dataTo;
      dataFrom = 0;
      dataTo = 0;
      isDataInPiece = false;
      hasData = false;
      sink.event(event, bytes, from, to);
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

  private static boolean startsWithMark(byte[] bytes, int from, int to) {
    int mark = BYTE_ORDER_MARK.length;
    return to - from >= mark && Arrays.equals(bytes, from, from + mark, BYTE_ORDER_MARK, 0, mark);
  }

  /** Receives events. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one event.
     *
     * @param name the event's name, empty if it has none
     * @param bytes hold its data, lines joined by LF; used for the next event afterwards
     * @param from where the data begins
     * @param to where the data ends
     * @throws IOException if the event cannot be understood
     */
    void event(String name, byte[] bytes, int from, int to) throws IOException;
  }
}
