package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The merge requests of one project, whose branches are those of a real repository. Each thing that
 * happens takes a second, and a push is noticed when something else happens. What people say is
 * about the last request.
 */
final class GitLabState {
  private static final int FIRST = 7;
  private static final int PROJECT = 3;
  private final RealBranches branches;
  private final List<FakeRequest> requests = new ArrayList<>();
  private final Map<Integer, List<JsonValue>> versions = new HashMap<>();
  private final Map<String, JsonValue> users = new LinkedHashMap<>();
  private final Map<String, JsonValue> members = new HashMap<>();
  private final Map<String, String> reviewers = new LinkedHashMap<>();
  private final Map<String, String> approvals = new LinkedHashMap<>();
  private final List<JsonValue> notes = new ArrayList<>();
  private final List<JsonValue> statuses = new ArrayList<>();
  private JsonValue pipeline = JsonValue.NULL;
  private Instant now = Instant.parse("2026-11-30T09:00:00.250Z");

  /** Whether it tells when somebody approved or requested changes; older servers do not. */
  boolean tellsTimes = true;

  /** Whether it knows which notes are asked for; older servers do not. */
  boolean knowsFilters = true;

  /** Whether the last request is being merged. */
  boolean isLocked;

  /** An answer. */
  record Answer(int status, JsonValue body) {}

  GitLabState(Path repository) {
    this.branches = new RealBranches(repository);
  }

  synchronized List<FakeRequest> requests() {
    return List.copyOf(requests);
  }

  static URI link(FakeRequest request) {
    return URI.create(
        "https://gitlab.com/" + FakeForge.REPOSITORY + "/-/merge_requests/" + request.number);
  }

  synchronized void permit(String login, int accessLevel) {
    members.put(login, user(login).with("access_level", accessLevel));
  }

  /** An account is blocked, which leaves it a member. */
  synchronized void block(String login) {
    members.computeIfPresent(login, (name, member) -> member.with("state", "blocked"));
  }

  synchronized String review(String login, String said, String body, String... placed) {
    for (int i = 0; i + 1 < placed.length; i += 2) {
      JsonValue position =
          JsonValue.object()
              .with("new_path", placed[i])
              .with("new_line", 2)
              .with("old_line", JsonValue.NULL);
      note(login, placed[i + 1], false);
      notes.set(notes.size() - 1, notes.get(notes.size() - 1).with("position", position));
    }
    if (!body.isEmpty()) {
      note(login, body, false);
    }
    if (said.equals("COMMENTED")) {
      return "";
    }
    boolean isApproval = said.equals("APPROVED");
    reviewers.put(login, isApproval ? "approved" : "requested_changes");
    approvals.remove(login);
    JsonValue told =
        note(login, isApproval ? "approved this merge request" : "requested changes", true);
    if (isApproval) {
      approvals.put(login, told.text("created_at", ""));
    }
    if (!tellsTimes) {
      notes.remove(notes.size() - 1);
    }
    return told.path("id") + " " + login;
  }

  /** An approval is there, whatever its author says as a reviewer. */
  synchronized void leaveApproval(String login) {
    approvals.put(login, tick());
  }

  synchronized void reviewer(String login, String state) {
    reviewers.put(login, state);
  }

  /** A note that is there; returns it. */
  JsonValue note(String login, String body, boolean isSystem) {
    JsonValue note =
        JsonValue.object()
            .with("id", 300 + notes.size())
            .with("body", body)
            .with("author", user(login))
            .with("created_at", tick())
            .with("system", isSystem)
            .with("internal", false)
            .with("resolvable", !isSystem);
    notes.add(note);
    return note;
  }

  /** Changes the last note. */
  synchronized void lastNote(String member, boolean value) {
    notes.set(notes.size() - 1, notes.get(notes.size() - 1).with(member, value));
  }

  synchronized void dismiss(String id) {
    String login = id.substring(id.indexOf(' ') + 1);
    reviewers.put(login, "unreviewed");
    approvals.remove(login);
  }

  /** A job, or another service, says something of the tip as it is now. */
  synchronized void status(String name, String word, boolean mayFail, String description) {
    String tip = branches.tip(last().branch);
    statuses.add(
        JsonValue.object()
            .with("id", 900 + statuses.size())
            .with("sha", tip)
            .with("ref", last().branch)
            .with("name", name)
            .with("status", word)
            .with("description", description)
            .with("allow_failure", mayFail)
            .with("pipeline_id", 31));
    pipeline = pipeline(tip, last().branch, "running");
  }

  /** The pipeline of the last request is another one. */
  synchronized void pipeline(JsonValue other) {
    pipeline = other;
  }

  JsonValue pipeline(String commit, String ref, String word) {
    return JsonValue.object()
        .with("id", 31)
        .with("sha", commit)
        .with("ref", ref)
        .with("status", word)
        .with("yaml_errors", JsonValue.NULL)
        .with("created_at", tick());
  }

  synchronized void endChecks() {
    statuses.replaceAll(
        status ->
            status.text("status", "").equals("running")
                ? status.with("status", "success")
                : status);
    boolean isRed = statuses.stream().anyMatch(it -> it.text("status", "").equals("failed"));
    pipeline = pipeline.with("status", isRed ? "failed" : "success");
  }

  static JsonValue conflict(int number) {
    return JsonValue.object()
        .with(
            "message",
            JsonValue.texts(
                List.of(
                    "Another open merge request already exists for this source branch: !"
                        + number)));
  }

  Answer answer(String operation, List<String> parts, Map<String, String> query, JsonValue body) {
    requests.forEach(this::notice);
    return switch (operation) {
      case "GET /merge_requests" -> new Answer(200, listed(query));
      case "POST /merge_requests" -> opened(body);
      case "GET /merge_requests/*" ->
          new Answer(200, json(request(parts)).with("head_pipeline", pipeline));
      case "PUT /merge_requests/*" -> updated(request(parts), body);
      case "GET /merge_requests/*/versions" ->
          new Answer(200, JsonValue.array(newestFirst(versions.get(request(parts).number))));
      case "GET /merge_requests/*/approvals" -> new Answer(200, approvals());
      case "GET /merge_requests/*/reviewers" -> new Answer(200, reviewers());
      case "GET /merge_requests/*/notes" -> new Answer(200, notes(query));
      case "GET /members/all/*" -> member(Long.parseLong(parts.get(2)));
      default -> new Answer(200, statuses(parts.get(2)));
    };
  }

  private JsonValue listed(Map<String, String> query) {
    String state = query.getOrDefault("state", "all");
    List<JsonValue> found =
        requests.stream()
            .filter(request -> request.branch.equals(query.get("source_branch")))
            .map(this::json)
            .filter(json -> state.equals("all") || json.text("state", "").equals(state))
            .toList();
    return JsonValue.array(query.get("sort").equals("asc") ? found : newestFirst(found));
  }

  private static List<JsonValue> newestFirst(List<JsonValue> oldestFirst) {
    List<JsonValue> reversed = new ArrayList<>(oldestFirst);
    java.util.Collections.reverse(reversed);
    return reversed;
  }

  private Answer opened(JsonValue asked) {
    String title = asked.text("title", "");
    FakeRequest request =
        new FakeRequest(
            FIRST + requests.size(),
            asked.text("source_branch", ""),
            asked.text("target_branch", ""),
            title,
            title.matches("(?i)(\\[draft]|\\(draft\\)|draft:).*"));
    if (branches.tip(request.branch).isEmpty()) {
      return invalid("source_branch", "does not exist");
    }
    if (branches.tip(request.base).isEmpty()) {
      return invalid("target_branch", "does not exist");
    }
    for (FakeRequest other : requests) {
      boolean isOwn = other.headRepository.equals(FakeForge.REPOSITORY);
      if (isOwn && other.isOpen && other.branch.equals(request.branch)) {
        return new Answer(409, conflict(other.number));
      }
    }
    request.body = asked.text("description", "");
    label(request, asked.text("labels", ""));
    requests.add(request);
    notice(request);
    return new Answer(201, json(request));
  }

  private static Answer invalid(String member, String why) {
    return new Answer(
        400,
        JsonValue.object()
            .with("message", JsonValue.object().with(member, JsonValue.texts(List.of(why)))));
  }

  private Answer updated(FakeRequest request, JsonValue asked) {
    request.body = asked.text("description", request.body);
    label(request, asked.text("add_labels", ""));
    return new Answer(200, json(request));
  }

  private static void label(FakeRequest request, String labels) {
    List.of(labels.split(",")).stream()
        .map(String::strip)
        .filter(label -> !label.isEmpty() && !request.labels.contains(label))
        .forEach(request.labels::add);
  }

  private JsonValue approvals() {
    List<JsonValue> by = new ArrayList<>();
    approvals.forEach(
        (login, at) -> {
          JsonValue approval = JsonValue.object().with("user", user(login));
          by.add(tellsTimes ? approval.with("approved_at", at) : approval);
        });
    return JsonValue.object()
        .with("user_has_approved", false)
        .with("approved", !by.isEmpty())
        .with("approved_by", JsonValue.array(by));
  }

  private JsonValue reviewers() {
    return JsonValue.array(
        reviewers.entrySet().stream()
            .map(
                it ->
                    JsonValue.object().with("user", user(it.getKey())).with("state", it.getValue()))
            .toList());
  }

  private JsonValue notes(Map<String, String> query) {
    String filter = knowsFilters ? query.getOrDefault("activity_filter", "") : "";
    List<JsonValue> told =
        notes.stream()
            .filter(it -> !filter.equals("only_comments") || !it.path("system").isTrue())
            .filter(it -> !filter.equals("only_activity") || it.path("system").isTrue())
            .toList();
    return JsonValue.array(
        query.getOrDefault("sort", "desc").equals("asc") ? told : newestFirst(told));
  }

  private Answer member(long id) {
    return members.values().stream()
        .filter(member -> member.required("id").whole() == id)
        .findFirst()
        .map(member -> new Answer(200, member))
        .orElseGet(() -> new Answer(404, JsonValue.object().with("message", "404 Not found")));
  }

  private JsonValue statuses(String commit) {
    return JsonValue.array(
        statuses.stream().filter(it -> it.text("sha", "").equals(commit)).toList());
  }

  private JsonValue user(String login) {
    return users.computeIfAbsent(
        login,
        name ->
            JsonValue.object()
                .with("id", 50 + users.size())
                .with("username", name)
                .with("state", "active"));
  }

  private String tick() {
    if (!requests.isEmpty()) {
      notice(last());
    }
    now = now.plusSeconds(1);
    return now.toString();
  }

  private FakeRequest last() {
    return requests.get(requests.size() - 1);
  }

  private FakeRequest request(List<String> parts) {
    return requests.get(Integer.parseInt(parts.get(1)) - FIRST);
  }

  /** A push makes a version of the request. */
  private void notice(FakeRequest request) {
    List<JsonValue> known = versions.computeIfAbsent(request.number, number -> new ArrayList<>());
    String tip = branches.tip(request.branch);
    boolean isKnown =
        !known.isEmpty() && known.get(known.size() - 1).text("head_commit_sha", "").equals(tip);
    if (request.isOpen && !isKnown) {
      now = now.plusSeconds(1);
      known.add(
          JsonValue.object()
              .with("id", 100 + known.size())
              .with("head_commit_sha", tip)
              .with("created_at", now.toString()));
    }
  }

  private JsonValue json(FakeRequest request) {
    List<JsonValue> known = versions.get(request.number);
    boolean isOwn = request.headRepository.equals(FakeForge.REPOSITORY);
    return JsonValue.object()
        .with("id", 4_000 + request.number)
        .with("iid", request.number)
        .with("state", state(request))
        .with("title", request.title)
        .with("description", request.body)
        .with("source_branch", request.branch)
        .with("target_branch", request.base)
        .with("source_project_id", isOwn ? PROJECT : PROJECT + 1)
        .with("target_project_id", PROJECT)
        .with("merge_user", request.isMerged ? user(request.by) : JsonValue.NULL)
        .with("closed_by", request.isOpen || request.isMerged ? JsonValue.NULL : user(request.by))
        .with("labels", JsonValue.texts(request.labels))
        .with("draft", request.isDraft)
        .with("sha", known.get(known.size() - 1).text("head_commit_sha", ""))
        .with("web_url", link(request).toString());
  }

  private String state(FakeRequest request) {
    if (request.isMerged) {
      return "merged";
    }
    String open = isLocked && request == last() ? "locked" : "opened";
    return request.isOpen ? open : "closed";
  }

  /** Strangers open requests from branches of that name. */
  synchronized void openFromForks(String branch, int count) {
    for (int i = 0; i < count; i++) {
      FakeRequest request = new FakeRequest(FIRST + requests.size(), branch, "main", "mine", false);
      request.headRepository = "mallory/shop";
      requests.add(request);
      notice(request);
    }
  }
}
