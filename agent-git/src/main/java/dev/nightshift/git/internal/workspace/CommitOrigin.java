package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.setup.SetUpOrigin;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.git.internal.objects.CommitTreeView;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** A commit of the target, for which the set-up of commands is done. */
record CommitOrigin(GitRepository git, String commit) implements SetUpOrigin {
  /** Returns what runs commands in files that are based on a commit of the target. */
  static CommandRunner runner(GitRepository git, String commit) {
    return git.setUp()
        .map(setUp -> setUp.over(new CommitOrigin(git, commit)))
        .orElseGet(git::runner);
  }

  @Override
  public TreeView files() {
    return new CommitTreeView(git.shared(), tree());
  }

  @Override
  public void checkOut(Path directory) {
    ObjectId tree = tree();
    Uninterrupted.run(
        "checking out " + commit + " for the set-up of commands",
        () -> {
          try (SharedRepository.Lease lease = git.lease();
              ObjectReader reader = lease.repository().newObjectReader()) {
            RunDirectory.checkOut(reader, tree, directory);
          }
        });
  }

  private ObjectId tree() {
    return Uninterrupted.call(
        "reading " + commit,
        () -> {
          try (SharedRepository.Lease lease = git.lease()) {
            return Trees.commit(lease.repository(), commit).getTree().copy();
          }
        });
  }
}
