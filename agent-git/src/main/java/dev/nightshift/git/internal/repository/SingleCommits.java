package dev.nightshift.git.internal.repository;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.SingleCommit;
import dev.nightshift.git.internal.objects.Uninterrupted;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;

/**
 * Commits that stand for a branch, in a repository.
 *
 * @param directory a directory of it
 */
public record SingleCommits(Path directory) {
  /** The newest commit of a target that a branch contains. */
  public String base(String tip, String target) {
    return with(
        (layout, opened) ->
            SingleCommit.base(
                opened,
                tip,
                new TargetBranch(layout, opened).tip(target),
                VisibleText.name(target)));
  }

  /** What a tip says, with the trailers of its branch for a message. */
  public SingleCommit like(String tip, String base) {
    return with((layout, opened) -> SingleCommit.like(opened, tip, base));
  }

  /** Stores a commit with the files of a tip; returns its id. */
  public String store(String tip, SingleCommit commit) {
    return with((layout, opened) -> commit.store(opened, tip));
  }

  /** Tells whether a commit of that id that says this has the files of a tip. */
  public boolean isOf(String id, SingleCommit commit, String tip) {
    return with((layout, opened) -> commit.isOf(opened, id, tip));
  }

  /** A step with the repository. */
  private interface Step<T> {
    T run(RepositoryLayout layout, Repository opened) throws IOException;
  }

  private <T> T with(Step<T> step) {
    return Uninterrupted.call(
        "reading commits of " + directory,
        () -> {
          RepositoryLayout layout = RepositoryLayout.locate(directory);
          try (SharedRepository.Lease lease = SharedRepository.of(layout.commonDir()).lease()) {
            return step.run(layout, lease.repository());
          }
        });
  }
}
