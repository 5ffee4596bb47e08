package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.RepositoryLayout;
import dev.nightshift.git.internal.repository.SampleRepository;
import java.nio.file.Path;
import java.util.List;

/**
 * The commits of a range as changes to measure a reviewer by, in a bare repository of their own
 * that borrows the objects of the one they come from; that one is only read.
 *
 * <p>Each commit with one parent becomes a change from that parent, on a branch that is there for
 * it alone, with the commit's message as its task. What changes anything but regular files of UTF-8
 * text, or more than 200 files, is left out and named.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Closing:</b> removes the repository; close the
 * engine that works on it before.
 */
public final class CommitSamples implements AutoCloseable {
  private final SampleRepository samples;

  private CommitSamples(SampleRepository samples) {
    this.samples = samples;
  }

  /**
   * Reads the commits that one revision has and another one has not.
   *
   * @param repository a directory of the repository; it has to stay until this is closed
   * @param from a branch, tag or commit, as git takes it ({@code main~20}); it is no sample itself
   * @param to the newest sample
   * @return the samples, to be closed by the caller
   * @throws dev.nightshift.core.base.WorkspaceException if there is no such repository or revision
   */
  public static CommitSamples between(Path repository, String from, String to) {
    Require.nonNull(repository, "repository");
    Require.nonNull(from, "from");
    Require.nonNull(to, "to");
    return Uninterrupted.call(
        "reading the commits of '" + VisibleText.name(from + ".." + to) + "'",
        () -> {
          RepositoryLayout layout = RepositoryLayout.locate(repository);
          try (SharedRepository.Lease lease = SharedRepository.of(layout.commonDir()).lease()) {
            return new CommitSamples(SampleRepository.create(lease.repository(), from, to));
          }
        });
  }

  /**
   * Returns where the branches of the changes are.
   *
   * @return a bare repository, for {@link GitWorkspaces#builder}
   */
  public Path directory() {
    return samples.directory();
  }

  /**
   * Returns the changes.
   *
   * @return oldest first; the target of the task of each is its branch
   */
  public List<SampleChange> changes() {
    return samples.changes();
  }

  /**
   * Returns the commits that are no samples.
   *
   * @return their ids, oldest first
   */
  public List<String> leftOut() {
    return samples.leftOut();
  }

  @Override
  public void close() {
    samples.close();
  }
}
