package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.disk.RunLock;
import dev.nightshift.git.internal.disk.RunOwner;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.disk.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * What the user's repository keeps of one run: pins, which hold its objects through any garbage
 * collection, and small texts. Only the process that owns the run writes here.
 *
 * <p>A pin is a symbolic ref to a file beside all refs. Git counts what such a ref leads to as
 * needed; JGit overlooks it, but counts what the log of a ref names, so there is one more symbolic
 * ref with such a log. Neither ever moves a symbolic ref to {@code packed-refs}; so no lock of the
 * user's is taken to set or remove a pin, and none is left behind.
 */
public final class RunRefs {
  /** The tip of the branch. */
  public static final String HEAD = "head";

  /** The commit of the target that the branch contains. */
  public static final String BASE = "base";

  /** The tree of the last merge with the target, which the files were written from. */
  public static final String MERGED = "merged";

  /** The target of that merge, which may be rewritten before the merge is committed. */
  public static final String MERGED_TARGET = "merged-target";

  /** The newest snapshot: a commit of the files on the tip of the branch, or that tip itself. */
  public static final String SNAPSHOT = "snapshot";

  /**
   * What the files were last written from: {@link #FROM_HEAD}, or the tree and the target commit of
   * a merge. It is missing while they are being written, when they say nothing of the agent's work.
   */
  public static final String FILES = "files";

  /** When the run was parked; it is missing while it is open. */
  public static final String PARKED = "parked";

  /** The name under which the branch was published last. */
  public static final String PUBLISHED = "published";

  /** The commit that was published last. */
  public static final String PUBLISHED_AT = "published-at";

  /** The files were written from the tip of the branch. */
  public static final String FROM_HEAD = "head";

  /** The conflicts that refreshes left in the files. */
  public static final String CONFLICTS = "conflicts";

  /** The paths that the file tools wrote. */
  public static final String WRITTEN = "written";

  private static final String CANDIDATE = "candidate-";
  private static final String PIN = "\tpin ";
  private static final String PLAN = "plan";
  private static final String PINS = "pins";
  private static final String LOG = "log";
  static final String RUNS = "nightshift/runs";
  static final String REFS = Constants.R_REFS + RUNS;
  private final Path commonDir;
  private final RunId run;

  RunRefs(Path commonDir, RunId run) {
    this.commonDir = commonDir;
    this.run = run;
  }

  /** Returns what a pin holds. */
  public Optional<ObjectId> get(String name) throws IOException {
    Optional<String> id = valueOf(name).read().map(String::strip);
    try {
      return id.map(ObjectId::fromString);
    } catch (IllegalArgumentException malformed) {
      throw new IOException(valueOf(name).path() + " holds no object id", malformed);
    }
  }

  /** Sets a pin whatever it holds. */
  public void set(String name, ObjectId value) throws IOException {
    valueOf(name).write(value.name() + "\n");
    WholeFile log = log();
    log.writeUnforced(log.read().orElse("") + logged(name, value));
    link(name, RUNS + "/" + run + "/" + PINS + "/" + name);
  }

  /** Returns every checkpoint and snapshot of the run, the newest first; it may be collected. */
  List<ObjectId> everHadFiles() throws IOException {
    List<ObjectId> pinned = new ArrayList<>();
    for (String line : log().read().orElse("").lines().toList()) {
      String[] ids = line.split(" ", 3);
      boolean hadFiles = line.endsWith(PIN + HEAD) || line.endsWith(PIN + SNAPSHOT);
      if (hadFiles && ObjectId.isId(ids[1])) {
        pinned.add(0, ObjectId.fromString(ids[1]));
      }
    }
    return pinned;
  }

  private WholeFile log() {
    return new WholeFile(commonDir.resolve(Constants.LOGS).resolve(refOf(LOG)));
  }

  /** Sets a pin that must hold the expected object; the zero id means there must be none. */
  public void set(String name, ObjectId expected, ObjectId value) throws IOException {
    ObjectId there = get(name).orElse(ObjectId.zeroId());
    if (!there.equals(expected)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.IO,
          "setting %s of run %s from %s to %s failed: somebody else set it to %s"
              .formatted(name, run, expected.name(), value.name(), there.name()));
    }
    set(name, value);
  }

  /** Pins a merge commit beside all that were pinned before. */
  public void addCandidate(ObjectId commit) throws IOException {
    set(CANDIDATE + commit.name(), commit);
  }

  /** Returns the pinned merge commits. */
  public List<ObjectId> candidates() throws IOException {
    List<ObjectId> found = new ArrayList<>();
    try (DirectoryStream<Path> pins =
        Files.newDirectoryStream(directory().resolve(PINS), CANDIDATE + "*")) {
      for (Path pin : pins) {
        get(pin.getFileName().toString()).ifPresent(found::add);
      }
    } catch (NoSuchFileException none) {
      // Nothing is pinned.
    }
    return found;
  }

  /** Keeps a small text, which a power cut may take. */
  public void setText(String name, String text) throws IOException {
    textOf(name).writeUnforced(text);
  }

  /** Returns the lines of a text, none if there is no such text. */
  public List<String> lines(String name) throws IOException {
    return textOf(name).read().map(text -> text.lines().toList()).orElse(List.of());
  }

  /** Forgets a text. */
  public void removeText(String name) throws IOException {
    Files.deleteIfExists(textOf(name).path());
  }

  /** Keeps the plan, so that the run can be opened again. */
  public void setPlan(WorkspacePlan plan) throws IOException {
    List<String> lines = List.of(plan.branch(), plan.target(), plan.baseCommit(), plan.fork());
    textOf(PLAN).write(String.join("\n", lines) + "\n");
    // Any ref that exists: JGit passes over the logs of others.
    link(LOG, Constants.R_HEADS + plan.target());
  }

  /** Returns the plan the run was opened with. */
  public Optional<WorkspacePlan> plan() throws IOException {
    List<String> lines = lines(PLAN);
    if (lines.size() < 3) {
      return Optional.empty();
    }
    // An earlier version kept three lines, also for forks.
    boolean isFork = lines.size() > 3 && run.value().endsWith("-" + lines.get(3));
    String fork = isFork ? lines.get(3) : "";
    return Optional.of(new WorkspacePlan(run, lines.get(0), lines.get(1), lines.get(2), fork));
  }

  /** Tells whether the run waits to be reopened. */
  public boolean isParked() {
    return Files.exists(textOf(PARKED).path());
  }

  /** Removes all that is kept of the run; waits for nobody. */
  public void deleteAll() throws IOException {
    // The refs before what they lead to: git complains about a ref that leads nowhere.
    unpin();
    // Whose it is last: of a record that names nobody it is known that nothing else is in it.
    Path owner = RunOwner.in(directory()).path();
    try (DirectoryStream<Path> kept =
        Files.newDirectoryStream(
            directory(), file -> !file.equals(owner) && !RunLock.isLock(file))) {
      for (Path file : kept) {
        TreeDeletion.delete(file);
      }
    } catch (NoSuchFileException none) {
      // Nothing but refs.
    }
    Files.deleteIfExists(owner);
    delete(RUNS + "/" + run);
  }

  /** Lets go of the objects, but keeps the record of the run. */
  void unpin() throws IOException {
    delete(REFS + "/" + run);
    delete(Constants.LOGS + "/" + REFS + "/" + run);
  }

  /** Tells whether anything is kept of the run. */
  public boolean exists() {
    return Files.exists(directory())
        || RunIndex.holdsFiles(commonDir.resolve(REFS).resolve(run.value()));
  }

  /** Deletes a directory and those above it that are empty then, but for the topmost. */
  private void delete(String directory) throws IOException {
    try {
      TreeDeletion.delete(commonDir.resolve(directory));
    } catch (NoSuchFileException | DirectoryNotEmptyException taken) {
      // Another process found nothing but the lock in it, and removes that itself.
    }
    RunIndex.deleteEmpty(commonDir, commonDir.resolve(directory).resolveSibling(""));
  }

  private void link(String name, String target) throws IOException {
    WholeFile ref = new WholeFile(commonDir.resolve(refOf(name)));
    if (!Files.exists(ref.path())) {
      ref.write("ref: " + target + "\n");
    }
  }

  private String refOf(String name) {
    return prefix(run) + name;
  }

  /** Returns what the names of the refs of a run begin with. */
  public static String prefix(RunId run) {
    return REFS + "/" + run + "/";
  }

  private static String logged(String name, ObjectId value) {
    PersonIdent who = new PersonIdent("nightshift", "");
    return ObjectId.zeroId().name()
        + " "
        + value.name()
        + " "
        + who.toExternalString()
        + PIN
        + name
        + "\n";
  }

  Path commonDir() {
    return commonDir;
  }

  /** Returns the directory with all that is kept beside the refs. */
  public Path directory() {
    return commonDir.resolve(RUNS).resolve(run.value());
  }

  private WholeFile valueOf(String name) {
    return new WholeFile(directory().resolve(PINS).resolve(name));
  }

  private WholeFile textOf(String name) {
    return new WholeFile(directory().resolve(name));
  }
}
