package dev.nightshift.core.merge;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.tree.TreeView;
import java.nio.file.Path;
import java.util.Optional;

/** A clean checkout of exactly one merge commit, for gates. Used by one thread. */
public interface CandidateCheckout extends AutoCloseable {
  /**
   * Returns the files of the checkout, including what commands produced.
   *
   * @return a read-only view
   */
  TreeView files();

  /**
   * Returns where the checkout is.
   *
   * @return the directory, or empty for checkouts in memory
   */
  Optional<Path> directory();

  /**
   * Runs a command in the checkout, confined as in the workspace.
   *
   * @param command what to run
   * @return how it ended
   * @throws InterruptedException if the run was cancelled
   */
  CommandResult run(Command command) throws InterruptedException;

  /** Removes the checkout. Closing twice is harmless. */
  @Override
  void close();
}
