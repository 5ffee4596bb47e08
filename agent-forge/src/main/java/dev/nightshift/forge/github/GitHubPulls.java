package dev.nightshift.forge.github;

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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pull requests in the words of GitHub's REST API. */
final class GitHubPulls {
  private static final Logger LOG = LoggerFactory.getLogger(GitHubPulls.class);
  private final RestClient client;
  private final AnswerReader reader;
  private final String repository;
  private final String root;

  GitHubPulls(RestClient client, String repository) {
    this.client = client;
    this.reader = new AnswerReader("github:" + repository);
    this.repository = repository;
    this.root = "/repos/" + repository;
  }

  Optional<PullRequest> find(String branch) throws InterruptedException {
    String owner = repository.substring(0, repository.indexOf('/'));
    List<JsonValue> found =
        new RestPages(client, reader)
                .all(
                    root
                        + "/pulls?state=all&sort=created&direction=desc&head="
                        + AnswerReader.encoded(owner + ":" + branch))
                .stream()
                // A filter that the forge does not understand is one that it ignores.
                .filter(pull -> pull.path("head").text("ref", "").equals(branch))
                .filter(this::isOfThisRepository)
                .toList();
    Optional<PullRequest> request =
        found.stream()
            .filter(pull -> pull.text("state", "").equals("open"))
            .findFirst()
            .or(() -> found.stream().findFirst())
            .map(this::read);
    if (request.isEmpty() || request.get().state() == State.OPEN) {
      return request;
    }
    return Optional.of(request.get().by(who(request.get())));
  }

  /** A list does not tell; a token may not see the issue that every pull request is, either. */
  private String who(PullRequest ended) throws InterruptedException {
    boolean isMerged = ended.state() == State.MERGED;
    try {
      return client
          .find(root + (isMerged ? "/pulls/" : "/issues/") + ended.id())
          .map(it -> it.path(isMerged ? "merged_by" : "closed_by").text("login", ""))
          .orElse("");
    } catch (ForgeException notTold) {
      if (notTold.kind() == Kind.FORBIDDEN) {
        return "";
      }
      throw notTold;
    }
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
            .with("body", MarkedText.around("", content.body()))
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
        JsonValue.object().with("body", MarkedText.around(known.text(), content.body()));
    RestAnswer answer = client.change("PATCH", path, body);
    PullRequest updated = read(client.requireSuccess("PATCH", path, answer).body());
    label(updated, content.labels());
    return updated;
  }

  /** A request that cannot be labelled is open all the same. */
  private void label(PullRequest request, List<String> labels) throws InterruptedException {
    if (labels.isEmpty()) {
      return;
    }
    String path = root + "/issues/" + request.id() + "/labels";
    try {
      RestAnswer answer =
          client.change("POST", path, JsonValue.object().with("labels", JsonValue.texts(labels)));
      client.requireSuccess("POST", path, answer);
    } catch (ForgeException notLabelled) {
      LOG.warn("{}", notLabelled.getMessage());
    }
  }

  Discussion discussion(PullRequest known, Set<String> reviewers) throws InterruptedException {
    return new GitHubDiscussion(client, reader, root).of(known, reviewers);
  }

  private PullRequest read(JsonValue pull) {
    boolean isMerged = pull.path("merged_at").isString() || pull.path("merged").isTrue();
    State state = pull.text("state", "").equals("open") ? State.OPEN : State.CLOSED;
    return new PullRequest(
        reader.number(pull, "number"),
        reader.link(pull, "html_url"),
        isMerged ? State.MERGED : state,
        pull.path("head").text("sha", ""),
        pull.path("draft").isTrue(),
        pull.text("body", ""));
  }
}
