package dev.nightshift.forge.gitlab;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.forge.Discussion.Verdict;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.internal.AnswerReader;
import dev.nightshift.forge.internal.RestClient;
import dev.nightshift.forge.internal.RestPages;
import dev.nightshift.forge.internal.SaidReview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Approvals and requests for changes of a merge request. Neither names a commit: an approval has a
 * time, a request for changes is the state of a reviewer, and its time is that of the note by which
 * GitLab tells of it.
 *
 * @param client asks
 * @param reader reads answers
 * @param root the address of the project
 * @param request the address of the merge request
 * @param versions what times are compared with
 */
record GitLabReviews(
    RestClient client, AnswerReader reader, String root, String request, GitLabVersions versions) {
  private static final String NOTES = "/notes?order_by=created_at&sort=desc&activity_filter=";
  private static final int PER_PAGE = 100;

  /** A note may have a million characters. */
  private static final int LONG_PER_PAGE = 5;

  private static final int MAX_TEXT_CHARS = HumanDecision.MAX_TEXT_CHARS;
  private static final int DEVELOPER = 30;

  /** When somebody requested changes the last time, and the time before; null if never. */
  private static final class Requested {
    private String note = "";
    private @Nullable Instant at;
    private @Nullable Instant before;
  }

  List<Verdict> of(PullRequest known, Set<String> reviewers) throws InterruptedException {
    Map<String, String> accounts = new HashMap<>();
    Map<String, Requested> requested = requested(accounts);
    Map<String, SaidReview> last = new LinkedHashMap<>();
    requested.forEach(
        (author, asked) ->
            last.put(author, new SaidReview(asked.note, author, false, versions.headAt(asked.at))));
    for (JsonValue approval : client.get(request + "/approvals").path("approved_by").values()) {
      String author = account(approval, accounts);
      Instant at = GitLabVersions.time(approval, "approved_at").orElse(null);
      last.putIfAbsent(author, new SaidReview("approval", author, true, versions.headAt(at)));
    }
    last.remove("");
    return SaidReview.verdicts(
        last.values(), reader, known.head(), reviewers, new Asked(this, accounts, requested));
  }

  /** What is asked about one of them. */
  private record Asked(
      GitLabReviews reviews, Map<String, String> accounts, Map<String, Requested> requested)
      implements SaidReview.Details {
    @Override
    public boolean mayWrite(SaidReview said) throws InterruptedException {
      return reviews.mayWrite(accounts.getOrDefault(said.author(), ""));
    }

    @Override
    public String text(SaidReview said) throws InterruptedException {
      Requested asked = requested.get(said.author());
      return asked == null ? "" : reviews.text(said.author(), asked);
    }
  }

  /** The reviewers who request changes, by the names of their accounts. */
  private Map<String, Requested> requested(Map<String, String> accounts)
      throws InterruptedException {
    Map<String, Requested> requested = new LinkedHashMap<>();
    // Its description names no parts, and its source makes them, of twenty.
    pages()
        .each(
            request + "/reviewers",
            "",
            PER_PAGE,
            reviewer -> {
              String author = account(reviewer, accounts);
              if (reviewer.text("state", "").equals("requested_changes")) {
                requested.put(author, new Requested());
              }
            });
    if (!requested.isEmpty()) {
      pages().until(request + NOTES + "only_activity", PER_PAGE, note -> isOld(note, requested));
    }
    return requested;
  }

  /** Enters a note by which GitLab tells of what somebody did, and tells whether it is the last. */
  private boolean isOld(JsonValue note, Map<String, Requested> requested) {
    Instant at = GitLabVersions.time(note, "created_at").orElse(null);
    if (at == null) {
      return false;
    }
    Requested asked = requested.get(note.path("author").text("username", ""));
    String what = note.text("body", "").strip().toLowerCase(Locale.ROOT);
    if (asked != null && note.path("system").isTrue() && what.equals("requested changes")) {
      if (asked.at == null) {
        asked.at = at;
        asked.note = reader.number(note, "id");
      } else if (asked.before == null) {
        asked.before = at;
      }
    }
    return at.isBefore(versions.newest())
        && requested.values().stream().allMatch(it -> it.at != null);
  }

  /** What its author wrote about that version since they requested changes the last time. */
  private String text(String author, Requested asked) throws InterruptedException {
    Instant until = asked.at == null ? Instant.EPOCH : asked.at;
    Instant version = versions.at(until).map(GitLabVersions.Version::from).orElse(until);
    Instant before = asked.before;
    Instant since = before != null && version.isBefore(before) ? before : version;
    List<String> newestFirst = new ArrayList<>();
    pages()
        .until(
            request + NOTES + "only_comments",
            LONG_PER_PAGE,
            note -> {
              Instant at = GitLabVersions.time(note, "created_at").orElse(Instant.EPOCH);
              if (at.isAfter(since) && !at.isAfter(until) && isTold(note, author)) {
                newestFirst.add(VisibleText.cut(placed(note), MAX_TEXT_CHARS));
              }
              return !at.isAfter(since);
            });
    Collections.reverse(newestFirst);
    return VisibleText.cut(String.join("\n\n", newestFirst), MAX_TEXT_CHARS);
  }

  /** What is resolved is no longer wanted, and what is internal is for members only. */
  private static boolean isTold(JsonValue note, String author) {
    return note.path("author").text("username", "").equals(author)
        && !note.path("system").isTrue()
        && !note.path("resolved").isTrue()
        && !note.path("internal").isTrue()
        && !note.path("confidential").isTrue();
  }

  private static String placed(JsonValue note) {
    JsonValue position = note.path("position");
    String path = position.text("new_path", "");
    String body = note.text("body", "").strip();
    if (path.isEmpty()) {
      return body;
    }
    JsonValue line = position.path("new_line");
    return path + (line.isWholeNumber() ? ":" + line : "") + ": " + body;
  }

  /** A blocked account, or one that is no member, may write nothing. */
  private boolean mayWrite(String account) throws InterruptedException {
    if (account.isEmpty()) {
      return false;
    }
    return client
        .find(root + "/members/all/" + account)
        .filter(member -> member.text("state", "").equals("active"))
        .filter(member -> member.text("membership_state", "active").equals("active"))
        .map(member -> member.path("access_level").wholeNumber().orElse(0) >= DEVELOPER)
        .orElse(false);
  }

  /** The name of who said something; empty if it has none. */
  private String account(JsonValue said, Map<String, String> accounts) {
    JsonValue user = said.path("user");
    String name = user.text("username", "");
    accounts.put(
        name,
        user.path("id").wholeNumber().stream().mapToObj(Long::toString).findFirst().orElse(""));
    return name;
  }

  private RestPages pages() {
    return new RestPages(client, reader);
  }
}
