package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that works on a run until it is killed. */
final class WorkingJvm {
  static final String READY = "ready";

  private WorkingJvm() {}

  /** Works on a run in another process, and returns when that waits. */
  static Process start(Workbench bench, String run, String what) throws IOException {
    Process process = launch(bench, run, what);
    assertThat(process.inputReader().readLine()).isEqualTo(READY);
    return process;
  }

  static Process launch(Workbench bench, String run, String what) throws IOException {
    return new ProcessBuilder(command(bench, run, what))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Returns the command line of {@link #launch}. */
  static List<String> command(Workbench bench, String run, String what) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        WorkingJvm.class.getName(),
        bench.repository.directory().toString(),
        bench.root.toString(),
        run,
        what);
  }

  /** Expects the repository, the workspace root, the run, and what to do. */
  public static void main(String[] args) throws IOException, InterruptedException {
    GitWorkspaces workspaces =
        GitWorkspaces.builder(Path.of(args[0]))
            .workspaceRoot(Path.of(args[1]))
            .target("main")
            .commands(
                CommandPolicy.builder().caches(List.of()).sandboxMode(SandboxMode.OFF).build())
            .build();
    WorkspacePlan run =
        workspaces.plan(Task.builder("T").instructions("i").build(), RunId.of(args[2]));
    WorkspacePlan plan = args[3].contains("fork") ? run.fork("left") : run;
    ManagedWorkspace workspace = workspaces.open(plan);
    if (args[3].contains("rounds")) {
      Workbench.write(workspace, "committed.txt", "half\n");
      workspace.checkpoint("Work", List.of());
    }
    if (args[3].contains("commit")) {
      Workbench.write(workspace, "committed.txt", "c\n");
      String head = workspace.checkpoint("Work", List.of());
      workspaces.queue("main").candidate(plan.run(), head);
    }
    if (args[3].contains("edit")) {
      Workbench.write(workspace, "edited.txt", "e\n");
    }
    if (args[3].contains("command")) {
      Command command = Command.shell("echo > started; sleep 100; echo > late.txt");
      workspace.agentView().run(command);
    }
    if (args[3].contains("park")) {
      workspace.publish();
      workspace.park();
    }
    System.out.println(READY);
    System.in.read();
  }
}
