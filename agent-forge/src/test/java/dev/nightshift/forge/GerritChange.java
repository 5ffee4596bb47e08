package dev.nightshift.forge;

import dev.nightshift.core.internal.json.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** A change on the Gerrit of this computer, as a real one tells of it. */
final class GerritChange {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.000000000").withZone(ZoneOffset.UTC);

  /** The accounts, with the greatest vote of each on a review. */
  static final Map<String, Integer> ACCOUNTS =
      new LinkedHashMap<>(Map.of("bot", 1, "rita", 2, "bob", 2, "sam", 1, "ci", 1));

  /** A patch set. */
  record PatchSet(RevCommit commit, Instant created) {}

  /** What was said about a patch set. */
  record Message(String id, String author, Instant at, int patchSet, String text, String tag) {}

  /** A vote. */
  record Vote(int value, Instant at) {}

  /** A comment that was published with a message. */
  record Comment(String message, String path, int line, String text) {}

  final int number;
  final String changeId;
  final String branch;
  final String owner;
  final List<PatchSet> patchSets = new ArrayList<>();
  final List<Message> messages = new ArrayList<>();
  final List<Comment> comments = new ArrayList<>();
  final Map<String, Map<String, Vote>> labels = new LinkedHashMap<>();
  final Set<String> tags = new LinkedHashSet<>();
  String status = "NEW";
  String topic = "";
  boolean isDraft;
  String submitter = "";

  GerritChange(int number, String changeId, String branch, String owner) {
    this.number = number;
    this.changeId = changeId;
    this.branch = branch;
    this.owner = owner;
    labels.put("Code-Review", new LinkedHashMap<>());
  }

  RevCommit current() {
    return patchSets.get(patchSets.size() - 1).commit();
  }

  static int id(String account) {
    return 1_000_000 + List.of("bot", "rita", "bob", "sam", "ci").indexOf(account);
  }

  static JsonValue account(String name) {
    return JsonValue.object().with("_account_id", id(name)).with("username", name);
  }

  JsonValue json() {
    JsonValue revisions = JsonValue.object();
    for (int at = 0; at < patchSets.size(); at++) {
      PatchSet set = patchSets.get(at);
      JsonValue revision =
          JsonValue.object()
              .with("_number", at + 1)
              .with("created", TIME.format(set.created()))
              .with("commit", commit(set.commit()));
      revisions = revisions.with(set.commit().name(), revision);
    }
    JsonValue json =
        JsonValue.object()
            .with("project", GerritServer.PROJECT)
            .with("branch", branch)
            .with("topic", topic)
            .with("change_id", changeId)
            .with("status", status)
            .with("_number", number)
            .with("owner", account(owner))
            .with("current_revision", current().name())
            .with("revisions", revisions)
            .with("labels", labels())
            .with("messages", JsonValue.array(messages.stream().map(GerritChange::json).toList()));
    json = isDraft ? json.with("work_in_progress", true) : json;
    return submitter.isEmpty() ? json : json.with("submitter", account(submitter));
  }

  private static JsonValue json(Message said) {
    JsonValue json =
        JsonValue.object()
            .with("id", said.id())
            .with("author", account(said.author()))
            .with("date", TIME.format(said.at()))
            .with("_revision_number", said.patchSet())
            .with("message", said.text());
    return said.tag().isEmpty() ? json : json.with("tag", said.tag());
  }

  private JsonValue labels() {
    JsonValue all = JsonValue.object();
    for (var label : labels.entrySet()) {
      boolean isReview = label.getKey().equals("Code-Review");
      List<JsonValue> votes =
          label.getValue().entrySet().stream()
              .map(vote -> json(isReview, vote.getKey(), vote.getValue()))
              .toList();
      JsonValue values = JsonValue.object();
      for (String value :
          isReview ? List.of("-2", "-1", " 0", "+1", "+2") : List.of("-1", " 0", "+1")) {
        values = values.with(value, "words");
      }
      JsonValue json =
          JsonValue.object().with("all", JsonValue.array(votes)).with("values", values);
      all = all.with(label.getKey(), json);
    }
    return all;
  }

  private static JsonValue json(boolean isReview, String account, Vote vote) {
    int max = isReview ? ACCOUNTS.get(account) : 1;
    return account(account)
        .with("value", vote.value())
        .with("date", TIME.format(vote.at()))
        .with("permitted_voting_range", JsonValue.object().with("min", -max).with("max", max));
  }

  JsonValue commentsJson() {
    Map<String, List<JsonValue>> byFile = new LinkedHashMap<>();
    for (Comment comment : comments) {
      JsonValue json =
          JsonValue.object()
              .with("change_message_id", comment.message())
              .with("message", comment.text());
      json =
          comment.line() == 0
              ? json
              : json.with("line", comment.line())
                  .with(
                      "context_lines",
                      JsonValue.arrayOf(
                          JsonValue.object()
                              .with("line_number", comment.line())
                              .with("context_line", "the line")));
      byFile.computeIfAbsent(comment.path(), path -> new ArrayList<>()).add(json);
    }
    JsonValue json = JsonValue.object();
    for (var file : byFile.entrySet()) {
      json = json.with(file.getKey(), JsonValue.array(file.getValue()));
    }
    return json;
  }

  private static JsonValue commit(RevCommit commit) {
    return JsonValue.object()
        .with(
            "parents",
            JsonValue.arrayOf(JsonValue.object().with("commit", commit.getParent(0).name())))
        .with("author", person(commit.getAuthorIdent()))
        .with("committer", person(commit.getCommitterIdent()))
        .with("message", commit.getFullMessage());
  }

  private static JsonValue person(PersonIdent ident) {
    return JsonValue.object()
        .with("name", ident.getName())
        .with("email", ident.getEmailAddress())
        .with("date", TIME.format(ident.getWhenAsInstant()))
        .with("tz", ident.getZoneOffset().getTotalSeconds() / 60);
  }
}
