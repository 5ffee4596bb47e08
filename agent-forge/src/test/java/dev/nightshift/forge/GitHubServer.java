package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * GitHub on this computer: its REST API, with the state of {@link GitHubState}, and git over HTTP
 * with a protected branch. What a request or an answer of it has that GitHub's own description does
 * not allow is kept as a complaint.
 */
final class GitHubServer implements AutoCloseable {
  static final String REPOSITORY = "acme/shop";
  private static final String API = "/api/v3";
  private static final String ROOT = API + "/repos/" + REPOSITORY;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GitHttp git;
  private final List<Call> calls = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  final GitHubState state;
  private final Map<String, Runnable> deeds = new ConcurrentHashMap<>();
  private volatile boolean allowsUndescribed;
  private volatile String token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

  /** A request that came. */
  record Call(String method, String address, String body) {
    @Override
    public String toString() {
      return method + " " + address;
    }
  }

  /** An answer to the next request that fits, in place of or behind what it does. */
  record Fault(
      String method,
      String part,
      int status,
      Map<String, String> headers,
      String body,
      boolean isAfterwards) {}

  /** Starts a server whose git repository is a bare one. */
  GitHubServer(Path repository) throws IOException {
    state = new GitHubState(repository);
    git = new GitHttp(repository, () -> token);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI web() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  URI api() {
    return URI.create(web() + API);
  }

  GitHubForge.Builder forge() {
    String good = token;
    return GitHubForge.builder(REPOSITORY).server(web(), api()).token(() -> good);
  }

  String token() {
    return token;
  }

  /** From now on the tokens of before are no good. */
  void renewToken() {
    token = "ghp_another6789abcdefghijABCDEFGHIJ01234";
  }

  /** Does something once, between the next fitting request and its answer. */
  void beforeNextAnswer(String part, Runnable deed) {
    deeds.put(part, deed);
  }

  /** From now on it answers what its description does not know, as servers do after a while. */
  void allowUndescribedAnswers() {
    allowsUndescribed = true;
  }

  GitHttp git() {
    return git;
  }

  synchronized void fail(Fault fault) {
    faults.add(fault);
  }

  void fail(String method, String part, int status, String body) {
    fail(new Fault(method, part, status, Map.of(), body, false));
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  List<Call> calls(String method, String part) {
    return calls().stream()
        .filter(call -> call.method().equals(method) && call.address().contains(part))
        .toList();
  }

  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().startsWith("/" + REPOSITORY + ".git/")) {
        git.handle(exchange);
      } else {
        rest(exchange);
      }
    } catch (RuntimeException | Error broken) {
      complain("the server failed: " + broken);
      throw broken;
    }
  }

  private void rest(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String address = exchange.getRequestURI().toString();
    Fault fault = called(new Call(method, address, body));
    if (fault != null && !fault.isAfterwards()) {
      send(exchange, fault.status(), fault.headers(), fault.body());
    } else if (!("Bearer " + token)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, Map.of(), GitHubState.error("Bad credentials"));
    } else if (!exchange.getRequestURI().getPath().startsWith(ROOT + "/")) {
      send(exchange, 404, Map.of(), GitHubState.error("Not Found"));
    } else {
      GitHubState.Answer answer = answered(exchange, method, body);
      deeds.keySet().stream().filter(address::contains).map(deeds::remove).forEach(Runnable::run);
      if (fault == null) {
        send(exchange, answer.status(), Map.of(), answer.body());
      } else {
        send(exchange, fault.status(), fault.headers(), fault.body());
      }
    }
  }

  private synchronized Fault called(Call call) {
    calls.add(call);
    Fault next = faults.peek();
    boolean fits =
        next != null && call.method().equals(next.method()) && call.address().contains(next.part());
    return fits ? faults.remove() : null;
  }

  private GitHubState.Answer answered(HttpExchange exchange, String method, String body) {
    String path = exchange.getRequestURI().getPath().substring(ROOT.length());
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String operation = GitHubState.operation(method, path);
    List<String> allowed = GitHubSchemas.queries(operation);
    query.keySet().stream()
        .filter(name -> !allowed.contains(name))
        .forEach(name -> complain(operation + " was asked for " + name));
    if (!body.isEmpty()) {
      GitHubSchemas.complaints(operation + ".request", body).forEach(this::complain);
    }
    GitHubState.Answer answer;
    synchronized (state) {
      answer = state.answer(operation, path, query, JsonValue.parse(body.isEmpty() ? "{}" : body));
    }
    String schema = answer.status() < 300 ? operation + ".answer" : answer.schema();
    if (!allowsUndescribed) {
      GitHubSchemas.complaints(schema, answer.body()).forEach(this::complain);
    }
    return answer;
  }

  private synchronized void complain(String what) {
    complaints.add(what);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      Arrays.stream(raw.split("&"))
          .map(pair -> pair.split("=", 2))
          .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
    return query;
  }

  private static void send(
      HttpExchange exchange, int status, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
    headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
