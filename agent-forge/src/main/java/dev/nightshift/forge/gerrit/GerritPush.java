package dev.nightshift.forge.gerrit;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.forge.ForgeException;
import dev.nightshift.forge.ForgeException.Kind;
import dev.nightshift.forge.ProposedCommit;
import dev.nightshift.forge.PullRequest;
import dev.nightshift.forge.internal.AnswerReader;
import dev.nightshift.git.CommitHeader;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult;
import java.util.Optional;

/**
 * What a run proposed on its way to its change, as one commit.
 *
 * @param changes reads what is there
 * @param remote takes it
 */
record GerritPush(GerritChanges changes, GitRemote remote) {
  private static final String NOT_NEW = "no new changes";

  void push(ProposedCommit proposed) throws InterruptedException {
    Optional<JsonValue> before = changes.change(proposed.branch());
    if (before.isPresent() && isThere(before.get(), proposed)) {
      // Another patch set with the same files would only take the votes away.
      return;
    }
    String target = proposed.content().target();
    if (before.isEmpty()) {
      changes.requireNoOther(proposed.branch(), target);
    }
    String base = changes.commits().base(proposed.commit(), target);
    requireOnTarget(base, target);
    String commit = stored(proposed, base);
    PushResult result = remote.propose(commit, ref(proposed, before.isEmpty()));
    if (result instanceof PushResult.Refused refused && !refused.detail().contains(NOT_NEW)) {
      throw refusal(refused);
    }
    requireThere(proposed, commit, before.map(GerritPush::patchSet).orElse(0));
  }

  private boolean isThere(JsonValue change, ProposedCommit proposed) {
    PullRequest known = changes.read(change);
    if (known.state() != PullRequest.State.OPEN) {
      throw new ForgeException(
          Kind.CLOSED, "the change " + known.link() + " was closed meanwhile; nothing was pushed");
    }
    if (known.head().equals(proposed.commit())) {
      return true;
    }
    if (!proposed.mayReplace().contains(known.head())) {
      throw new ForgeException(
          Kind.MOVED_HEAD,
          "pushing to %s was not done: its patch set %d has the commit %s, which this run did not"
                  .formatted(known.link(), patchSet(change), VisibleText.name(known.head()))
              + " push; take what is there by hand, or abandon the change, and deliver again");
    }
    return false;
  }

  /** Gerrit would make a change of each commit that the target there does not have. */
  private void requireOnTarget(String base, String target) throws InterruptedException {
    GerritSite site = changes.site();
    String path = "/projects/" + AnswerReader.encoded(site.project()) + "/commits/" + base + "/in";
    boolean isThere =
        site.client()
            .find(path)
            .map(in -> in.path("branches").values().stream().anyMatch(it -> names(it, target)))
            .orElse(false);
    if (!isThere) {
      // Nobody knows of a project that is not there either.
      site.client().get("/projects/" + AnswerReader.encoded(site.project()));
      throw new ForgeException(
          Kind.REFUSED,
          "branch '%s' of %s does not have the commit %s that the run began at; push it there, or"
                  .formatted(VisibleText.name(target), site.name(), base)
              + " begin runs at what it has");
    }
  }

  private static boolean names(JsonValue branch, String target) {
    String name = branch.text("");
    return name.equals(target) || name.equals("refs/heads/" + target);
  }

  /** One commit, which is the same whenever the same is delivered. */
  private String stored(ProposedCommit proposed, String base) throws InterruptedException {
    CommitHeader header = changes.commits().header(proposed.commit(), base);
    String changeId = GerritMessage.changeId(changes.site().project(), proposed.branch());
    return changes
        .commits()
        .store(
            proposed.commit(),
            new CommitHeader(
                base,
                header.author(),
                committer(header.committer()),
                GerritMessage.of(
                    proposed.content(), header.message(), proposed.commit(), changeId)));
  }

  /** The account: Gerrit takes no other committer of somebody who may not forge one. */
  private CommitHeader.Person committer(CommitHeader.Person own) throws InterruptedException {
    JsonValue account = changes.site().client().get("/accounts/self");
    String email = account.text("email", own.email());
    String name = account.text("name", own.name());
    return new CommitHeader.Person(name, email, own.time(), own.offsetMinutes());
  }

  private static String ref(ProposedCommit proposed, boolean isFirst) {
    // Whether it waits is a human's to say from then on.
    String draft = isFirst && proposed.content().isDraft() ? ",wip" : "";
    String topic = proposed.branch().replaceAll("[,%=]", "-");
    return "refs/for/" + proposed.content().target() + "%topic=" + topic + draft;
  }

  private ForgeException refusal(PushResult.Refused refused) {
    String detail = refused.detail();
    if (refused.kind() != PushResult.Kind.PROTECTED) {
      return ForgeException.of(refused);
    }
    if (detail.contains("prohibited by Gerrit") || detail.contains("not permitted")) {
      return new ForgeException(
          Kind.FORBIDDEN, detail + "; give the account the right to push to refs/for");
    }
    if (detail.contains("invalid committer") || detail.contains("invalid author")) {
      return new ForgeException(
          Kind.FORBIDDEN,
          detail + "; give the account an e-mail address, and the right to forge authors");
    }
    if (detail.contains(" closed")) {
      return new ForgeException(
          Kind.CLOSED, detail + "; nothing was pushed: restore it there, or reject the run");
    }
    return new ForgeException(Kind.REFUSED, detail + "; look at what it says");
  }

  /** Gerrit compares nothing, so that what is there has to be looked at. */
  private void requireThere(ProposedCommit proposed, String commit, int patchSetBefore)
      throws InterruptedException {
    JsonValue change =
        changes
            .change(proposed.branch())
            .orElseThrow(
                () -> changes.site().reader().unexpected("the list of changes", "none for a push"));
    String now = change.text("current_revision", "");
    int between = patchSet(change) - patchSetBefore - 1;
    if (!now.equals(commit) && !changes.head(change).equals(proposed.commit())) {
      throw moved(change, "is at %s by now, and the run pushed %s".formatted(now, commit));
    }
    if (patchSetBefore > 0 && between > 0) {
      throw moved(
          change,
          "got %d patch sets of others while the run pushed, which are below that of the run"
              .formatted(between));
    }
  }

  private ForgeException moved(JsonValue change, String what) {
    PullRequest known = changes.read(change);
    return new ForgeException(
        Kind.MOVED_HEAD,
        "the change %s %s; all patch sets are there: look at them".formatted(known.link(), what));
  }

  static int patchSet(JsonValue change) {
    return change
        .path("revisions")
        .path(change.text("current_revision", ""))
        .path("_number")
        .number(0);
  }
}
