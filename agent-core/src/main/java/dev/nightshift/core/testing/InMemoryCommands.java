package dev.nightshift.core.testing;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.tree.WorkspaceFiles;

/** Runs the commands of in-memory workspaces as the test says. Safe for concurrent use. */
final class InMemoryCommands {
  private volatile InMemoryWorkspaces.CommandScript script =
      (command, files) ->
          CommandResult.builder(
                  127, "in-memory workspaces run no commands; script them with onCommand(..)")
              .build();

  void script(InMemoryWorkspaces.CommandScript commands) {
    script = commands;
  }

  CommandResult run(Command command, WorkspaceFiles files) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + command);
    }
    return script.run(command, files);
  }
}
