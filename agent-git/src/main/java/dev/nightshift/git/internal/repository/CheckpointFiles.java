package dev.nightshift.git.internal.repository;

import dev.nightshift.core.internal.merge.LeftConflicts;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The files of a checkpoint, and which of them the target has otherwise. Used by one thread. */
public final class CheckpointFiles implements LeftConflicts.Files {
  /** Twice what a text with markers can have. */
  private static final long MAX_BYTES = 20_000_000;

  private final ObjectReader reader;
  private final ObjectId tree;
  private final RunRefs refs;

  public CheckpointFiles(ObjectReader reader, ObjectId tree, RunRefs refs) {
    this.reader = reader;
    this.tree = tree;
    this.refs = refs;
  }

  /** Returns the name of the run's branch. */
  public String branch() throws IOException {
    return refs.plan().map(WorkspacePlan::branch).orElseThrow();
  }

  @Override
  public Optional<byte[]> at(String path) throws IOException {
    try (@Nullable TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      if (walk == null) {
        return Optional.empty();
      }
      return Optional.of(
          isFile(walk, 0)
              ? reader.open(walk.getObjectId(0), Constants.OBJ_BLOB).getBytes(Integer.MAX_VALUE)
              : new byte[0]);
    }
  }

  @Override
  public Set<String> changed() throws IOException {
    Set<String> paths = new TreeSet<>();
    Optional<ObjectId> merged = refs.get(RunRefs.BASE);
    if (merged.isEmpty() || merged.get().name().equals(refs.plan().orElseThrow().baseCommit())) {
      return paths;
    }
    try (RevWalk commits = new RevWalk(reader);
        TreeWalk walk =
            Trees.differences(reader, tree, commits.parseCommit(merged.get()).getTree())) {
      while (walk.next()) {
        if (isFile(walk, 0)
            && reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_BLOB) <= MAX_BYTES) {
          paths.add(Trees.utf8(walk.getRawPath(), walk.getPathString()));
        }
      }
    }
    return paths;
  }

  private static boolean isFile(TreeWalk walk, int index) {
    return (walk.getRawMode(index) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
  }
}
