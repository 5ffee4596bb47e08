package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.objects.CommitTexts;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** A bare repository with a branch at the parent of each commit of a range. */
public final class SampleRepository implements AutoCloseable {
  private static final String BRANCH = "sample-";

  private final Path directory;
  private final List<SampleChange> changes = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private SampleRepository(Path directory) {
    this.directory = directory;
  }

  /** Creates one that borrows the objects of another. */
  public static SampleRepository create(Repository source, String from, String to)
      throws IOException {
    List<RevCommit> commits =
        CommitTexts.between(source, resolved(source, from), resolved(source, to));
    SampleRepository samples =
        new SampleRepository(Files.createTempDirectory("nightshift-samples"));
    try {
      samples.fill(source, commits);
      return samples;
    } catch (IOException | RuntimeException | Error failed) {
      samples.close();
      throw failed;
    }
  }

  private static ObjectId resolved(Repository source, String revision) throws IOException {
    @Nullable ObjectId commit;
    try {
      commit = source.resolve(revision + "^{commit}");
    } catch (RevisionSyntaxException malformed) {
      commit = null;
    }
    if (commit == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "'" + VisibleText.name(revision) + "' is no commit here; name a branch, tag or commit");
    }
    return commit;
  }

  private void fill(Repository source, List<RevCommit> commits) throws IOException {
    try (Repository created =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
      created.create(true);
      Path info = Files.createDirectories(directory.resolve("objects").resolve("info"));
      Files.writeString(
          info.resolve("alternates"),
          source.getDirectory().toPath().resolve("objects").toRealPath() + "\n");
    }
    try (Repository borrowing =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
      for (RevCommit commit : commits) {
        String branch = BRANCH + (changes.size() + 1);
        Optional<SampleChange> change = CommitTexts.change(source, commit, branch);
        if (change.isPresent()) {
          changes.add(change.get());
          set(borrowing, Constants.R_HEADS + branch, commit.getParent(0));
        } else {
          leftOut.add(commit.name());
        }
      }
      if (!changes.isEmpty()) {
        borrowing.updateRef(Constants.HEAD).link(Constants.R_HEADS + BRANCH + 1);
      }
    }
  }

  private static void set(Repository repository, String ref, ObjectId commit) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(commit);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW) {
      throw new IOException("cannot create " + ref + ": " + result);
    }
  }

  public Path directory() {
    return directory;
  }

  public List<SampleChange> changes() {
    return List.copyOf(changes);
  }

  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  @Override
  public void close() {
    Uninterrupted.run("removing " + directory, () -> TreeDeletion.delete(directory));
  }
}
