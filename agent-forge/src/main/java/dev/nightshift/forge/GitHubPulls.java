package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.ProposalLink;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.Discussion.Check;
import dev.nightshift.forge.Discussion.Verdict;
import dev.nightshift.forge.ForgeException.Kind;
import dev.nightshift.forge.PullRequest.State;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pull requests in the words of GitHub's REST API. */
final class GitHubPulls {
  private static final int PER_PAGE = 100;
  private static final int MAX_PAGES = 10;
  private static final Set<String> MAY_WRITE = Set.of("admin", "write");
  private static final Set<String> RED =
      Set.of("failure", "timed_out", "startup_failure", "action_required");

  private final RestClient client;
  private final String repository;
  private final String root;

  GitHubPulls(RestClient client, String repository) {
    this.client = client;
    this.repository = repository;
    this.root = "/repos/" + repository;
  }

  Optional<PullRequest> find(String branch) throws InterruptedException {
    String owner = repository.substring(0, repository.indexOf('/'));
    List<JsonValue> found =
        pages(
                root
                    + "/pulls?state=all&sort=created&direction=desc&head="
                    + query(owner + ":" + branch),
                "")
            .stream()
            // A filter that the forge does not understand is one that it ignores.
            .filter(pull -> pull.path("head").text("ref", "").equals(branch))
            .filter(this::isOfThisRepository)
            .toList();
    return found.stream()
        .filter(pull -> pull.text("state", "").equals("open"))
        .findFirst()
        .or(() -> found.stream().findFirst())
        .map(this::read);
  }

  private boolean isOfThisRepository(JsonValue pull) {
    String name = pull.path("head").path("repo").text("full_name", "");
    return name.equalsIgnoreCase(repository);
  }

  PullRequest open(String branch, PullRequestContent content) throws InterruptedException {
    RestAnswer answer = opened(branch, content, content.isDraft());
    if (content.isDraft() && refuses(answer, "draft")) {
      // Some plans know no drafts; that a human has to look is in the labels and the text as well.
      answer = opened(branch, content, false);
    }
    if (refuses(answer, "already exists")) {
      throw new ForgeException(
          Kind.ALREADY_OPEN,
          answer.status(),
          null,
          "a request for branch '"
              + VisibleText.name(branch)
              + "' of github:"
              + repository
              + " is open already, and the forge shows none; look there, and deliver again");
    }
    PullRequest made = read(client.requireSuccess("POST", root + "/pulls", answer).body());
    label(made, content.labels());
    return made;
  }

  private RestAnswer opened(String branch, PullRequestContent content, boolean isDraft)
      throws InterruptedException {
    return client.make(
        root + "/pulls",
        JsonValue.object()
            .with("title", content.title())
            .with("head", branch)
            .with("base", content.target())
            .with("body", PullRequestBody.around("", content.body()))
            .with("draft", isDraft)
            .with("maintainer_can_modify", false));
  }

  private static boolean refuses(RestAnswer answer, String because) {
    if (answer.status() != 422) {
      return false;
    }
    return answer.body().toString().toLowerCase(Locale.ROOT).contains(because);
  }

  PullRequest update(PullRequest known, PullRequestContent content) throws InterruptedException {
    String path = root + "/pulls/" + known.id();
    JsonValue body =
        JsonValue.object().with("body", PullRequestBody.around(known.text(), content.body()));
    RestAnswer answer = client.change("PATCH", path, body);
    PullRequest updated = read(client.requireSuccess("PATCH", path, answer).body());
    label(updated, content.labels());
    return updated;
  }

  private void label(PullRequest request, List<String> labels) throws InterruptedException {
    if (labels.isEmpty()) {
      return;
    }
    String path = root + "/issues/" + request.id() + "/labels";
    RestAnswer answer =
        client.change("POST", path, JsonValue.object().with("labels", JsonValue.texts(labels)));
    client.requireSuccess("POST", path, answer);
  }

  Discussion discussion(PullRequest known) throws InterruptedException {
    return new Discussion(verdicts(known), checks(known.head()));
  }

  private List<Verdict> verdicts(PullRequest known) throws InterruptedException {
    Map<String, JsonValue> last = new LinkedHashMap<>();
    for (JsonValue review : pages(root + "/pulls/" + known.id() + "/reviews?", "")) {
      String author = review.path("user").text("login", "");
      String state = review.text("state", "").toUpperCase(Locale.ROOT);
      if (state.equals("APPROVED") || state.equals("CHANGES_REQUESTED")) {
        last.remove(author);
        last.put(author, review);
      } else if (state.equals("DISMISSED")) {
        last.remove(author);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Map.Entry<String, JsonValue> entry : last.entrySet()) {
      verdicts.add(verdict(known, entry.getKey(), entry.getValue()));
    }
    return verdicts;
  }

  private Verdict verdict(PullRequest known, String author, JsonValue review)
      throws InterruptedException {
    String id = number(review, "id");
    boolean isApproval = review.text("state", "").equalsIgnoreCase("APPROVED");
    StringBuilder text = new StringBuilder(review.text("body", "").strip());
    if (!isApproval) {
      String comments = root + "/pulls/" + known.id() + "/reviews/" + id + "/comments?";
      for (JsonValue comment : pages(comments, "")) {
        text.append(text.isEmpty() ? "" : "\n\n").append(placed(comment));
      }
    }
    return new Verdict(
        id, author, mayWrite(author), isApproval, review.text("commit_id", ""), text.toString());
  }

  private static String placed(JsonValue comment) {
    JsonValue line =
        comment.path("line").isNumber() ? comment.path("line") : comment.path("original_line");
    String place = comment.text("path", "") + (line.isNumber() ? ":" + line.whole() : "");
    return place + ": " + comment.text("body", "").strip();
  }

  private boolean mayWrite(String author) throws InterruptedException {
    if (author.isEmpty()) {
      return false;
    }
    return client
        .find(root + "/collaborators/" + query(author) + "/permission")
        .map(answer -> MAY_WRITE.contains(answer.text("permission", "")))
        .orElse(false);
  }

  private List<Check> checks(String commit) throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    String runs = root + "/commits/" + commit + "/check-runs?filter=latest";
    for (JsonValue run : pages(runs, "check_runs")) {
      JsonValue output = run.path("output");
      checks.add(
          new Check(
              run.text("name", ""),
              state(run),
              lines(
                  output.text("title", ""), output.text("summary", ""), output.text("text", ""))));
    }
    for (JsonValue status : pages(root + "/commits/" + commit + "/status?", "statuses")) {
      checks.add(
          new Check(
              status.text("context", ""),
              switch (status.text("state", "")) {
                case "success" -> Check.State.PASSED;
                case "failure", "error" -> Check.State.FAILED;
                default -> Check.State.RUNNING;
              },
              status.text("description", "")));
    }
    return checks;
  }

  private static Check.State state(JsonValue run) {
    if (!run.text("status", "").equals("completed")) {
      return Check.State.RUNNING;
    }
    return RED.contains(run.text("conclusion", "")) ? Check.State.FAILED : Check.State.PASSED;
  }

  private static String lines(String... texts) {
    return String.join("\n", List.of(texts)).strip();
  }

  /** All elements of a list, which stands in a member or, where that is empty, is the answer. */
  private List<JsonValue> pages(String path, String member) throws InterruptedException {
    List<JsonValue> all = new ArrayList<>();
    String separator = path.endsWith("?") ? "" : "&";
    for (int page = 1; page <= MAX_PAGES; page++) {
      String one = path + separator + "per_page=" + PER_PAGE + "&page=" + page;
      JsonValue answer = client.get(one);
      JsonValue list = member.isEmpty() ? answer : answer.path(member);
      if (!list.isArray()) {
        throw unexpected("GET " + path, "no list");
      }
      all.addAll(list.values());
      if (list.size() < PER_PAGE) {
        return all;
      }
    }
    throw unexpected("GET " + path, "more than " + MAX_PAGES * PER_PAGE + " entries");
  }

  private PullRequest read(JsonValue pull) {
    boolean isMerged = pull.path("merged_at").isString() || pull.path("merged").isTrue();
    State state = pull.text("state", "").equals("open") ? State.OPEN : State.CLOSED;
    return new PullRequest(
        number(pull, "number"),
        link(pull),
        isMerged ? State.MERGED : state,
        pull.path("head").text("sha", ""),
        pull.path("draft").isTrue(),
        pull.text("body", ""));
  }

  private URI link(JsonValue pull) {
    try {
      return ProposalLink.checked(URI.create(pull.text("html_url", "")));
    } catch (IllegalArgumentException none) {
      throw unexpected("a pull request", "no address that people could follow");
    }
  }

  private String number(JsonValue value, String member) {
    return value.path(member).wholeNumber().stream()
        .mapToObj(Long::toString)
        .findFirst()
        .orElseThrow(() -> unexpected("a pull request", "no number '" + member + "'"));
  }

  private ForgeException unexpected(String what, @Nullable String why) {
    return new ForgeException(
        Kind.UNEXPECTED, what + " of github:" + repository + " has " + why + "; look at it there");
  }

  private static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
