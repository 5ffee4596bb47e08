package dev.nightshift.examples.cheats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;

/** One thing that a change does to the files of its branch. */
sealed interface Edit {
  /**
   * Does it.
   *
   * @throws InterruptedException if the run was stopped
   */
  void on(BranchWorkspace workspace) throws InterruptedException;

  /** Writes a file. */
  record Write(String path, String text) implements Edit {
    @Override
    public void on(BranchWorkspace workspace) {
      workspace.files().write(path, text.getBytes(UTF_8));
    }
  }

  /** Deletes a file. */
  record Delete(String path) implements Edit {
    @Override
    public void on(BranchWorkspace workspace) {
      workspace.files().delete(path);
    }
  }

  /** Puts a text in the place of another one, which has to be there. */
  record Replace(String path, String old, String by) implements Edit {
    @Override
    public void on(BranchWorkspace workspace) {
      WorkspaceFiles files = workspace.files();
      String text = new String(files.read(path).bytes(), UTF_8);
      int at = text.indexOf(old);
      if (at < 0) {
        throw new IllegalStateException(path + " does not hold:\n" + old);
      }
      String changed = text.substring(0, at) + by + text.substring(at + old.length());
      files.write(path, changed.getBytes(UTF_8));
    }
  }

  /** Gives a file another path. */
  record Move(String from, String to) implements Edit {
    @Override
    public void on(BranchWorkspace workspace) {
      byte[] content = workspace.files().read(from).bytes();
      workspace.files().write(to, content);
      workspace.files().delete(from);
    }
  }

  /** Makes a symbolic link. */
  record Link(String path, String target) implements Edit {
    @Override
    public void on(BranchWorkspace workspace) throws InterruptedException {
      CommandResult made = workspace.run(Command.of("ln", "-s", target, path));
      if (!made.isSuccess()) {
        throw new IllegalStateException("no link: " + made.output());
      }
    }
  }
}
