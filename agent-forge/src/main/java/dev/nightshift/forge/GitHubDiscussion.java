package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
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
  private static final int MAX_LINE_CHARS = 200;
  private static final Set<String> MAY_WRITE = Set.of("admin", "write");

  Discussion of(PullRequest known) throws InterruptedException {
    return new Discussion(verdicts(known), checks(known.head()));
  }

  private List<Verdict> verdicts(PullRequest known) throws InterruptedException {
    Map<String, JsonValue> last = new LinkedHashMap<>();
    for (JsonValue review : pages().all(root + "/pulls/" + known.id() + "/reviews")) {
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
    String id = reader.number(review, "id");
    boolean isApproval = review.text("state", "").equalsIgnoreCase("APPROVED");
    StringBuilder text = new StringBuilder(review.text("body", "").strip());
    if (!isApproval) {
      String comments = root + "/pulls/" + known.id() + "/reviews/" + id + "/comments";
      for (JsonValue comment : pages().all(comments)) {
        text.append(text.isEmpty() ? "" : "\n\n").append(placed(comment));
      }
    }
    return new Verdict(
        id, author, mayWrite(author), isApproval, review.text("commit_id", ""), text.toString());
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
    for (JsonValue run : pages().all(runs, "check_runs")) {
      JsonValue output = run.path("output");
      checks.add(
          new Check(
              run.text("name", ""),
              state(run),
              lines(
                  output.text("title", ""), output.text("summary", ""), output.text("text", ""))));
    }
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
