package dev.nightshift.models.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers any request with the next of some recorded answers, and records what it was asked. */
public final class ReplayServer implements AutoCloseable {
  private final Deque<Recording> answers;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final LoopbackServer server;

  private ReplayServer(Recording... answers) {
    this.answers = new ArrayDeque<>(List.of(answers));
    this.server = LoopbackServer.start(this::handle);
  }

  public static ReplayServer start(Recording... answers) {
    return new ReplayServer(answers);
  }

  public String url() {
    return "http://" + server.host() + ":" + server.port();
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.close();
  }

  private synchronized boolean handle(LoopbackRequest request, LoopbackConnection wire)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
    String body = new String(request.body(), StandardCharsets.UTF_8);
    asked.add(new Asked(request.method() + " " + request.path(), headers, body));
    Recording answer = answers.isEmpty() ? Recording.json(500, "{}") : answers.poll();
    byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, answer.cutAfter);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status + " Replayed\r\n");
    answer.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("content-length: " + bytes.length + "\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    whole.write(bytes, 0, length);
    wire.write(whole.toByteArray(), whole.size());
    return length == bytes.length;
  }

  /** One request as it arrived. */
  public record Asked(String line, Map<String, String> headers, String body) {}

  /** One answer. */
  public record Recording(int status, Map<String, String> headers, String body, int cutAfter) {
    /** An event stream of data without names of events. */
    public static Recording events(String... data) {
      StringBuilder events = new StringBuilder();
      for (String line : data) {
        events.append("data: ").append(line).append("\n\n");
      }
      return stream(events.toString());
    }

    public static Recording stream(String events) {
      return new Recording(
          200, Map.of("content-type", "text/event-stream"), events, Integer.MAX_VALUE);
    }

    public static Recording json(int status, String body) {
      return new Recording(
          status, Map.of("content-type", "application/json"), body, Integer.MAX_VALUE);
    }

    public Recording withHeader(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Recording(status, more, body, cutAfter);
    }

    /** Closes the connection within the body. */
    public Recording cutAfter(int bytes) {
      return new Recording(status, headers, body, bytes);
    }
  }
}
