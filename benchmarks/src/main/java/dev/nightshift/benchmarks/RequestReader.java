package dev.nightshift.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The requests of one connection, one after the other, without a copy of their bodies. */
final class RequestReader {
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private final InputStream in;
  private byte[] buffer = new byte[4096];
  private int filled;
  private int bodyStart;
  private int bodyEnd;
  private String head = "";

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** Reads the next request; false at the end of the connection. */
  boolean next() throws IOException {
    System.arraycopy(buffer, bodyEnd, buffer, 0, filled - bodyEnd);
    filled -= bodyEnd;
    bodyEnd = 0;
    int end = find(END_OF_HEAD, 0, filled);
    while (end < 0) {
      if (!fill()) {
        return false;
      }
      end = find(END_OF_HEAD, 0, filled);
    }
    head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    bodyStart = end + END_OF_HEAD.length;
    bodyEnd = bodyStart + Integer.parseInt(header("content-length"));
    while (filled < bodyEnd) {
      if (!fill()) {
        throw new EOFException("the request ended within its body");
      }
    }
    return true;
  }

  /** The first part of the path. */
  String scene() {
    int start = head.indexOf('/') + 1;
    return head.substring(start, head.indexOf('/', start));
  }

  boolean isStreamed() {
    return header("accept").contains("text/event-stream");
  }

  int bodyLength() {
    return bodyEnd - bodyStart;
  }

  byte[] body() {
    return Arrays.copyOfRange(buffer, bodyStart, bodyEnd);
  }

  /** How often the body has some bytes. */
  int count(byte[] bytes) {
    int count = 0;
    int at = find(bytes, bodyStart, bodyEnd);
    while (at >= 0) {
      count++;
      at = find(bytes, at + bytes.length, bodyEnd);
    }
    return count;
  }

  private String header(String name) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return "";
    }
    int start = at + name.length() + 3;
    int end = head.indexOf("\r\n", start);
    return head.substring(start, end < 0 ? head.length() : end).strip();
  }

  private boolean fill() throws IOException {
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * filled);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, read);
    return read >= 0;
  }

  private int find(byte[] bytes, int from, int to) {
    for (int at = from; at <= to - bytes.length; at++) {
      if (buffer[at] == bytes[0]
          && Arrays.equals(buffer, at, at + bytes.length, bytes, 0, bytes.length)) {
        return at;
      }
    }
    return -1;
  }
}
