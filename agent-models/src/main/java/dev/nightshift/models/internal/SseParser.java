package dev.nightshift.models.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads server-sent events from bytes as they arrive, in pieces of any size.
 *
 * <p>Lines end with LF, CR or CRLF. Works on bytes and decodes nothing but event names, so a
 * character split between two pieces needs no care. <b>Source:</b> WHATWG HTML, 9.2.6. One
 * deviation: an event that the end of the stream leaves without its blank line is delivered, since
 * real servers send such ends; what was cut inside it shows as malformed JSON. Not safe for
 * concurrent use.
 */
public final class SseParser {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private final int maxEventBytes;
  private final Sink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream(512);
  private String name = "";
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
      byte next = piece.get();
      if (next == '\n' && afterCarriageReturn) {
        afterCarriageReturn = false;
        continue;
      }
      afterCarriageReturn = next == '\r';
      if (next == '\n' || next == '\r') {
        endOfLine();
      } else {
        line.write(next);
        requireSize(line.size());
      }
    }
  }

  /**
   * Delivers what the end of the stream left over.
   *
   * @throws IOException from the sink
   */
  public void finish() throws IOException {
    if (line.size() > 0) {
      endOfLine();
    }
    dispatch();
  }

  private void endOfLine() throws IOException {
    byte[] bytes = line.toByteArray();
    line.reset();
    int start = firstLine && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    firstLine = false;
    if (bytes.length == start) {
      dispatch();
    } else {
      field(bytes, start);
    }
  }

  private void field(byte[] bytes, int start) throws IOException {
    int colon = start;
    while (colon < bytes.length && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, bytes.length);
    if (value < bytes.length && bytes[value] == ' ') {
      value++;
    }
    String field = new String(bytes, start, colon - start, StandardCharsets.UTF_8);
    if (field.equals("data")) {
      if (hasData) {
        data.write('\n');
      }
      hasData = true;
      data.write(bytes, value, bytes.length - value);
      requireSize(data.size());
    } else if (field.equals("event")) {
      name = new String(bytes, value, bytes.length - value, StandardCharsets.UTF_8);
    }
  }

  private void dispatch() throws IOException {
    String event = name;
    name = "";
    if (hasData) {
      byte[] bytes = data.toByteArray();
      data.reset();
      hasData = false;
      sink.event(event, bytes);
    }
  }

  private void requireSize(int size) throws IOException {
    if (size > maxEventBytes) {
      throw new IOException("an event of more than " + maxEventBytes + " bytes arrived");
    }
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == BYTE_ORDER_MARK[0]
        && bytes[1] == BYTE_ORDER_MARK[1]
        && bytes[2] == BYTE_ORDER_MARK[2];
  }

  /** Receives events. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one event.
     *
     * @param name the event's name, empty if it has none
     * @param data its data lines joined by LF
     * @throws IOException if the event cannot be understood
     */
    void event(String name, byte[] data) throws IOException;
  }
}
