package dev.nightshift.models.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * A server on this computer that speaks the Gemini API from a script. Strict: what the real API
 * would refuse is answered with its status 400, and so is a request beyond the script.
 */
public final class GeminiServer implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/v1beta/models/[^/?]+:streamGenerateContent\\?alt=sse");

  private final Queue<Answer> script;
  private final LoopbackServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private GeminiServer(List<Answer> script) {
    this.script = new ArrayDeque<>(script);
    this.server = LoopbackServer.start(this::handle);
  }

  /** Starts a server that gives these answers in order. */
  public static GeminiServer start(Answer... script) {
    return new GeminiServer(List.of(script));
  }

  /** Returns where the server is. */
  public String baseUrl() {
    return "http://" + server.host() + ":" + server.port();
  }

  /** Returns the requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Fails if a request was wrong or an answer was not asked for. */
  public void assertExhausted() {
    List<String> complaints = new ArrayList<>(failures);
    if (!script.isEmpty()) {
      complaints.add(script.size() + " answers of the script were not asked for");
    }
    if (!complaints.isEmpty()) {
      throw new AssertionError("gemini server: " + String.join("; ", complaints));
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private boolean handle(LoopbackRequest request, LoopbackConnection wire) throws IOException {
    Request taken =
        new Request(
            request.path(), request.headers(), new String(request.body(), StandardCharsets.UTF_8));
    requests.add(taken);
    Answer answer = complaint(request, taken).map(this::refuse).orElseGet(this::next);
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d Scripted\r\ncontent-type: %s\r\n%scontent-length: %d\r\n\r\n"
            .formatted(answer.status, answer.contentType, answer.headers, body.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    int length = Math.min(body.length, answer.cutAfter);
    bytes.write(body, 0, length);
    wire.write(bytes.toByteArray(), bytes.size());
    return length == body.length;
  }

  private static Optional<String> complaint(LoopbackRequest request, Request taken) {
    if (!request.method().equals("POST") || !PATH.matcher(request.path()).matches()) {
      return Optional.of(request.method() + " " + request.path() + " is no call for a stream");
    }
    if (!request.headers().containsKey("x-goog-api-key")) {
      return Optional.of("Method doesn't allow unregistered callers");
    }
    return GeminiRequestCheck.complaint(taken.body());
  }

  private Answer next() {
    Answer answer = script.poll();
    return answer == null ? refuse("a request beyond the script") : answer;
  }

  private Answer refuse(String what) {
    failures.add(what);
    return Answer.error(
        400,
        "{\"error\":{\"code\":400,\"message\":\"%s\",\"status\":\"INVALID_ARGUMENT\"}}"
            .formatted(what.replace("\\", "\\\\").replace("\"", "\\\"")));
  }

  /**
   * A request that arrived.
   *
   * @param path its path and query
   * @param headers its headers, names in lower case
   * @param body its body
   */
  public record Request(String path, Map<String, List<String>> headers, String body) {}

  /** What the server answers to one request. */
  public static final class Answer {
    private final int status;
    private final String contentType;
    private final String body;
    private final String headers;
    private final int cutAfter;

    private Answer(int status, String contentType, String body, String headers, int cutAfter) {
      this.status = status;
      this.contentType = contentType;
      this.body = body;
      this.headers = headers;
      this.cutAfter = cutAfter;
    }

    /** Returns a stream of these pieces, with the line ends of the real server. */
    public static Answer stream(String... pieces) {
      StringBuilder body = new StringBuilder();
      for (String piece : pieces) {
        body.append("data: ").append(piece).append("\r\n\r\n");
      }
      return new Answer(200, "text/event-stream", body.toString(), "", Integer.MAX_VALUE);
    }

    /** Returns a body that is no stream. */
    public static Answer whole(String body) {
      return new Answer(200, "application/json", body, "", Integer.MAX_VALUE);
    }

    /** Returns a refusal. */
    public static Answer error(int status, String body) {
      return new Answer(status, "application/json", body, "", Integer.MAX_VALUE);
    }

    /** Returns this answer with one more header. */
    public Answer withHeader(String name, String value) {
      return new Answer(
          status, contentType, body, headers + name + ": " + value + "\r\n", cutAfter);
    }

    /** Returns this answer with a connection that breaks after some of its body. */
    public Answer cutAfter(int bytes) {
      return new Answer(status, contentType, body, headers, bytes);
    }
  }
}
