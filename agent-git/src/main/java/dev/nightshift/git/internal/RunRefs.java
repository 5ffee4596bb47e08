package dev.nightshift.git.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.WorkspaceException;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * The private refs of one run in the user's repository. They keep its commits alive through any
 * garbage collection, and hold all that is needed to open the run again.
 */
final class RunRefs {
  /** The tip of the branch. */
  static final String HEAD = "head";

  /** The commit of the target that the branch contains. */
  static final String BASE = "base";

  /** The merge commit that is being validated. */
  static final String CANDIDATE = "candidate";

  /** The tree of the last merge with the target, which the files were written from. */
  static final String MERGED = "merged";

  /** A blob with the paths that got conflict markers from a refresh. */
  static final String CONFLICTS = "conflicts";

  private static final String PLAN = "plan";
  private static final String PREFIX = "refs/nightshift/runs/";
  private final Repository repository;
  private final RunId run;
  private final PersonIdent who;

  RunRefs(Repository repository, RunId run, PersonIdent who) {
    this.repository = repository;
    this.run = run;
    this.who = who;
  }

  /** Returns the value of one of the refs. */
  Optional<ObjectId> get(String name) throws IOException {
    ObjectId id = RefMove.value(repository, nameOf(name));
    return id.equals(ObjectId.zeroId()) ? Optional.empty() : Optional.of(id);
  }

  /** Sets a ref whatever its value. */
  void set(String name, ObjectId value) throws IOException {
    set(name, RefMove.value(repository, nameOf(name)), value);
  }

  /** Sets a ref that must have the expected value; the zero id means it must not exist. */
  void set(String name, ObjectId expected, ObjectId value) throws IOException {
    RefMove.Result result = RefMove.set(repository, nameOf(name), expected, value, who);
    if (result != RefMove.Result.MOVED) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "setting "
              + nameOf(name)
              + " from "
              + expected.name()
              + " to "
              + value.name()
              + " failed: "
              + (result == RefMove.Result.LOCKED
                  ? "its .lock file is held; remove it if no git process runs"
                  : "somebody else changed it"));
    }
  }

  /** Writes a small text as a blob and points a ref at it. */
  void setText(String name, String text) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
      inserter.flush();
      set(name, blob);
    }
  }

  /** Returns the lines of a text, none if the ref does not exist. */
  List<String> lines(String name) throws IOException {
    Optional<ObjectId> blob = get(name);
    return blob.isEmpty()
        ? List.of()
        : new String(repository.open(blob.get()).getBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
  }

  /** Keeps the plan, so that the run can be opened again. */
  void setPlan(WorkspacePlan plan) throws IOException {
    setText(PLAN, plan.branch() + "\n" + plan.target() + "\n" + plan.baseCommit() + "\n");
  }

  /** Returns the plan the run was opened with. */
  Optional<WorkspacePlan> plan() throws IOException {
    List<String> lines = lines(PLAN);
    return lines.size() < 3
        ? Optional.empty()
        : Optional.of(new WorkspacePlan(run, lines.get(0), lines.get(1), lines.get(2)));
  }

  /** Deletes all refs of the run; returns those whose lock is held. */
  List<String> deleteAll() throws IOException {
    List<String> left = new ArrayList<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(PREFIX + run + "/")) {
      if (!RefMove.delete(repository, ref.getName())) {
        left.add(ref.getName());
      }
    }
    Path commonDir = repository.getCommonDirectory().toPath();
    prune(commonDir, PREFIX + run);
    prune(commonDir.resolve(Constants.LOGS), PREFIX + run);
    return left;
  }

  /** Deletes a directory and those above it that are empty then, but for the one of all refs. */
  private static void prune(Path top, String directory) throws IOException {
    for (String path = directory; path.indexOf('/') > 0; path = path.replaceAll("/[^/]*$", "")) {
      try {
        Files.deleteIfExists(top.resolve(path));
      } catch (DirectoryNotEmptyException used) {
        return;
      }
    }
  }

  private String nameOf(String name) {
    return PREFIX + run + "/" + name;
  }
}
