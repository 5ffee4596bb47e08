package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.forge.Discussion.Check;
import dev.nightshift.forge.Discussion.Verdict;
import java.util.ArrayList;
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

  private static final int MAX_AUTHORS = 100;
  private static final int MAX_TEXT_CHARS = HumanDecision.MAX_TEXT_CHARS;
  private static final int MAX_LINE_CHARS = 200;
  private static final Set<String> MAY_WRITE = Set.of("admin", "write");

  /** What was last said by somebody who approves or requests changes. */
  private record Said(String id, String author, boolean isApproval, String commit, String text) {}

  Discussion of(PullRequest known, Set<String> reviewers) throws InterruptedException {
    return new Discussion(verdicts(known, reviewers), checks(known.head()));
  }

  private List<Verdict> verdicts(PullRequest known, Set<String> reviewers)
      throws InterruptedException {
    String path = root + "/pulls/" + known.id() + "/reviews";
    Map<String, Said> last = new LinkedHashMap<>();
    pages().each(path, "", PER_PAGE, review -> take(review, last));
    // An approval of another commit says nothing of the head, and withholds nothing.
    last.values().removeIf(said -> said.isApproval() && !said.commit().equals(known.head()));
    if (last.size() > MAX_AUTHORS) {
      throw reader.unexpected("GET " + path, "verdicts of more than " + MAX_AUTHORS + " people");
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Said said : last.values()) {
      verdicts.add(verdict(known, said, reviewers));
    }
    return verdicts;
  }

  private void take(JsonValue review, Map<String, Said> last) {
    String author = review.path("user").text("login", "");
    String state = review.text("state", "").toUpperCase(Locale.ROOT);
    if (state.equals("DISMISSED")) {
      last.remove(author);
    }
    if (state.equals("APPROVED") || state.equals("CHANGES_REQUESTED")) {
      last.remove(author);
      last.put(
          author,
          new Said(
              reader.number(review, "id"),
              author,
              state.equals("APPROVED"),
              review.text("commit_id", ""),
              VisibleText.cut(review.text("body", "").strip(), MAX_TEXT_CHARS)));
    }
  }

  /** What was said with its words only where they may be told to a run: anybody may say much. */
  private Verdict verdict(PullRequest known, Said said, Set<String> reviewers)
      throws InterruptedException {
    boolean isReviewer = reviewers.stream().anyMatch(said.author()::equalsIgnoreCase);
    boolean mayWrite = !isReviewer && mayWrite(said.author());
    boolean isTold =
        (isReviewer || mayWrite) && !said.isApproval() && said.commit().equals(known.head());
    String text = isTold ? withComments(known, said) : "";
    return new Verdict(said.id(), said.author(), mayWrite, said.isApproval(), said.commit(), text);
  }

  private String withComments(PullRequest known, Said said) throws InterruptedException {
    StringBuilder text = new StringBuilder(said.text());
    String comments = root + "/pulls/" + known.id() + "/reviews/" + said.id() + "/comments";
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
