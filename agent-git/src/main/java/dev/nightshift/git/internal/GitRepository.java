package dev.nightshift.git.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.CommandRunner;
import dev.nightshift.core.workspace.WorkspaceException;
import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** One repository with the caller's choices; what workspaces and queues are made from. */
final class GitRepository {
  private final RepositoryLayout layout;
  private final GitOptions options;
  private final SharedRepository shared;
  private final WorkspaceRoot root;
  private @Nullable CommandRunner runner;

  GitRepository(RepositoryLayout layout, GitOptions options) {
    this.layout = layout;
    this.options = options;
    this.shared = SharedRepository.of(layout.commonDir());
    this.root = WorkspaceRoot.of(options.root(), layout.commonDir());
  }

  RepositoryLayout layout() {
    return layout;
  }

  GitOptions options() {
    return options;
  }

  SharedRepository shared() {
    return shared;
  }

  WorkspaceRoot root() {
    return root;
  }

  SharedRepository.Lease lease() {
    return shared.lease();
  }

  /** Returns the runner; the sandbox is probed the first time. */
  synchronized CommandRunner runner() {
    CommandRunner made = runner;
    if (made == null) {
      made = CommandRunner.create(options.commands());
      runner = made;
    }
    return made;
  }

  RunRefs refs(RunId run) {
    return new RunRefs(layout.commonDir(), run);
  }

  /**
   * Returns the tip of a branch.
   *
   * @throws WorkspaceException NOT_FOUND if there is no such branch, UNSUPPORTED if it is an alias
   */
  ObjectId tip(Repository repository, String branch) throws IOException {
    String name = Constants.R_HEADS + branch;
    @Nullable Ref ref =
        Repository.isValidRefName(name) && !branch.startsWith("-")
            ? repository.exactRef(name)
            : null;
    @Nullable ObjectId tip = ref == null ? null : ref.getObjectId();
    if (ref == null || tip == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "the repository "
              + layout.commonDir()
              + " has no branch '"
              + branch
              + "'; name an existing branch as target");
    }
    if (ref.isSymbolic()) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "branch '" + branch + "' is an alias of " + ref.getTarget().getName() + "; name that");
    }
    return tip;
  }
}
