package dev.nightshift.models.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads requests from a connection and writes answers to it, down to the byte. */
final class LoopbackConnection {
  private static final int MAX_LINE = 64 << 10;
  private static final int MAX_BODY = 64 << 20;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  LoopbackConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 32 << 10);
    this.out = socket.getOutputStream();
  }

  /** Returns the next request, or null at the end of the connection. */
  @Nullable LoopbackRequest read() throws IOException {
    String start = line();
    if (start == null) {
      return null;
    }
    String[] words = start.split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not an HTTP request line: " + start);
    }
    Map<String, List<String>> headers = headers();
    if (first(headers, "expect").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    return new LoopbackRequest(words[0], words[1], headers, body(headers));
  }

  /** Writes the first {@code length} bytes of an answer. */
  void write(byte[] answer, int length) throws IOException {
    out.write(answer, 0, length);
    out.flush();
  }

  /**
   * Waits until the client closes the connection, or the time is over.
   *
   * @param longest null to wait as long as the client does
   * @return true if the client closed it
   */
  boolean awaitClientClosing(@Nullable Duration longest) throws IOException {
    try {
      socket.setSoTimeout(longest == null ? 0 : millis(longest));
      return in.read() < 0;
    } catch (SocketTimeoutException stillThere) {
      socket.setSoTimeout(0);
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static int millis(Duration longest) {
    // A socket waits 24 days at most.
    boolean fits = longest.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0;
    return fits ? (int) Math.max(1, longest.toMillis()) : Integer.MAX_VALUE;
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    String line = line();
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not an HTTP header: " + line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), unused -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
      line = line();
    }
    return headers;
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (first(headers, "transfer-encoding").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    String length = first(headers, "content-length");
    return length.isEmpty() ? new byte[0] : exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = line();
      if (line == null) {
        throw new EOFException("the request ended within its body");
      }
      int size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
      body.writeBytes(exactly(size));
      line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("a request body of " + length + " bytes is too large");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the request ended within its body");
    }
    return bytes;
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (line.size() > MAX_LINE) {
        throw new IOException("a header line is too long");
      }
      line.write(next);
      next = in.read();
    }
    if (next < 0 && line.size() == 0) {
      return null;
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static String first(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.get(0);
  }
}
