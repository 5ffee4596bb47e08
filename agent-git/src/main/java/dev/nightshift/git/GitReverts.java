package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.trust.Reverts;
import dev.nightshift.git.internal.objects.RevertedRuns;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.RepositoryLayout;
import dev.nightshift.git.internal.repository.TargetBranch;
import java.nio.file.Path;
import java.util.Set;

/**
 * Finds runs that were taken back on a branch: by {@code git revert} of their merge or of one of
 * their commits, or by a commit right behind it that has the tree from before.
 *
 * <p>It reads the newest 10,000 commits of the branch. What was taken back by hand in another way,
 * or by a history that was written anew, is not found: {@code TrustLedger.reset} is for that.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> one walk over these commits, each time.
 */
public final class GitReverts implements Reverts {
  private final Path repository;
  private final String target;

  private GitReverts(Path repository, String target) {
    this.repository = repository;
    this.target = target;
  }

  /**
   * Creates one for a branch.
   *
   * @param repository a directory of the repository
   * @param target the short name of the branch that runs land on
   * @return it; nothing is read before it is asked
   */
  public static GitReverts in(Path repository, String target) {
    return new GitReverts(
        Require.nonNull(repository, "repository"), Require.nonNull(target, "target"));
  }

  /**
   * Looks for runs that were taken back.
   *
   * @param runs runs that landed on the branch
   * @return those that were taken back
   * @throws dev.nightshift.core.base.WorkspaceException if the branch cannot be read
   */
  @Override
  public Set<RunId> among(Set<RunId> runs) {
    Require.elements(runs, "runs");
    return Uninterrupted.call(
        "looking for reverts on '" + VisibleText.name(target) + "'",
        () -> {
          RepositoryLayout layout = RepositoryLayout.locate(repository);
          try (SharedRepository.Lease lease = SharedRepository.of(layout.commonDir()).lease()) {
            TargetBranch branch = new TargetBranch(layout, lease.repository());
            return new RevertedRuns(lease.repository()).among(runs, branch.tip(target));
          }
        });
  }
}
