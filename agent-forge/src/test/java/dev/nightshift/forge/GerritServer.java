package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.forge.gerrit.GerritForge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gerrit on this computer: a part of its REST API, and pushes to {@code refs/for} over HTTP. */
final class GerritServer implements AutoCloseable {
  static final String PROJECT = "acme/shop";
  private static final String PASSWORD = "gerrit-0123456789-abcdef";
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<FakeForge.Call> calls = new ArrayList<>();
  private final Deque<FakeForge.Fault> faults = new ArrayDeque<>();
  private final GitHttp git;
  final GerritState state;

  GerritServer(Path repository) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    state = new GerritState(repository, web());
    git = new GitHttp(repository, "bot", () -> PASSWORD);
    git.receiveBy(state::receive);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI web() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  GerritForge.Builder forge(Path local) {
    return GerritForge.builder(web(), PROJECT, local).account("bot", () -> PASSWORD);
  }

  String password() {
    return PASSWORD;
  }

  GitHttp git() {
    return git;
  }

  /** Answers the next request that fits otherwise. */
  synchronized void fail(String method, String part, int status, Map<String, String> headers) {
    faults.add(new FakeForge.Fault(method, part, status, headers, "in its own words", false));
  }

  synchronized List<FakeForge.Call> calls() {
    return List.copyOf(calls);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/a/" + PROJECT + "/")) {
        synchronized (this) {
          calls.add(new FakeForge.Call(exchange.getRequestMethod(), path, ""));
        }
        git.handle(exchange);
      } else {
        rest(exchange);
      }
    }
  }

  private void rest(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    FakeForge.Fault fault =
        called(new FakeForge.Call(method, exchange.getRequestURI().toString(), body));
    if (fault != null) {
      fault.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      send(exchange, fault.status(), "text/plain;charset=utf-8", fault.body());
      return;
    }
    String known = "Basic " + git.credentials();
    if (!known.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "text/plain;charset=iso-8859-1", "Unauthorized");
      return;
    }
    String path = exchange.getRequestURI().getPath().substring("/a".length());
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    Optional<JsonValue> answer = state.answer(path, query, body);
    if (answer.isPresent()) {
      send(exchange, 200, "application/json; charset=UTF-8", ")]}'\n" + answer.get());
    } else {
      send(exchange, 404, "text/plain;charset=utf-8", "Not found: " + path);
    }
  }

  private synchronized FakeForge.Fault called(FakeForge.Call call) {
    calls.add(call);
    FakeForge.Fault next = faults.peek();
    boolean fits =
        next != null && call.method().equals(next.method()) && call.address().contains(next.part());
    return fits ? faults.remove() : null;
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
