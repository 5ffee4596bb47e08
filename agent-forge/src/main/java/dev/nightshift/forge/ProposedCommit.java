package dev.nightshift.forge;

import dev.nightshift.core.base.Require;
import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult;
import java.util.Set;

/**
 * What a run proposed, on its way to a forge.
 *
 * @param commit the tip of the run's branch, 40 hexadecimal digits, in the local repository
 * @param branch the short name of the branch there
 * @param mayReplace what the run proposed before, 40 hexadecimal digits each: what else is there is
 *     somebody's
 * @param content what its request says
 */
public record ProposedCommit(
    String commit, String branch, Set<String> mayReplace, PullRequestContent content) {
  /** Copies what may be replaced; refuses nulls. */
  public ProposedCommit {
    Require.nonNull(commit, "commit");
    Require.nonNull(branch, "branch");
    mayReplace = Set.copyOf(Require.elements(mayReplace, "mayReplace"));
    Require.nonNull(content, "content");
  }

  /** Makes the branch there hold the commit. */
  void pushTo(GitRemote remote) {
    if (remote.push(commit, branch, mayReplace) instanceof PushResult.Refused refused) {
      throw ForgeException.of(refused);
    }
  }
}
