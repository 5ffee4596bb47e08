package dev.nightshift.core.setup;

import dev.nightshift.core.tree.TreeView;
import java.nio.file.Path;

/**
 * A commit of the target, whose files a set-up trusts: an SPI, for implementers of {@link
 * dev.nightshift.core.workspace.Workspaces}. Never one that an agent made: the commands of a set-up
 * have secrets.
 *
 * <p><b>Threads:</b> used by the thread that runs a command.
 */
public interface SetUpOrigin {
  /**
   * Returns the files of the commit.
   *
   * @return a view of them
   */
  TreeView files();

  /**
   * Writes the files of the commit.
   *
   * @param directory an empty directory
   */
  void checkOut(Path directory);
}
