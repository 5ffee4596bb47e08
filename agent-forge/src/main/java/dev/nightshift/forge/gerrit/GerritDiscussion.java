package dev.nightshift.forge.gerrit;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.forge.Discussion;
import dev.nightshift.forge.Discussion.Check;
import dev.nightshift.forge.Discussion.Verdict;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.gerrit.GerritVotes.Vote;
import dev.nightshift.forge.internal.SaidReview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Votes and comments in the words of Gerrit's REST API.
 *
 * @param changes reads what is there
 * @param labels what is read
 * @param reviewers accounts that count whatever they may vote
 */
record GerritDiscussion(GerritChanges changes, GerritLabels labels, Set<String> reviewers) {
  private static final String OPTIONS =
      "?o=DETAILED_LABELS&o=DETAILED_ACCOUNTS&o=MESSAGES&o=ALL_REVISIONS&o=CURRENT_COMMIT";
  private static final int MAX_TEXT_CHARS = HumanDecision.MAX_TEXT_CHARS;
  private static final int MAX_LINES = 4;
  private static final int MAX_LINE_CHARS = 200;

  Discussion of(PullRequest known) throws InterruptedException {
    String path = changes.site().change(known.id());
    JsonValue change = changes.site().client().get(path + OPTIONS);
    GerritVotes votes = new GerritVotes(change);
    return new Discussion(verdicts(known, change, votes), checks(votes));
  }

  private List<Verdict> verdicts(PullRequest known, JsonValue change, GerritVotes votes)
      throws InterruptedException {
    String head = changes.head(change);
    long owner = change.path("owner").path("_account_id").wholeNumber().orElse(-1);
    int greatest = votes.greatest(labels.review());
    Map<String, Vote> byAuthor = new LinkedHashMap<>();
    List<SaidReview> said = new ArrayList<>();
    for (Vote vote : votes.of(labels.review())) {
      // The account of the run does not judge it, and a vote in between decides nothing.
      if (vote.account() != owner && (vote.value() < 0 || vote.value() >= greatest)) {
        List<JsonValue> messages = votes.messages(vote);
        String commit = messages.isEmpty() ? votes.earlierCommit(vote) : head;
        String id = messages.isEmpty() ? "of before" : last(messages).text("id", "");
        byAuthor.put(vote.author(), vote);
        said.add(new SaidReview(id, vote.author(), vote.value() > 0, commit));
      }
    }
    return SaidReview.verdicts(
        said,
        changes.site().reader(),
        known.head(),
        reviewers,
        new Details(this, known, votes, byAuthor));
  }

  private static JsonValue last(List<JsonValue> messages) {
    return messages.get(messages.size() - 1);
  }

  /** What is told of a vote. */
  private record Details(
      GerritDiscussion discussion, PullRequest known, GerritVotes votes, Map<String, Vote> byAuthor)
      implements SaidReview.Details {
    /** Who may give the greatest vote decides what is merged; Gerrit tells no right to push. */
    @Override
    public boolean mayWrite(SaidReview said) {
      Vote vote = byAuthor.get(said.author());
      return vote != null && vote.max() >= votes.greatest(discussion.labels().review());
    }

    @Override
    public String text(SaidReview said) throws InterruptedException {
      Vote vote = byAuthor.get(said.author());
      return vote == null ? "" : discussion.text(known, votes.messages(vote));
    }
  }

  /** What was written in replies, and the comments that were published with them. */
  private String text(PullRequest known, List<JsonValue> messages) throws InterruptedException {
    Set<String> ids =
        messages.stream().map(said -> said.text("id", "")).collect(Collectors.toSet());
    String path = changes.site().change(known.id()) + "/comments?enable-context=true";
    JsonValue comments = changes.site().client().get(path);
    Stream<String> placed =
        comments.properties().entrySet().stream()
            .flatMap(
                file ->
                    file.getValue().values().stream()
                        .filter(it -> ids.contains(it.text("change_message_id", "")))
                        .map(it -> placed(file.getKey(), it)));
    String text =
        Stream.concat(messages.stream().map(said -> words(said.text("message", ""))), placed)
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining("\n\n"));
    return VisibleText.cut(text, MAX_TEXT_CHARS);
  }

  /** What somebody wrote, without the lines by which Gerrit tells votes and counts comments. */
  private static String words(String message) {
    return message
        .replaceFirst("\\APatch Set [0-9]+:[^\n]*(\n+|\\z)", "")
        .replaceFirst("\\A\\([0-9]+ comments?\\)(\n+|\\z)", "")
        .strip();
  }

  private static String placed(String path, JsonValue comment) {
    String body = comment.text("message", "").strip();
    int line = comment.path("line").number(0);
    String side = comment.text("side", "").equals("PARENT") ? " (as it was before)" : "";
    String about =
        comment.path("context_lines").values().stream()
            .limit(MAX_LINES)
            .map(it -> "\n> " + VisibleText.cut(it.text("context_line", ""), MAX_LINE_CHARS))
            .collect(Collectors.joining());
    return switch (path) {
      case "/PATCHSET_LEVEL" -> body;
      case "/COMMIT_MSG" -> "the message of the commit: " + body + about;
      default -> path + (line > 0 ? ":" + line : "") + side + ": " + body + about;
    };
  }

  /** One check of each label that the change has. */
  private List<Check> checks(GerritVotes votes) {
    return labels.checks().stream()
        .filter(votes::has)
        .sorted()
        .map(label -> check(label, votes))
        .toList();
  }

  private static Check check(String label, GerritVotes votes) {
    List<Vote> all = votes.of(label);
    List<Vote> current = all.stream().filter(votes::isCurrent).toList();
    List<Vote> red = current.stream().filter(vote -> vote.value() < 0).toList();
    if (!red.isEmpty()) {
      String said =
          red.stream()
              .flatMap(vote -> votes.messages(vote).stream())
              .map(message -> words(message.text("message", "")))
              .collect(Collectors.joining("\n\n"));
      return new Check(label, Check.State.FAILED, VisibleText.cut(said.strip(), MAX_TEXT_CHARS));
    }
    if (!current.isEmpty()) {
      return new Check(label, Check.State.PASSED, "");
    }
    return all.isEmpty()
        ? new Check(label, Check.State.RUNNING, "nobody has voted")
        : new Check(label, Check.State.UNDECIDED, "the vote is about an earlier patch set");
  }
}
