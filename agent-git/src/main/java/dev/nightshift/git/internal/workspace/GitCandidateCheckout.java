package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A candidate's files in a directory of their own. Used by one thread. */
final class GitCandidateCheckout implements CandidateCheckout {
  private static final Logger LOG = LoggerFactory.getLogger(GitCandidateCheckout.class);
  private final CommandRunner runner;
  private final RunDirectory directory;
  private final TreeView files;
  private boolean closed;

  GitCandidateCheckout(CommandRunner runner, RunDirectory directory) {
    this.runner = runner;
    this.directory = directory;
    this.files = WorkspaceFiles.ofDirectory(directory.workspace());
  }

  @Override
  public TreeView files() {
    return files;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(directory.workspace());
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return runner.run(command, directory.workspace(), directory.home());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        Uninterrupted.run(
            "removing " + directory.path(), () -> TreeDeletion.delete(directory.path()));
      } catch (RuntimeException failure) {
        LOG.warn("{} stays until its run ends", directory.path(), failure);
      }
    }
  }
}
