package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pull requests of one repository, whose branches are those of a real one. Answers are the
 * examples of GitHub's own description, with what is said here in its places.
 */
final class GitHubState {
  static final String FULL_NAME = FakeForge.REPOSITORY;
  private final RealBranches branches;
  private final List<FakeRequest> pulls = new ArrayList<>();
  private final Map<String, String> permissions = new HashMap<>();
  private final List<JsonValue> reviews = new ArrayList<>();
  private final Map<String, List<JsonValue>> comments = new HashMap<>();
  private final List<JsonValue> checks = new ArrayList<>();
  private final List<JsonValue> statuses = new ArrayList<>();
  boolean knowsDrafts = true;

  /** An answer, and what describes it if it is no success. */
  record Answer(int status, String body, String schema) {
    static Answer ok(int status, JsonValue body) {
      return new Answer(status, body.toString(), "");
    }
  }

  GitHubState(Path repository) {
    this.branches = new RealBranches(repository);
  }

  synchronized List<FakeRequest> pulls() {
    return List.copyOf(pulls);
  }

  synchronized void permit(String login, String permission) {
    permissions.put(login, permission);
  }

  /** Somebody submits a review of the tip of the branch as it is now; returns its id. */
  synchronized String review(String login, String state, String body, String... placed) {
    int id = 80 + reviews.size();
    reviews.add(
        GitHubSchemas.example("review")
            .with("id", id)
            .with("user", user(login))
            .with("body", body)
            .with("state", state)
            .with("commit_id", branches.tip(pulls.get(pulls.size() - 1).branch)));
    List<JsonValue> own = new ArrayList<>();
    for (int i = 0; i + 1 < placed.length; i += 2) {
      own.add(
          GitHubSchemas.example("comment")
              .with("path", placed[i])
              .with("body", placed[i + 1])
              .with("diff_hunk", "@@ -0,0 +1,9 @@\n+v1\n+of " + placed[i]));
    }
    comments.put(String.valueOf(id), own);
    return String.valueOf(id);
  }

  synchronized void dismiss(String id) {
    reviews.replaceAll(
        review ->
            review.required("id").toString().equals(id)
                ? review.with("state", "DISMISSED")
                : review);
  }

  synchronized void check(String name, String status, String conclusion, String summary) {
    checks.add(
        GitHubSchemas.example("check")
            .with("name", name)
            .with("status", status)
            .with("conclusion", conclusion)
            .with("head_sha", branches.tip(pulls.get(pulls.size() - 1).branch))
            .with(
                "output", GitHubSchemas.example("check").path("output").with("summary", summary)));
  }

  synchronized void endChecks() {
    checks.replaceAll(
        check ->
            check.text("status", "").equals("completed")
                ? check
                : check.with("status", "completed").with("conclusion", "success"));
  }

  static String error(String message) {
    return JsonValue.object()
        .with("message", message)
        .with("documentation_url", "https://docs.github.com/rest")
        .with("status", "0")
        .toString();
  }

  static String operation(String method, String path) {
    String shape = method + " " + path.replaceAll("/(\\d+|[0-9a-f]{40})(?=/|$)", "/*");
    return switch (shape) {
      case "GET /pulls" -> "pulls.list";
      case "POST /pulls" -> "pulls.open";
      case "PATCH /pulls/*" -> "pulls.update";
      case "GET /pulls/*" -> "pulls.get";
      case "GET /issues/*" -> "issues.get";
      case "POST /issues/*/labels" -> "labels.add";
      case "GET /pulls/*/reviews" -> "reviews.list";
      case "GET /pulls/*/reviews/*/comments" -> "comments.list";
      case "GET /commits/*/check-runs" -> "checks.list";
      case "GET /commits/*/status" -> "status";
      default -> {
        if (shape.matches("GET /collaborators/[^/]+/permission")) {
          yield "permission";
        }
        throw new IllegalArgumentException("nobody is known to ask " + shape);
      }
    };
  }

  Answer answer(String operation, String path, Map<String, String> query, JsonValue body) {
    String[] parts = path.split("/", -1);
    return switch (operation) {
      case "pulls.list" -> Answer.ok(200, JsonValue.array(listed(query)));
      case "pulls.open" -> opened(body);
      case "pulls.update" -> updated(Integer.parseInt(parts[2]), body);
      case "pulls.get" -> Answer.ok(200, json(pull(parts[2]), GitHubSchemas.example("pull")));
      case "issues.get" -> Answer.ok(200, issue(pull(parts[2])));
      case "labels.add" -> labelled(Integer.parseInt(parts[2]), body);
      case "reviews.list" -> Answer.ok(200, JsonValue.array(page(reviews, query)));
      case "comments.list" -> Answer.ok(200, JsonValue.array(comments.get(parts[4])));
      case "permission" -> permission(parts[2]);
      case "checks.list" -> checks(parts[2]);
      default -> Answer.ok(200, status(parts[2]));
    };
  }

  private static List<JsonValue> page(List<JsonValue> all, Map<String, String> query) {
    int size = Integer.parseInt(query.getOrDefault("per_page", "30"));
    long skipped = (Integer.parseInt(query.getOrDefault("page", "1")) - 1L) * size;
    return all.stream().skip(skipped).limit(size).toList();
  }

  private List<JsonValue> listed(Map<String, String> query) {
    String head = query.getOrDefault("head", "");
    List<JsonValue> found = new ArrayList<>();
    for (int i = pulls.size() - 1; i >= 0; i--) {
      if (head.isEmpty() || head.equals("acme:" + pulls.get(i).branch)) {
        found.add(json(pulls.get(i), GitHubSchemas.example("pull.listed")));
      }
    }
    return query.getOrDefault("page", "1").equals("1") ? found : List.of();
  }

  private Answer opened(JsonValue asked) {
    FakeRequest pull =
        new FakeRequest(
            pulls.size() + 1347,
            asked.required("head").text(),
            asked.required("base").text(),
            asked.required("title").text(),
            asked.path("draft").isTrue());
    pull.body = asked.text("body", "");
    if (branches.tip(pull.branch).isEmpty()) {
      return invalid("head", "invalid", "");
    }
    if (branches.tip(pull.base).isEmpty()) {
      return invalid("base", "invalid", "");
    }
    if (pull.isDraft && !knowsDrafts) {
      return invalid(
          "draft", "custom", "Draft pull requests are not supported in this repository.");
    }
    boolean isThere =
        pulls.stream()
            .filter(it -> it.headRepository.equals(FULL_NAME))
            .anyMatch(it -> it.branch.equals(pull.branch) && it.isOpen);
    if (isThere) {
      return invalid("", "custom", "A pull request already exists for acme:" + pull.branch + ".");
    }
    pulls.add(pull);
    return Answer.ok(201, json(pull, GitHubSchemas.example("pull")));
  }

  private static Answer invalid(String field, String code, String message) {
    JsonValue error =
        JsonValue.object()
            .with("resource", "PullRequest")
            .with("field", field)
            .with("code", code)
            .with("message", message);
    return new Answer(
        422,
        JsonValue.object()
            .with("message", "Validation Failed")
            .with("documentation_url", "https://docs.github.com/rest/pulls/pulls")
            .with("errors", JsonValue.arrayOf(error))
            .toString(),
        "error.validation");
  }

  private FakeRequest pull(String number) {
    return pulls.get(Integer.parseInt(number) - 1347);
  }

  private static JsonValue issue(FakeRequest pull) {
    return GitHubSchemas.example("issue")
        .with("number", pull.number)
        .with("state", pull.isOpen ? "open" : "closed")
        .with("closed_by", pull.isOpen ? JsonValue.NULL : user(pull.by));
  }

  private Answer updated(int number, JsonValue asked) {
    FakeRequest pull = pulls.get(number - 1347);
    pull.body = asked.text("body", pull.body);
    return Answer.ok(200, json(pull, GitHubSchemas.example("pull")));
  }

  private Answer labelled(int number, JsonValue asked) {
    List<String> labels = pulls.get(number - 1347).labels;
    asked.path("labels").values().stream()
        .map(JsonValue::text)
        .filter(label -> !labels.contains(label))
        .forEach(labels::add);
    return Answer.ok(
        200,
        JsonValue.array(
            labels.stream().map(it -> GitHubSchemas.example("label").with("name", it)).toList()));
  }

  private Answer permission(String login) {
    String permission = permissions.get(login);
    return permission == null
        ? new Answer(404, error("Not Found"), "error.basic")
        : Answer.ok(200, GitHubSchemas.example("permission").with("permission", permission));
  }

  private Answer checks(String commit) {
    List<JsonValue> own =
        checks.stream().filter(it -> it.text("head_sha", "").equals(commit)).toList();
    return Answer.ok(
        200,
        JsonValue.object()
            .with("total_count", own.size())
            .with("check_runs", JsonValue.array(own)));
  }

  private JsonValue status(String commit) {
    return GitHubSchemas.example("status")
        .with("sha", commit)
        .with("statuses", JsonValue.array(statuses));
  }

  private static JsonValue user(String login) {
    return GitHubSchemas.example("review").path("user").with("login", login);
  }

  private JsonValue json(FakeRequest pull, JsonValue example) {
    JsonValue repo = example.path("head").path("repo").with("full_name", FULL_NAME);
    JsonValue json =
        example
            .with("number", pull.number)
            .with("html_url", link(pull).toString())
            .with("state", pull.isOpen ? "open" : "closed")
            .with("title", pull.title)
            .with("body", pull.body)
            .with("draft", pull.isDraft)
            .with("merged_at", pull.isMerged ? "2026-11-30T09:00:00Z" : null)
            .with("closed_at", pull.isOpen ? null : "2026-11-30T09:00:00Z")
            .with(
                "head",
                example
                    .path("head")
                    .with("ref", pull.branch)
                    .with("sha", branches.tip(pull.branch))
                    .with("label", "acme:" + pull.branch)
                    .with("repo", repo.with("full_name", pull.headRepository)))
            .with("base", example.path("base").with("ref", pull.base).with("repo", repo));
    return json.has("merged")
        ? json.with("merged", pull.isMerged)
            .with("merged_by", pull.isMerged ? user(pull.by) : JsonValue.NULL)
        : json;
  }

  static URI link(FakeRequest pull) {
    return URI.create("https://github.com/" + FULL_NAME + "/pull/" + pull.number);
  }
}
