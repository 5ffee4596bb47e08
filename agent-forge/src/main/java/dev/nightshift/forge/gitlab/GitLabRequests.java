package dev.nightshift.forge.gitlab;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.Discussion;
import dev.nightshift.forge.ForgeException;
import dev.nightshift.forge.ForgeException.Kind;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.PullRequest.State;
import dev.nightshift.forge.PullRequestContent;
import dev.nightshift.forge.internal.AnswerReader;
import dev.nightshift.forge.internal.MarkedText;
import dev.nightshift.forge.internal.RestAnswer;
import dev.nightshift.forge.internal.RestClient;
import dev.nightshift.forge.internal.RestPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Merge requests in the words of GitLab's REST API. */
final class GitLabRequests {
  /** A description may have a million characters, and anybody may open a request from a fork. */
  private static final int PER_PAGE = 5;

  private final RestClient client;
  private final AnswerReader reader;
  private final String project;
  private final String root;

  GitLabRequests(RestClient client, String project) {
    this.client = client;
    this.reader = new AnswerReader("gitlab:" + project);
    this.project = project;
    this.root = "/projects/" + AnswerReader.encoded(project);
  }

  /**
   * The open one is the oldest that is open, before those that strangers opened from branches of
   * that name in forks.
   */
  Optional<PullRequest> find(String branch) throws InterruptedException {
    Optional<PullRequest> open = first(branch, "opened", "asc");
    return open.isPresent() ? open : first(branch, "all", "desc");
  }

  private Optional<PullRequest> first(String branch, String state, String order)
      throws InterruptedException {
    String path =
        "%s/merge_requests?scope=all&state=%s&order_by=created_at&sort=%s&source_branch=%s"
            .formatted(root, state, order, AnswerReader.encoded(branch));
    List<JsonValue> found = new ArrayList<>();
    new RestPages(client, reader)
        .until(
            path,
            PER_PAGE,
            request -> {
              if (isOf(request, branch)) {
                found.add(request);
              }
              return !found.isEmpty();
            });
    return found.stream().findFirst().map(this::read);
  }

  /** A filter that the forge does not understand is one that it ignores. */
  private static boolean isOf(JsonValue request, String branch) {
    JsonValue source = request.path("source_project_id");
    return request.text("source_branch", "").equals(branch)
        && source.isWholeNumber()
        && source.equals(request.path("target_project_id"));
  }

  PullRequest open(String branch, PullRequestContent content) throws InterruptedException {
    String path = root + "/merge_requests";
    JsonValue body =
        JsonValue.object()
            .with("source_branch", branch)
            .with("target_branch", content.target())
            .with("title", GitLabText.title(content.title(), content.isDraft()))
            .with("description", description("", content))
            .with("labels", String.join(",", content.labels()));
    RestAnswer answer = client.make(path, body);
    if (answer.status() == 409) {
      throw new ForgeException(
          Kind.ALREADY_OPEN,
          answer.status(),
          null,
          "a request for branch '"
              + VisibleText.name(branch)
              + "' of gitlab:"
              + project
              + " is open already, and the forge shows none; look there, and deliver again");
    }
    return read(client.requireSuccess("POST", path, answer).body());
  }

  PullRequest update(PullRequest known, PullRequestContent content) throws InterruptedException {
    String path = root + "/merge_requests/" + known.id();
    JsonValue body =
        JsonValue.object()
            .with("description", description(known.text(), content))
            .with("add_labels", String.join(",", content.labels()));
    RestAnswer answer = client.change("PUT", path, body);
    return read(client.requireSuccess("PUT", path, answer).body());
  }

  private static String description(String before, PullRequestContent content) {
    return GitLabText.withoutCommands(MarkedText.around(before, content.body()));
  }

  Discussion discussion(PullRequest known, Set<String> reviewers) throws InterruptedException {
    String request = root + "/merge_requests/" + known.id();
    GitLabVersions versions = GitLabVersions.of(new RestPages(client, reader), request);
    return new Discussion(
        new GitLabReviews(client, reader, root, request, versions).of(known, reviewers),
        new GitLabChecks(client, reader, root, request, versions).of(known.head()));
  }

  private PullRequest read(JsonValue request) {
    return new PullRequest(
        reader.number(request, "iid"),
        reader.link(request, "web_url"),
        switch (request.text("state", "")) {
          // One that is locked is being merged, and open again if that fails.
          case "opened", "locked" -> State.OPEN;
          case "merged" -> State.MERGED;
          default -> State.CLOSED;
        },
        request.text("sha", ""),
        request.path("draft").isTrue() || request.path("work_in_progress").isTrue(),
        request.text("description", ""),
        by(request));
  }

  private static String by(JsonValue request) {
    return switch (request.text("state", "")) {
      // Older servers tell the latter only.
      case "merged" ->
          request
              .path("merge_user")
              .text("username", request.path("merged_by").text("username", ""));
      case "closed" -> request.path("closed_by").text("username", "");
      default -> "";
    };
  }
}
