package dev.nightshift.examples.cli;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.GitWorkspaces;
import java.io.IOException;
import java.nio.file.Path;

/** A process that edits a file in the workspace of run {@code dead} and waits to be killed. */
final class OpenRun {
  private OpenRun() {}

  public static void main(String[] arguments) throws IOException {
    GitWorkspaces workspaces = GitWorkspaces.of(Path.of(arguments[0]));
    ManagedWorkspace workspace =
        workspaces.open(workspaces.plan(Task.builder("T").build(), RunId.of("dead")));
    workspace.agentView().files().write("b.txt", new byte[] {'b'});
    System.out.println("ready");
    System.in.read();
  }
}
