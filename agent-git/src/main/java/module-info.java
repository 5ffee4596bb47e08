import org.jspecify.annotations.NullMarked;

/**
 * Workspaces and a merge queue over a git repository, by JGit.
 *
 * <p>Start with {@link dev.nightshift.git.GitWorkspaces}.
 */
@NullMarked
module dev.nightshift.git {
  requires transitive dev.nightshift.core;
  requires org.eclipse.jgit;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.nightshift.git;
  exports dev.nightshift.git.testing;
}
