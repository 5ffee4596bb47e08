package dev.nightshift.forge;

import com.sun.net.httpserver.HttpExchange;
import dev.nightshift.core.internal.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * GitHub on this computer: its REST API, with the state of {@link GitHubState}. What a request or
 * an answer of it has that GitHub's own description does not allow is kept as a complaint.
 */
final class GitHubServer extends FakeForge {
  private static final String ROOT = "/api/v3/repos/" + REPOSITORY;
  final GitHubState state;
  private volatile boolean allowsUndescribed;

  GitHubServer(Path repository) throws IOException {
    super(Kind.GITHUB, repository, "x-access-token", "ghp_0123456789abcdefghijABCDEFGHIJ012345");
    state = new GitHubState(repository);
  }

  /** From now on it answers what its description does not know, as servers do after a while. */
  void allowUndescribedAnswers() {
    allowsUndescribed = true;
  }

  @Override
  String list() {
    return "/pulls";
  }

  @Override
  String error(String message) {
    return GitHubState.error(message);
  }

  @Override
  boolean isAuthentic(HttpExchange exchange, String good) {
    return ("Bearer " + good).equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  @Override
  Answer answer(HttpExchange exchange, String method, String body) {
    if (!exchange.getRequestURI().getPath().startsWith(ROOT + "/")) {
      return new Answer(404, Map.of(), error("Not Found"));
    }
    GitHubState.Answer answer = answered(exchange, method, body);
    return new Answer(answer.status(), Map.of(), answer.body());
  }

  private GitHubState.Answer answered(HttpExchange exchange, String method, String body) {
    String path = exchange.getRequestURI().getPath().substring(ROOT.length());
    Map<String, String> query = query(exchange);
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

  @Override
  Answer alreadyOpen() {
    return new Answer(
        422,
        Map.of(),
        """
        {"message":"Validation Failed","errors":[{"resource":"PullRequest","code":"custom",
        "message":"A pull request already exists for acme:x."}],"documentation_url":"https://x"}
        """);
  }

  @Override
  List<FakeRequest> requests() {
    return state.pulls();
  }

  @Override
  URI link(FakeRequest request) {
    return GitHubState.link(request);
  }

  @Override
  void permit(String login, boolean mayWrite) {
    state.permit(login, mayWrite ? "write" : "read");
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
    state.check(name, "completed", "failure", why);
  }

  @Override
  void beginCheck(String name) {
    state.check(name, "in_progress", null, "");
  }

  @Override
  void endChecks() {
    state.endChecks();
  }
}
