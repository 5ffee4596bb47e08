package dev.nightshift.git.internal.scan;

import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.HashingInserter;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.repository.Writes;
import dev.nightshift.git.internal.rules.Filters;
import dev.nightshift.git.internal.rules.Rules;
import dev.nightshift.git.internal.rules.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Makes the scans of one workspace. Used by the one thread of its run. */
public final class Scans {
  private final Repository repository;
  private final RunDirectory directory;
  private final Writes writes;
  private ObjectId treeOfTracked = ObjectId.zeroId();
  private NavigableMap<String, TreeEntry> tracked = new TreeMap<>();

  /** What the answers of tools named, by path as it is shown. */
  private final Map<String, LeftOut.Cause> told = new HashMap<>();

  public Scans(Repository repository, RunDirectory directory, Writes writes) {
    this.repository = repository;
    this.directory = directory;
    this.writes = writes;
  }

  /**
   * The trees a scan compares with.
   *
   * @param written the tree the files were last written from
   * @param base the tree of the commit the work is based on
   */
  public record Trunk(ObjectId written, ObjectId base) {}

  /** Returns a scan that gives what is new to an inserter. */
  public WorkspaceScan into(Trunk trunk, ObjectReader reader, ObjectInserter inserter)
      throws IOException {
    return scan(trunk, new Intake.Blobs(reader, inserter, filters(trunk, reader)));
  }

  /** Returns the rules of the repository that hold everywhere. */
  public Rules rules() throws IOException {
    return Rules.ofRepository(commonDir());
  }

  private Filters filters(Trunk trunk, ObjectReader reader) {
    return new Filters(commonDir(), reader, trunk.base());
  }

  private Path commonDir() {
    return repository.getCommonDirectory().toPath();
  }

  /** Returns what of the paths written by tools is left out, as far as one write can change it. */
  public LeftOutWork ofWrites(Trunk trunk, String written) throws IOException {
    Set<String> paths = new TreeSet<>(Set.of(written));
    if (RulesFile.is(written)) {
      paths.addAll(writes.paths());
    }
    List<LeftOut> found = new ArrayList<>();
    try (ObjectReader reader = repository.newObjectReader();
        ObjectInserter hashing = new HashingInserter()) {
      Intake.Blobs blobs = new Intake.Blobs(reader, hashing, filters(trunk, reader));
      for (String path : paths) {
        told.remove(LeftOutList.shown(path));
        if (Files.exists(directory.workspace().resolve(path), LinkOption.NOFOLLOW_LINKS)) {
          scan(trunk, blobs).look(rules(), path).ifPresent(found::add);
        }
      }
      found.forEach(left -> told.put(LeftOutList.shown(left.path()), left.cause()));
    }
    return new LeftOutWork(found, 0);
  }

  /**
   * Returns what a commit would leave out by what commands did: of what a tool wrote all that its
   * answer did not name, of the rest what git would take.
   */
  public LeftOutWork ofCommands(Trunk trunk) throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        ObjectInserter hashing = new HashingInserter()) {
      WorkspaceScan scan = into(trunk, reader, hashing);
      scan.run(rules());
      Predicate<LeftOut> byTools = writtenByTools();
      return new LeftOutWork(
          scan.leftOut().named().stream()
              .filter(
                  left ->
                      byTools.test(left)
                          ? told.get(left.path()) != left.cause()
                          : CommitMessage.names(left))
              .toList(),
          0);
    }
  }

  /** Returns what tells whether a file tool wrote what is left out. */
  public Predicate<LeftOut> writtenByTools() {
    Set<String> written =
        writes.paths().stream().map(LeftOutList::shown).collect(Collectors.toSet());
    // What was a file may be a directory now.
    return left -> written.contains(left.path().replaceFirst("/$", ""));
  }

  private WorkspaceScan scan(Trunk trunk, Intake.Blobs blobs) throws IOException {
    if (!trunk.written().equals(treeOfTracked)) {
      tracked = Trees.read(blobs.reader(), trunk.written());
      treeOfTracked = trunk.written().copy();
    }
    Branch branch =
        new Branch(
            tracked,
            Trees.missing(blobs.reader(), trunk.base(), trunk.written()),
            path -> isDirectory(blobs.reader(), trunk.base(), path),
            writes.paths());
    return new WorkspaceScan(directory.workspace(), branch, blobs);
  }

  private static boolean isDirectory(ObjectReader reader, ObjectId tree, String path)
      throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      return walk != null && walk.isSubtree();
    }
  }
}
