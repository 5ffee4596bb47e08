package dev.nightshift.git;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import java.nio.file.Path;

/** A program that dispatches a task whose commands need a sandbox, and says what it met. */
final class RequiredSandbox {
  private RequiredSandbox() {}

  /** Takes a repository. */
  public static void main(String[] args) {
    GitWorkspaces workspaces =
        GitWorkspaces.builder(Path.of(args[0]))
            .commands(CommandPolicy.builder().sandboxMode(SandboxMode.REQUIRED).build())
            .build();
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(ScriptedModel.of()).build()) {
      try {
        nightshift.dispatch(
            Task.builder("Do it").build(), run -> run.stop(EndReason.STUCK, "started"));
        System.out.println("dispatched");
      } catch (WorkspaceException refused) {
        System.out.println(refused.kind() + ": " + refused.getMessage());
      }
      System.out.println("runs: " + nightshift.runs().size());
    }
  }
}
