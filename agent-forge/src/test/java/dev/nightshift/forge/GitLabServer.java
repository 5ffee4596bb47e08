package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * GitLab on this computer: its REST API, with the state of {@link GitLabState}. A request that asks
 * for what GitLab's description of the operation does not name, or that lacks what it requires, is
 * kept as a complaint, and so is a description that GitLab would find a command in.
 */
final class GitLabServer extends FakeForge {
  private static final String ROOT = "/api/v4/projects/acme%2Fshop";
  final GitLabState state;

  GitLabServer(Path repository) throws IOException {
    super(Kind.GITLAB, repository, "oauth2", "glpat-0123456789abcdefghij");
    state = new GitLabState(repository);
  }

  @Override
  String list() {
    return "/merge_requests";
  }

  @Override
  String error(String message) {
    return JsonValue.object().with("message", message).toString();
  }

  @Override
  boolean isAuthentic(HttpExchange exchange, String good) {
    return good.equals(exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN"));
  }

  @Override
  Answer answer(HttpExchange exchange, String method, String body) {
    String path = exchange.getRequestURI().getRawPath();
    if (!path.startsWith(ROOT + "/")) {
      return new Answer(404, Map.of(), error("404 Project Not Found"));
    }
    Map<String, String> query = query(exchange);
    JsonValue asked = JsonValue.parse(body.isEmpty() ? "{}" : body);
    GitLabOperation operation = GitLabOperation.of(method, path.substring(ROOT.length()));
    operation.complaints(query, asked).forEach(this::complain);
    GitLabText.commands(asked.text("description", "")).forEach(this::complain);
    synchronized (state) {
      GitLabState.Answer answer = state.answer(operation.name(), operation.parts(), query, asked);
      if (answer.status() >= 300 || !operation.isPaged()) {
        return new Answer(answer.status(), Map.of(), answer.body().toString());
      }
      return page(answer.body(), query);
    }
  }

  /** A part of a list, from which what the token may not see is taken out afterwards. */
  private static Answer page(JsonValue all, Map<String, String> query) {
    int size = Math.min(100, Integer.parseInt(query.getOrDefault("per_page", "20")));
    int page = Integer.parseInt(query.getOrDefault("page", "1"));
    List<JsonValue> rest = new ArrayList<>(all.values().stream().skip((page - 1L) * size).toList());
    boolean isLast = rest.size() <= size;
    List<JsonValue> part =
        rest.stream().limit(size).filter(element -> !element.has("hidden")).toList();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-page", String.valueOf(page));
    headers.put("x-per-page", String.valueOf(size));
    headers.put("x-next-page", isLast ? "" : String.valueOf(page + 1));
    return new Answer(200, headers, JsonValue.array(part).toString());
  }

  /** Finds commands as GitLab does. */
  private static final class GitLabText {
    private static List<String> commands(String description) {
      return description
          .replace("\r", "")
          .lines()
          .filter(line -> line.matches("/[A-Za-z_]+( .*)?\\s*"))
          .map(line -> "a command was carried out: " + line)
          .toList();
    }
  }

  @Override
  Answer alreadyOpen() {
    return new Answer(409, Map.of(), GitLabState.conflict(7).toString());
  }

  @Override
  List<FakeRequest> requests() {
    return state.requests();
  }

  @Override
  URI link(FakeRequest request) {
    return GitLabState.link(request);
  }

  @Override
  void permit(String login, boolean mayWrite) {
    state.permit(login, mayWrite ? 30 : 20);
  }

  @Override
  String review(String login, String said, String body, String... placed) {
    return state.review(login, said, body, placed);
  }

  @Override
  void dismiss(String id) {
    state.dismiss(id);
  }

  @Override
  void failCheck(String name, String why) {
    state.status(name, "failed", false, why);
  }

  @Override
  void beginCheck(String name) {
    state.status(name, "running", false, null);
  }

  @Override
  void endChecks() {
    state.endChecks();
  }
}
