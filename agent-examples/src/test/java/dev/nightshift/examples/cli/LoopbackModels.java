package dev.nightshift.examples.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenAI, Gemini and any server of Chat Completions on one port of this computer. Whoever may
 * submit a review approves; everybody else makes the file that the task names, else b.txt, and is
 * done. Of a task that says {@code Ask first} it asks, until somebody says {@code Two, please}.
 */
final class LoopbackModels implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern NAMED =
      Pattern.compile("Make the file ([a-zA-Z0-9/]+\\.(?:txt|md|java))");

  /** A tool has answered. */
  private static final Pattern RESULT =
      Pattern.compile("\"(tool_call_id|function_call_output|functionResponse)\"");

  private final HttpServer server;
  private final Set<String> missing;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch firstHeld = new CountDownLatch(1);
  private final AtomicInteger left = new AtomicInteger();
  private volatile CountDownLatch held = new CountDownLatch(0);

  private LoopbackModels(HttpServer server, Set<String> missing) {
    this.server = server;
    this.missing = missing;
  }

  /** Starts a server that knows all models but these. */
  static LoopbackModels without(String... missing) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      LoopbackModels models = new LoopbackModels(server, ConcurrentHashMap.newKeySet());
      models.missing.addAll(List.of(missing));
      server.setExecutor(models.threads);
      server.createContext("/", models::answer);
      server.start();
      return models;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** From now on nobody knows this model. */
  void lose(String model) {
    missing.add(model);
  }

  /** It is there again. */
  void find(String model) {
    missing.remove(model);
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns path, key and model of each request. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Lets whoever asks wait until {@link #release}. */
  void hold() {
    holdAfter(0);
  }

  /** The same for whoever asks after so many requests from now on. */
  void holdAfter(int requests) {
    left.set(requests);
    held = new CountDownLatch(1);
  }

  /** Waits until somebody waits. */
  void awaitAsked() throws InterruptedException {
    firstHeld.await();
  }

  void release() {
    held.countDown();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String model =
        path.contains("/models/")
            ? path.replaceAll(".*/models/|:streamGenerateContent", "")
            : JSON.readTree(body).path("model").asString();
    String key = exchange.getRequestHeaders().getFirst("authorization");
    String googleKey = exchange.getRequestHeaders().getFirst("x-goog-api-key");
    asked.add(new Asked(path, googleKey == null ? String.valueOf(key) : googleKey, model));
    try {
      if (left.getAndDecrement() <= 0) {
        firstHeld.countDown();
        held.await();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    if (missing.contains(model)) {
      send(exchange, 404, "application/json", "{\"error\":{\"message\":\"no such model\"}}");
      return;
    }
    send(exchange, 200, "text/event-stream", stream(path, model, body));
  }

  private static String stream(String path, String model, String body) {
    if (body.contains("\"submit_review\"")) {
      return stream(
          path,
          model,
          "submit_review",
          Map.of("verdict", "approve", "findings", List.of(), "criteria", List.of()));
    }
    boolean asks = body.contains("Ask first");
    if (asks && !body.contains("Two, please")) {
      return stream(path, model, "blocked", Map.of("question", "One or two?"));
    }
    boolean isDone = RESULT.matcher(body).results().count() > (asks ? 1 : 0);
    Matcher named = NAMED.matcher(body);
    String file = named.find() ? named.group(1) : "b.txt";
    return isDone
        ? stream(path, model, "finish", Map.of("summary", "wrote it"))
        : stream(path, model, "write_file", Map.of("path", file, "content", "two\n"));
  }

  private static String stream(
      String path, String model, String tool, Map<String, Object> arguments) {
    if (path.endsWith("/responses")) {
      return responses(model, tool, arguments);
    }
    return path.endsWith("/chat/completions")
        ? chat(model, tool, arguments)
        : gemini(model, tool, arguments);
  }

  private static String responses(String model, String tool, Map<String, Object> arguments) {
    Map<String, Object> item =
        Map.of(
            "id",
            "fc_" + tool,
            "type",
            "function_call",
            "call_id",
            "call_" + tool,
            "name",
            tool,
            "arguments",
            JSON.writeValueAsString(arguments));
    Map<String, Object> usage = Map.of("input_tokens", 50, "output_tokens", 7);
    return event(Map.of("type", "response.created", "response", Map.of("id", "r", "model", model)))
        + event(Map.of("type", "response.output_item.done", "output_index", 0, "item", item))
        + event(
            Map.of(
                "type",
                "response.completed",
                "response",
                Map.of("id", "r", "model", model, "output", List.of(item), "usage", usage)));
  }

  private static String chat(String model, String tool, Map<String, Object> arguments) {
    Map<String, Object> call =
        Map.of(
            "index",
            0,
            "id",
            "call_" + tool,
            "type",
            "function",
            "function",
            Map.of("name", tool, "arguments", JSON.writeValueAsString(arguments)));
    Map<String, Object> choice =
        Map.of(
            "index",
            0,
            "delta",
            Map.of("role", "assistant", "tool_calls", List.of(call)),
            "finish_reason",
            "tool_calls");
    Map<String, Object> usage =
        Map.of("prompt_tokens", 5000, "completion_tokens", 7, "total_tokens", 5007);
    return event(Map.of("id", "c", "model", model, "choices", List.of(choice)))
        + event(Map.of("id", "c", "model", model, "choices", List.of(), "usage", usage))
        + "data: [DONE]\n\n";
  }

  private static String gemini(String model, String tool, Map<String, Object> arguments) {
    Map<String, Object> part =
        Map.of("functionCall", Map.of("name", tool, "args", arguments), "thoughtSignature", "c2ln");
    Map<String, Object> candidate =
        Map.of("content", Map.of("role", "model", "parts", List.of(part)), "finishReason", "STOP");
    Map<String, Object> usage =
        Map.of("promptTokenCount", 50, "candidatesTokenCount", 7, "totalTokenCount", 57);
    return event(
        Map.of("candidates", List.of(candidate), "usageMetadata", usage, "modelVersion", model));
  }

  private static String event(Map<String, Object> data) {
    return "data: " + JSON.writeValueAsString(data) + "\n\n";
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** One request: where, with which key, for which model. */
  record Asked(String path, String key, String model) {}
}
