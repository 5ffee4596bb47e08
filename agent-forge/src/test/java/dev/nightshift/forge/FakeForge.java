package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.forge.github.GitHubForge;
import dev.nightshift.forge.gitlab.GitLabForge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A forge on this computer: a REST API, with requests whose branches are those of a real
 * repository, and git over HTTP with a protected branch. What a request has that the description of
 * the API does not allow is kept as a complaint.
 */
abstract class FakeForge implements AutoCloseable {
  static final String REPOSITORY = "acme/shop";

  /** Which forge. */
  enum Kind {
    GITHUB {
      @Override
      FakeForge start(Path repository) throws IOException {
        return new GitHubServer(repository);
      }

      @Override
      Forge forge(Options options) {
        return GitHubForge.builder(options.repository)
            .server(options.web, URI.create(options.web + "/api/v3"))
            .token(options.token)
            .time(options.time)
            .patience(options.patience)
            .build();
      }
    },
    GITLAB {
      @Override
      FakeForge start(Path repository) throws IOException {
        return new GitLabServer(repository);
      }

      @Override
      Forge forge(Options options) {
        return GitLabForge.builder(options.repository)
            .server(options.web)
            .token(options.token)
            .time(options.time)
            .patience(options.patience)
            .build();
      }
    };

    abstract FakeForge start(Path repository) throws IOException;

    /** What asks such a forge. */
    abstract Forge forge(Options options);
  }

  /** How a forge is asked. */
  static final class Options {
    final URI web;
    String repository = REPOSITORY;
    Supplier<String> token;
    TimeSource time = TimeSource.system();
    Duration patience = Duration.ofMinutes(2);

    Options(URI web, Supplier<String> token) {
      this.web = web;
      this.token = token;
    }
  }

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

  /** An answer, with headers of its own. */
  record Answer(int status, Map<String, String> headers, String body) {}

  private final Kind kind;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final GitHttp git;
  private final RealBranches branches;
  private final List<Call> calls = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Map<String, Runnable> deeds = new ConcurrentHashMap<>();
  private volatile String token;

  /** Starts a server whose git repository is a bare one, where that user pushes with the token. */
  FakeForge(Kind kind, Path repository, String gitUser, String token) throws IOException {
    this.kind = kind;
    this.token = token;
    branches = new RealBranches(repository);
    git = new GitHttp(repository, gitUser, () -> this.token);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where a list of requests is, and where one is made. */
  abstract String list();

  /** The words of the forge for a refusal. */
  abstract String error(String message);

  /** Whether a request authenticates with the token as it is now. */
  abstract boolean isAuthentic(HttpExchange exchange, String good);

  /** Answers a request that authenticates. */
  abstract Answer answer(HttpExchange exchange, String method, String body);

  /** What the forge says if a request is open for the branch already. */
  abstract Answer alreadyOpen();

  abstract List<FakeRequest> requests();

  /** Where people see a request. */
  abstract URI link(FakeRequest request);

  /** Lets somebody write, or read only; whoever is not named may do neither. */
  abstract void permit(String login, boolean mayWrite);

  /**
   * Somebody submits a review of the tip of the branch as it is now; returns its id.
   *
   * @param said {@code APPROVED}, {@code CHANGES_REQUESTED} or {@code COMMENTED}
   * @param placed files and what is said of each
   */
  abstract String review(String login, String said, String body, String... placed);

  /** A review stands no longer. */
  abstract void dismiss(String id);

  /** A check of the tip as it is now fails, and says why. */
  abstract void failCheck(String name, String why);

  /** A check of the tip as it is now begins. */
  abstract void beginCheck(String name);

  /** All checks that began end well. */
  abstract void endChecks();

  /** Where a branch of the real repository is; empty if it is not there. */
  String tip(String branch) {
    return branches.tip(branch);
  }

  Kind kind() {
    return kind;
  }

  URI web() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Forge forge() {
    return forge(options -> {});
  }

  /** What asks it, with the token as it is now. */
  Forge forge(Consumer<Options> change) {
    String good = token;
    Options options = new Options(web(), () -> good);
    change.accept(options);
    return kind.forge(options);
  }

  String token() {
    return token;
  }

  /** From now on the tokens of before are no good. */
  void renewToken() {
    token = token.replace("0123456789", "another6789");
  }

  /** Does something once, between the next fitting request and its answer. */
  void beforeNextAnswer(String part, Runnable deed) {
    deeds.put(part, deed);
  }

  GitHttp git() {
    return git;
  }

  synchronized void fail(Fault fault) {
    faults.add(fault);
  }

  /** Refuses the next request of that method that is about requests. */
  void fail(String method, int status, String body) {
    fail(new Fault(method, list(), status, Map.of(), body, false));
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

  synchronized void complain(String what) {
    complaints.add(what);
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
      send(exchange, new Answer(fault.status(), fault.headers(), fault.body()));
      return;
    }
    if (!isAuthentic(exchange, token)) {
      send(exchange, new Answer(401, Map.of(), error("Bad credentials")));
      return;
    }
    Answer answer = answer(exchange, method, body);
    deeds.keySet().stream().filter(address::contains).map(deeds::remove).forEach(Runnable::run);
    send(
        exchange,
        fault == null ? answer : new Answer(fault.status(), fault.headers(), fault.body()));
  }

  private synchronized Fault called(Call call) {
    calls.add(call);
    Fault next = faults.peek();
    boolean fits =
        next != null && call.method().equals(next.method()) && call.address().contains(next.part());
    return fits ? faults.remove() : null;
  }

  static Map<String, String> query(HttpExchange exchange) {
    String raw = exchange.getRequestURI().getRawQuery();
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      Arrays.stream(raw.split("&"))
          .map(pair -> pair.split("=", 2))
          .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
    return query;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
