package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/** Makes a run's branch visible, without ever moving a branch that is not the run's. */
public final class Publication {
  private static final int MAX_NAMES = 20;
  private final Repository repository;
  private final WorkspacePlan plan;
  private final PersonIdent who;
  private final List<String> notes = new ArrayList<>();

  /** One commit in place of several rounds is no ancestor of the next one. */
  private String replaced = "";

  public Publication(Repository repository, WorkspacePlan plan, PersonIdent who) {
    this.repository = repository;
    this.plan = plan;
    this.who = who;
  }

  /**
   * Allows a branch to leave a commit that is no ancestor of the new head.
   *
   * @param published the commit that the run published last, 40 hexadecimal digits; empty if none
   */
  public Publication replacing(String published) {
    replaced = published;
    return this;
  }

  /** One attempt to use a name. */
  @FunctionalInterface
  private interface Attempt {
    boolean isGoodFor(String name) throws IOException;
  }

  /** Returns the short name of the branch that now points at the head. */
  public String publish(ObjectId head) throws IOException {
    return first(name -> publish(name, head));
  }

  /** Returns the name that {@link #publish} would use for the head, or a commit on top of it. */
  public String preview(ObjectId head) throws IOException {
    return first(
        name ->
            isUsable(name, head)
                && checkedOut(name).isEmpty()
                && locks().isFree(Constants.R_HEADS + name));
  }

  /** Returns the commit a branch points to, empty if there is none of that name. */
  public static String tipOf(Repository repository, String name) throws IOException {
    ObjectId tip = RefCompareAndSet.value(repository, Constants.R_HEADS + name);
    return tip.equals(ObjectId.zeroId()) ? "" : tip.name();
  }

  /** Returns which locks were in the way, one sentence for each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private String first(Attempt attempt) throws IOException {
    for (int number = 1; number <= MAX_NAMES; number++) {
      String name = number == 1 ? plan.branch() : plan.branch() + "-" + number;
      if (attempt.isGoodFor(name)) {
        return name;
      }
    }
    throw new WorkspaceException(
        WorkspaceException.Kind.IO,
        "publishing branch "
            + plan.branch()
            + " failed: that name and its variants are taken or locked; delete old branches"
            + notes.stream().map(note -> "; " + note).collect(Collectors.joining()));
  }

  private boolean publish(String name, ObjectId head) throws IOException {
    String ref = Constants.R_HEADS + name;
    ObjectId there = RefCompareAndSet.value(repository, ref);
    if (there.equals(head)) {
      return true;
    }
    if (!isUsable(name, head)) {
      return false;
    }
    Optional<String> checkedOut = checkedOut(name);
    if (checkedOut.isPresent()) {
      notes.add("'" + name + "' " + checkedOut.get());
      return false;
    }
    RefCompareAndSet.Result moved =
        new RefCompareAndSet(repository, locks(), who).set(ref, there, head);
    if (moved == RefCompareAndSet.Result.LOCKED) {
      notes.add(HeldLocks.describe(locks().lockOf(ref)));
    }
    return moved == RefCompareAndSet.Result.MOVED;
  }

  private boolean isUsable(String name, ObjectId head) throws IOException {
    String ref = Constants.R_HEADS + name;
    ObjectId there = RefCompareAndSet.value(repository, ref);
    return there.equals(ObjectId.zeroId()) ? !isBlocked(ref) : isOwn(there, head);
  }

  /** Returns why a branch may not be moved: people look at earlier work of a run in a checkout. */
  private Optional<String> checkedOut(String name) throws IOException {
    Path commonDir = repository.getCommonDirectory().toPath();
    try {
      return new TargetCheckouts(commonDir, Constants.R_HEADS + name).refusal();
    } catch (WorkspaceException unreadableConfig) {
      // Work that is kept nowhere would be worse than a checkout that is behind its branch.
      return Optional.empty();
    }
  }

  private HeldLocks locks() {
    return new HeldLocks(new RunRefs(repository.getCommonDirectory().toPath(), plan.run()));
  }

  /** Tells whether another branch's name is a directory of this one, or the other way round. */
  private boolean isBlocked(String ref) throws IOException {
    return repository.getRefDatabase().isNameConflicting(ref);
  }

  /** Tells whether a branch is at an earlier commit of this run. */
  private boolean isOwn(ObjectId there, ObjectId head) throws IOException {
    RevCommit commit = Trees.commit(repository, there.name());
    return CommitMessage.workspaceOf(commit.getFullMessage()).equals(Optional.of(plan.run()))
        && (there.name().equals(replaced) || new History(repository).isAncestor(there, head));
  }

  /** Returns a name for a run's branch that no existing branch stands in the way of. */
  public static String nameFor(Repository repository, String run) throws IOException {
    for (String name : List.of("nightshift/" + run, "nightshift-" + run)) {
      if (!repository.getRefDatabase().isNameConflicting(Constants.R_HEADS + name)) {
        return name;
      }
    }
    return "nightshift-run-" + run;
  }
}
