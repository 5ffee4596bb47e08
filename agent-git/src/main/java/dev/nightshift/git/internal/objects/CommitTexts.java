package dev.nightshift.git.internal.objects;

import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** What commits did to files of text. */
public final class CommitTexts {
  private static final int MAX_FILES = 200;
  private static final int MAX_BYTES = 1_000_000;

  private CommitTexts() {}

  /** Returns the commits that one has and another has not, with one parent, oldest first. */
  public static List<RevCommit> between(Repository repository, ObjectId from, ObjectId to)
      throws IOException {
    List<RevCommit> commits = new ArrayList<>();
    try (RevWalk walk = SharedRepository.walk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.REVERSE, true);
      walk.markStart(walk.parseCommit(to));
      walk.markUninteresting(walk.parseCommit(from));
      for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
        if (commit.getParentCount() == 1) {
          walk.parseBody(commit);
          walk.parseHeaders(commit.getParent(0));
          commits.add(commit);
        }
      }
    }
    return commits;
  }

  /** Returns what a commit changed; empty if it changed anything but regular files of text. */
  public static Optional<SampleChange> change(
      Repository repository, RevCommit commit, String branch) throws IOException {
    List<SampleFile> files = new ArrayList<>();
    try (ObjectReader reader = repository.newObjectReader();
        TreeWalk walk =
            Trees.differences(reader, commit.getParent(0).getTree(), commit.getTree())) {
      while (walk.next()) {
        Side before = Side.of(walk, reader, 0);
        Side after = Side.of(walk, reader, 1);
        boolean hasOtherMode =
            !before.isAbsent() && !after.isAbsent() && walk.getRawMode(0) != walk.getRawMode(1);
        if (!before.isText() || !after.isText() || hasOtherMode || files.size() == MAX_FILES) {
          return Optional.empty();
        }
        String path = Trees.utf8(walk.getRawPath(), walk.getPathString());
        files.add(new SampleFile(path, before.text(), after.text()));
      }
    }
    String title = commit.getShortMessage().isBlank() ? commit.name() : commit.getShortMessage();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SampleChange(
                Task.builder(title).instructions(commit.getFullMessage()).target(branch).build(),
                files));
  }

  /**
   * A file in one of two trees.
   *
   * @param isAbsent whether it is not there
   * @param text its content; null if it is absent or no text
   */
  private record Side(boolean isAbsent, @Nullable String text) {
    static Side of(TreeWalk walk, ObjectReader reader, int tree) throws IOException {
      if (walk.getRawMode(tree) == 0) {
        return new Side(true, null);
      }
      boolean isExecutable = FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(tree));
      boolean isOld = tree == 0 || walk.getRawMode(0) != 0;
      boolean isRegular =
          FileMode.REGULAR_FILE.equals(walk.getRawMode(tree)) || (isExecutable && isOld);
      return new Side(false, isRegular ? text(reader, walk.getObjectId(tree)) : null);
    }

    boolean isText() {
      return isAbsent || text != null;
    }

    private static @Nullable String text(ObjectReader reader, ObjectId id) throws IOException {
      if (reader.getObjectSize(id, Constants.OBJ_BLOB) > MAX_BYTES) {
        return null;
      }
      try {
        byte[] bytes = reader.open(id).getBytes();
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException noText) {
        return null;
      }
    }
  }
}
