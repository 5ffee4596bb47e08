package dev.nightshift.git.internal.runs;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.merge.OpenConflicts;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.HashingInserter;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.Quarantine;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.HeldLocks;
import dev.nightshift.git.internal.repository.Position;
import dev.nightshift.git.internal.repository.Publication;
import dev.nightshift.git.internal.repository.RefCompareAndSet;
import dev.nightshift.git.internal.repository.RunRefs;
import dev.nightshift.git.internal.repository.WorkspaceRoot;
import dev.nightshift.git.internal.repository.Writes;
import dev.nightshift.git.internal.scan.Checkpoint;
import dev.nightshift.git.internal.scan.RunDirectory;
import dev.nightshift.git.internal.scan.Scans;
import dev.nightshift.git.internal.scan.WorkspaceScan;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Keeps the work of one run whose process died, and removes all else. It can be killed and repeated
 * at any point. Used by one thread, which holds the run's lock.
 */
public final class Salvage {
  private static final String ASIDE = "-uncommitted";
  private static final String TEXT = "Keep the work of a run whose process died";
  private final GitRepository git;
  private final Repository repository;
  private final RunId run;
  private final RunRefs refs;
  private final EarlierRefs earlier;
  private final RunDirectory directory;
  private final List<String> notes = new ArrayList<>();

  public Salvage(GitRepository git, Repository repository, RunId run, Path directory) {
    this.git = git;
    this.repository = repository;
    this.run = run;
    this.refs = git.refs(run);
    this.earlier = new EarlierRefs(repository, run);
    this.directory = new RunDirectory(directory);
  }

  /**
   * What became of a run.
   *
   * @param branch empty unless there is one
   */
  public record Result(Outcome outcome, String branch, List<String> notes) {}

  /** Says what {@link #keep} would do, and changes nothing. */
  Result preview() throws IOException {
    Optional<WorkspacePlan> plan = refs.plan();
    requireStart(plan);
    notes.addAll(HeldLocks.clear(refs, true));
    Optional<ObjectId> head = head();
    if (plan.isEmpty() || head.isEmpty()) {
      Optional<ObjectId> work = plan.isPresent() ? Optional.empty() : earlier.work();
      return work.isEmpty()
          ? result("")
          : result(earlier.publication(work.get(), git.options().now()).preview(work.get()));
    }
    ObjectId tip = mayBeEdited() ? head.get() : snapshot(head.get());
    ObjectId tree = Trees.commit(repository, head.get().name()).getTree();
    boolean edited = mayBeEdited() && !scanned(head.get()).equals(tree);
    noteUnfinished(tip, head.get());
    return edited || isNews(plan.get(), tip)
        ? result(publication(plan.get()).preview(tip))
        : result("");
  }

  /** Keeps what is worth it and removes the rest. */
  Result keep() throws IOException {
    Optional<WorkspacePlan> plan = refs.plan();
    // A refusal comes again at the next start, and has to say the same then.
    requireStart(plan);
    notes.addAll(HeldLocks.clear(refs, false));
    notes.addAll(CommandRunner.endLeftovers(directory.path()));
    Optional<ObjectId> head = head();
    String branch = "";
    if (plan.isPresent() && head.isPresent()) {
      branch = published(plan.get(), head.get());
    } else if (plan.isEmpty()) {
      Optional<ObjectId> work = earlier.work();
      branch =
          work.isEmpty()
              ? ""
              : publish(earlier.publication(work.get(), git.options().now()), work.get());
    }
    // The record last: as long as it is there, the next process finds what is left.
    removeFiles();
    refs.deleteAll();
    notes.addAll(earlier.remarks());
    return result(branch);
  }

  /** Refuses to remove files that cannot be committed, as nothing says what they started from. */
  private void requireStart(Optional<WorkspacePlan> plan) throws IOException {
    Path files = directory.workspace();
    if (plan.isPresent() || !Files.isDirectory(files, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> any = Files.newDirectoryStream(files)) {
      if (any.iterator().hasNext()) {
        throw new WorkspaceException(
            WorkspaceException.Kind.UNSUPPORTED,
            "nothing says which commit its files started from; take what you need from "
                + files
                + " and remove "
                + directory.path());
      }
    }
  }

  /**
   * Keeps what was not committed on a branch of its own, and removes the files and the lock that
   * the run left in the user's repository. Of a parked run there is no such work: its files were
   * given up.
   *
   * @param kept the tree that is kept anyway
   */
  public Result setAside(ObjectId kept) throws IOException {
    notes.addAll(HeldLocks.clear(refs, false));
    notes.addAll(CommandRunner.endLeftovers(directory.path()));
    Optional<WorkspacePlan> plan = refs.plan();
    Optional<ObjectId> head = head();
    String branch = "";
    if (plan.isPresent() && head.isPresent() && !refs.isParked()) {
      ObjectId tip = tip(head.get());
      WorkspacePlan was = plan.get();
      WorkspacePlan aside =
          new WorkspacePlan(run, was.branch() + ASIDE, was.target(), was.baseCommit(), was.fork());
      noteUnfinished(tip, head.get());
      boolean isKept =
          tip.equals(head.get()) || Trees.commit(repository, tip.name()).getTree().equals(kept);
      branch = isKept ? "" : publish(publication(aside), tip);
    }
    removeFiles();
    return result(branch);
  }

  private void removeFiles() throws IOException {
    // Killed in between, they would look like deletions of the agent's.
    refs.removeText(RunRefs.FILES);
    WorkspaceRoot.delete(directory.path());
  }

  /**
   * Returns the tip of its branch; empty if it was collected as garbage, as it may be once its
   * process has let go of it, or before it held it.
   */
  private Optional<ObjectId> head() throws IOException {
    Optional<ObjectId> head = refs.get(RunRefs.HEAD);
    if (head.isEmpty() || mayBeEdited() || isThere(head.get())) {
      return head;
    }
    notes.add("its commit " + head.get().name() + " was removed by a garbage collection");
    return Optional.empty();
  }

  private boolean isThere(ObjectId commit) throws IOException {
    try {
      repository.open(commit);
      return true;
    } catch (MissingObjectException collected) {
      return false;
    }
  }

  private String published(WorkspacePlan plan, ObjectId head) throws IOException {
    ObjectId tip = tip(head);
    if (!tip.equals(head)) {
      refs.set(RunRefs.HEAD, tip);
    }
    noteUnfinished(tip, head);
    return isNews(plan, tip) ? publish(publication(plan), tip) : "";
  }

  /** Says of what is kept what is missing in it, and what is not resolved. */
  private void noteUnfinished(ObjectId tip, ObjectId head) throws IOException {
    RevCommit commit = Trees.commit(repository, tip.name());
    if (!tip.equals(head) && !mayBeEdited()) {
      // Of a snapshot nothing else is there any more.
      CommitMessage.trailers(commit.getFullMessage(), CommitMessage.LEFT_OUT)
          .forEach(path -> notes.add("left out " + path));
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      new OpenConflicts(refs)
          .pathsIn(reader, commit.getTree())
          .forEach(path -> notes.add("the conflict in " + path + " is not resolved"));
    }
  }

  /** Says of the files what is gone with them: all that a file tool wrote, the rest by number. */
  private void noteLeftOut(LeftOutWork work) throws IOException {
    Predicate<LeftOut> byTools = scans().writtenByTools();
    List<LeftOut> named =
        work.named().stream()
            .filter(left -> byTools.test(left) || CommitMessage.names(left))
            .toList();
    named.forEach(left -> notes.add("left out " + left));
    Optional<LeftOut> other =
        work.named().stream().filter(left -> !named.contains(left)).findFirst();
    int more = work.count() - named.size();
    if (more > 0) {
      notes.add("left out " + more + " more" + other.map(left -> ", such as " + left).orElse(""));
    }
  }

  private Publication publication(WorkspacePlan plan) {
    return new Publication(repository, plan, git.options().now());
  }

  private String publish(Publication publication, ObjectId tip) throws IOException {
    String branch = publication.publish(tip);
    notes.addAll(publication.notes());
    return branch;
  }

  private Result result(String branch) {
    return new Result(branch.isEmpty() ? Outcome.NOTHING : Outcome.KEPT, branch, notes);
  }

  /** Tells whether the files can hold more than the branch does. */
  private boolean mayBeEdited() throws IOException {
    return !refs.lines(RunRefs.FILES).isEmpty()
        && Files.isDirectory(directory.workspace(), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns a commit with all that the run did: of its files, or without them of a snapshot. */
  private ObjectId tip(ObjectId head) throws IOException {
    return mayBeEdited() ? committed(head) : snapshot(head);
  }

  /** Returns the newest snapshot on a tip; the tip if there is none. */
  private ObjectId snapshot(ObjectId head) throws IOException {
    Optional<ObjectId> pinned = refs.get(RunRefs.SNAPSHOT);
    return pinned.isPresent()
        ? Position.snapshotOn(repository, head, pinned.get()).map(RevCommit::copy).orElse(head)
        : head;
  }

  private ObjectId committed(ObjectId head) throws IOException {
    // What a killed checkpoint stored there is not complete.
    TreeDeletion.delete(directory.git());
    Files.deleteIfExists(directory.path().resolve("objects"));
    Quarantine.create(directory.git(), git.shared().commonDir().resolve("objects"));
    WorkspacePlan plan = refs.plan().orElseThrow();
    List<ObjectId> parents = new ArrayList<>(List.of(head));
    Scans.Trunk trunk = trunk(head, parents);
    Checkpoint checkpoint =
        new Checkpoint(scans(), repository, directory, plan, git.options().now())
            .naming(new OpenConflicts(refs));
    ObjectId commit = checkpoint.commit(trunk, parents, TEXT, List.of());
    noteLeftOut(checkpoint.leftOut());
    return commit;
  }

  private Scans scans() throws IOException {
    return new Scans(repository, directory, Writes.of(refs));
  }

  private Scans.Trunk trunk(ObjectId head, List<ObjectId> parents) throws IOException {
    ObjectId written = written(head, parents);
    ObjectId base =
        parents.size() > 1 ? parents.get(parents.size() - 1) : refs.get(RunRefs.BASE).orElse(head);
    return new Scans.Trunk(written, Trees.commit(repository, base.name()).getTree());
  }

  /** Returns the tree the files were written from; adds what was merged into them. */
  private ObjectId written(ObjectId head, List<ObjectId> parents) throws IOException {
    String[] from = refs.lines(RunRefs.FILES).get(0).split(" ", 2);
    if (from.length == 2) {
      ObjectId tree = idFrom(from[0]);
      ObjectId target = idFrom(from[1]);
      if (!new History(repository).isAncestor(target, head)) {
        parents.add(target);
        return tree;
      }
    } else if (!from[0].equals(RunRefs.FROM_HEAD)) {
      throw oddFiles();
    }
    return Trees.commit(repository, head.name()).getTree();
  }

  private ObjectId idFrom(String text) {
    if (!ObjectId.isId(text)) {
      throw oddFiles();
    }
    return ObjectId.fromString(text);
  }

  private WorkspaceException oddFiles() {
    Path text = refs.directory().resolve(RunRefs.FILES);
    return new WorkspaceException(
        WorkspaceException.Kind.UNSUPPORTED,
        text
            + " does not say what its files were written from; take what you need from "
            + directory.workspace()
            + " and remove "
            + text);
  }

  /** Returns the tree of the files, and notes what is not in it; stores nothing. */
  private ObjectId scanned(ObjectId head) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        ObjectInserter inserter = new HashingInserter()) {
      Scans.Trunk trunk = trunk(head, new ArrayList<>(List.of(head)));
      WorkspaceScan scan = scans().into(trunk, reader, inserter);
      List<TreeEntry> found = List.copyOf(scan.run(scans().rules()));
      noteLeftOut(scan.leftOut());
      return scan.isUntouched() ? trunk.written() : Trees.write(inserter, found);
    }
  }

  /** Tells whether a commit has something that is neither in the base nor on the target. */
  private boolean isNews(WorkspacePlan plan, ObjectId tip) throws IOException {
    ObjectId target = RefCompareAndSet.value(repository, Constants.R_HEADS + plan.target());
    boolean changed =
        !Trees.commit(repository, tip.name())
            .getTree()
            .equals(Trees.commit(repository, plan.baseCommit()).getTree());
    return changed && (target.equals(ObjectId.zeroId()) || !hasLanded(tip, target));
  }

  /** Tells whether a target contains a commit, or a candidate that brought its files. */
  private boolean hasLanded(ObjectId tip, ObjectId target) throws IOException {
    History history = new History(repository);
    if (history.isAncestor(tip, target)) {
      return true;
    }
    ObjectId tree = Trees.commit(repository, tip.name()).getTree();
    for (ObjectId candidate : refs.candidates()) {
      if (!isThere(candidate)) {
        // Killed before its ref held it, and collected since: then it has not landed.
        continue;
      }
      RevCommit brought = Trees.commit(repository, candidate.name()).getParent(1);
      if (tree.equals(Trees.commit(repository, brought.name()).getTree())
          && history.isAncestor(candidate, target)) {
        return true;
      }
    }
    return false;
  }

  /** Turns what went wrong into a result; the run stays. */
  Result left(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    notes.add(failure instanceof WorkspaceException ? message : failure.toString());
    return new Result(Outcome.LEFT, "", notes);
  }
}
