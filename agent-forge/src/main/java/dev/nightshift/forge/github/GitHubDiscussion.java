package dev.nightshift.forge.github;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.forge.Discussion;
import dev.nightshift.forge.Discussion.Check;
import dev.nightshift.forge.Discussion.Verdict;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.internal.AnswerReader;
import dev.nightshift.forge.internal.RestClient;
import dev.nightshift.forge.internal.RestPages;
import dev.nightshift.forge.internal.SaidReview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reviews and checks in the words of GitHub's REST API.
 *
 * @param client asks
 * @param reader reads answers
 * @param root the address of the repository
 */
record GitHubDiscussion(RestClient client, AnswerReader reader, String root) {
  /** The longest texts there are 65,536 characters; so many of them fit into one answer. */
  private static final int PER_PAGE = 25;

  private static final int MAX_TEXT_CHARS = HumanDecision.MAX_TEXT_CHARS;
  private static final int MAX_LINE_CHARS = 200;
  private static final Set<String> MAY_WRITE = Set.of("admin", "write");

  Discussion of(PullRequest known, Set<String> reviewers) throws InterruptedException {
    return new Discussion(verdicts(known, reviewers), checks(known.head()));
  }

  private List<Verdict> verdicts(PullRequest known, Set<String> reviewers)
      throws InterruptedException {
    String path = root + "/pulls/" + known.id() + "/reviews";
    Map<String, SaidReview> last = new LinkedHashMap<>();
    Map<String, String> texts = new HashMap<>();
    pages().each(path, "", PER_PAGE, review -> take(review, last, texts));
    return SaidReview.verdicts(
        last.values(),
        reader,
        known.head(),
        reviewers,
        new SaidReview.Details() {
          @Override
          public boolean mayWrite(SaidReview said) throws InterruptedException {
            return GitHubDiscussion.this.mayWrite(said.author());
          }

          @Override
          public String text(SaidReview said) throws InterruptedException {
            return withComments(known, said.id(), texts.getOrDefault(said.id(), ""));
          }
        });
  }

  private void take(JsonValue review, Map<String, SaidReview> last, Map<String, String> texts) {
    String author = review.path("user").text("login", "");
    String state = review.text("state", "").toUpperCase(Locale.ROOT);
    if (state.equals("DISMISSED")) {
      last.remove(author);
    }
    if (state.equals("APPROVED") || state.equals("CHANGES_REQUESTED")) {
      SaidReview before = last.remove(author);
      if (before != null) {
        texts.remove(before.id());
      }
      String id = reader.number(review, "id");
      last.put(
          author,
          new SaidReview(id, author, state.equals("APPROVED"), review.text("commit_id", "")));
      texts.put(id, VisibleText.cut(review.text("body", "").strip(), MAX_TEXT_CHARS));
    }
  }

  private String withComments(PullRequest known, String review, String body)
      throws InterruptedException {
    StringBuilder text = new StringBuilder(body);
    String comments = root + "/pulls/" + known.id() + "/reviews/" + review + "/comments";
    pages()
        .each(
            comments,
            "",
            PER_PAGE,
            comment -> {
              if (text.length() < MAX_TEXT_CHARS) {
                text.append(text.isEmpty() ? "" : "\n\n").append(placed(comment));
              }
            });
    return VisibleText.cut(text.toString(), MAX_TEXT_CHARS);
  }

  private static String placed(JsonValue comment) {
    DiffHunk hunk = new DiffHunk(comment.text("diff_hunk", ""));
    String place = comment.text("path", "") + (hunk.lastLine() > 0 ? ":" + hunk.lastLine() : "");
    String about =
        hunk.end().stream()
            .map(line -> "\n> " + VisibleText.cut(line, MAX_LINE_CHARS))
            .collect(Collectors.joining());
    return place + ": " + comment.text("body", "").strip() + about;
  }

  private boolean mayWrite(String author) throws InterruptedException {
    if (author.isEmpty()) {
      return false;
    }
    return client
        .find(root + "/collaborators/" + AnswerReader.encoded(author) + "/permission")
        .map(answer -> MAY_WRITE.contains(answer.text("permission", "")))
        .orElse(false);
  }

  private List<Check> checks(String commit) throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    String runs = root + "/commits/" + commit + "/check-runs?filter=latest";
    pages().each(runs, "check_runs", PER_PAGE, run -> checks.add(check(run)));
    for (JsonValue status : pages().all(root + "/commits/" + commit + "/status", "statuses")) {
      checks.add(
          new Check(
              status.text("context", ""),
              switch (status.text("state", "")) {
                case "success" -> Check.State.PASSED;
                case "failure", "error" -> Check.State.FAILED;
                case "pending" -> Check.State.RUNNING;
                default -> Check.State.UNDECIDED;
              },
              status.text("description", "")));
    }
    return checks;
  }

  private static Check check(JsonValue run) {
    JsonValue output = run.path("output");
    String said =
        lines(output.text("title", ""), output.text("summary", ""), output.text("text", ""));
    return new Check(run.text("name", ""), state(run), VisibleText.cut(said, MAX_TEXT_CHARS));
  }

  private static Check.State state(JsonValue run) {
    if (!run.text("status", "").equals("completed")) {
      return Check.State.RUNNING;
    }
    // Whatever is not known to be a pass is none: what follows an approval may be a merge.
    return switch (run.text("conclusion", "")) {
      case "success", "neutral", "skipped" -> Check.State.PASSED;
      case "failure", "timed_out" -> Check.State.FAILED;
      default -> Check.State.UNDECIDED;
    };
  }

  private static String lines(String... texts) {
    return String.join("\n", List.of(texts)).strip();
  }

  private RestPages pages() {
    return new RestPages(client, reader);
  }
}
