package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.git.internal.repository.SingleCommits;
import java.nio.file.Path;

/**
 * Commits that stand for a whole branch: one commit with the files of its tip, on the commit of the
 * target that the branch contains. Servers that review single commits, as Gerrit, take these.
 *
 * <p>The id of a commit holds that of its files. So what such a server tells of a commit in words
 * shows whether it has the very files of a tip here, without asking for one of them.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Errors:</b> {@link WorkspaceException} if the
 * repository cannot be read.
 */
public final class SquashedCommits {
  private final SingleCommits commits;

  private SquashedCommits(SingleCommits commits) {
    this.commits = commits;
  }

  /**
   * Names the repository that has the branches.
   *
   * @param repository a directory of it
   * @return them; nothing is read yet
   */
  public static SquashedCommits in(Path repository) {
    return new SquashedCommits(new SingleCommits(Require.nonNull(repository, "repository")));
  }

  /**
   * Returns the newest commit of a target that a branch contains.
   *
   * @param tip the tip of the branch, 40 hexadecimal digits
   * @param target the short name of a branch of this repository
   * @return 40 hexadecimal digits
   * @throws WorkspaceException if a commit or the target is not there; UNSUPPORTED if the target
   *     contains the tip, or the two have nothing in common
   */
  public String base(String tip, String target) {
    Require.nonNull(tip, "tip");
    Require.nonNull(target, "target");
    return commits.base(tip, target);
  }

  /**
   * Reads what the tip of a branch says, on another parent and with the models of all its commits.
   *
   * @param tip the tip of the branch, 40 hexadecimal digits
   * @param base what {@link #base} returned
   * @return its author and committer; for a message the trailers of the branch, a line each
   */
  public CommitHeader header(String tip, String base) {
    Require.nonNull(tip, "tip");
    Require.nonNull(base, "base");
    return CommitHeader.of(commits.like(tip, base));
  }

  /**
   * Makes a commit that no branch names; the same twice is one.
   *
   * @param tip the commit whose files it gets, 40 hexadecimal digits
   * @param header what else it says
   * @return its id, 40 hexadecimal digits
   */
  public String store(String tip, CommitHeader header) {
    Require.nonNull(tip, "tip");
    Require.nonNull(header, "header");
    return commits.store(tip, header.commit());
  }

  /**
   * Tells whether a commit that says this has the files of a tip, on a commit that the tip
   * contains. The commit need not be here.
   *
   * @param commit its id, 40 hexadecimal digits
   * @param header what it says
   * @param tip the commit whose files it is to have, 40 hexadecimal digits
   * @return whether that is certain
   */
  public boolean isSquashed(String commit, CommitHeader header, String tip) {
    Require.nonNull(commit, "commit");
    Require.nonNull(header, "header");
    Require.nonNull(tip, "tip");
    return commits.isOf(commit, header.commit(), tip);
  }
}
