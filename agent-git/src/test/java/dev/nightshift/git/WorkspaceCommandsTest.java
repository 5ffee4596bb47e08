package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceCommandsTest {
  @TempDir private Path root;

  @Test
  void commandsSeeTheFilesAndTheirWorkIsCommitted() throws InterruptedException {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A.java", "a\n"))) {
      GitWorkspaces workspaces =
          GitWorkspaces.builder(repository.directory())
              .workspaceRoot(root)
              .commands(CommandPolicy.builder().sandboxMode(SandboxMode.OFF).build())
              .build();
      assertThat(workspaces.sandbox()).startsWith("none");
      Task task = Task.builder("T").instructions("i").build();
      try (ManagedWorkspace workspace =
          Workbench.discardedAtClose(workspaces.open(workspaces.plan(task, RunId.of("r1"))))) {
        assertThat(
                workspace.agentView().run(Command.shell("cat A.java > B.java && chmod +x B.java")))
            .matches(result -> result.isSuccess());
        String head = workspace.checkpoint("Work", List.of());
        assertThat(repository.files(head)).containsEntry("B.java", "100755");

        Merge.Clean merge = (Merge.Clean) workspaces.queue("main").candidate(RunId.of("r1"), head);
        try (CandidateCheckout checkout = workspaces.queue("main").checkout(merge.candidate())) {
          assertThat(checkout.run(Command.shell("ls; touch made")).output())
              .isEqualToIgnoringWhitespace("A.java B.java");
          assertThat(checkout.directory().orElseThrow().resolve("made")).exists();
        }
      }
    }
    assertThat(root).isEmptyDirectory();
  }
}
