package dev.nightshift.core.testing;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.tree.TreeView;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one merge commit and what commands make of them. Used by one thread. */
final class InMemoryCheckout implements CandidateCheckout {
  private final InMemoryWorkspaces owner;
  private final InMemoryFiles files;
  private final TreeView view;

  InMemoryCheckout(InMemoryWorkspaces owner, InMemoryTree tree) {
    this.owner = owner;
    this.files = InMemoryFiles.copyOf(tree, ReadSet.none());
    this.view = new InMemoryView(files::files, ReadSet.none());
    owner.opened(this);
  }

  @Override
  public TreeView files() {
    return view;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.empty();
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    if (!owner.isOpen(this)) {
      throw new IllegalStateException("cannot run " + command + ": the checkout is closed");
    }
    return owner.run(command, files);
  }

  @Override
  public void close() {
    owner.closed(this);
  }
}
