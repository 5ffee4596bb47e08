package dev.nightshift.git;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.command.SandboxChoice;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is brought from elsewhere for the commands of agents and gates, in the real sandbox. */
class SetUpTest {
  private static final Task TASK = Task.builder("Change it").build();

  /** As a package manager does it: what the lock file names, below a directory that git ignores. */
  private static final String INSTALL =
      "mkdir -p node_modules && cp lock.json node_modules/installed"
          + " && cat /proc/sys/kernel/random/uuid > node_modules/stamp";

  @TempDir private Path root;
  @TempDir private Path kept;
  private TemporaryRepository repository;

  @BeforeEach
  void openRepository() {
    boolean isConfined = SandboxChoice.select(SandboxMode.PREFERRED).reason().isEmpty();
    assumeTrue(isConfined || "true".equals(System.getenv("NIGHTSHIFT_REQUIRE_BWRAP")));
    repository =
        TemporaryRepository.bare(
            Map.of("lock.json", "one\n", "a.txt", "x\n", ".gitignore", "/node_modules\n"));
  }

  @AfterEach
  void closeRepository() {
    if (repository != null) {
      repository.close();
    }
  }

  @Test
  void commandsReadWhatItKeepsAndCannotWriteThere() throws Exception {
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r1")) {
      assertThat(run(workspace, "cat node_modules/installed").output()).isEqualTo("one\n");
      assertThat(run(workspace, "echo x > node_modules/installed").output())
          .contains("Read-only file system");
      assertThat(run(workspace, "rm -rf node_modules").isSuccess()).isFalse();
      assertThat(run(workspace, "cat node_modules/installed").output()).isEqualTo("one\n");

      assertThat(workspace.checkpoint("Work", List.of()))
          .as("what it brings is no change")
          .isEqualTo(repository.tip("main"));
    }
  }

  @Test
  void isDoneOnceForTheSameLockFileByWhateverRun() throws Exception {
    String first;
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r1")) {
      first = run(workspace, "cat node_modules/stamp").output();
    }
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r2")) {
      assertThat(run(workspace, "cat node_modules/stamp").output()).isEqualTo(first);
    }
    repository.commit("main", Map.of("lock.json", "two\n"));
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r3")) {
      assertThat(run(workspace, "cat node_modules/stamp").output()).isNotEqualTo(first);
      assertThat(run(workspace, "cat node_modules/installed").output()).isEqualTo("two\n");
    }
    assertThat(entries()).isEqualTo(2);
  }

  @Test
  void doesNotRunWhatAnAgentMadeOfTheLockFileAndSaysWhatIsMissing() throws Exception {
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r1")) {
      Workbench.write(workspace, "lock.json", "hostile\n");

      CommandResult result = run(workspace, "grep hostile node_modules/installed");

      assertThat(result.isSuccess()).isFalse();
      assertThat(result.hint()).contains("lock.json").contains("is not installed");
      assertThat(entries()).isEqualTo(1);
    }
  }

  @Test
  void seesWhatBelongsToTheTargetThatWasMergedIn() throws Exception {
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r1")) {
      run(workspace, "true");
      repository.commit("main", Map.of("lock.json", "two\n"));
      workspace.refresh();

      assertThat(run(workspace, "cat node_modules/installed").output()).isEqualTo("two\n");
    }
  }

  @Test
  void aLinkWhereItIsSeenIsNotFollowed() throws Exception {
    try (ManagedWorkspace workspace = open(workspaces(INSTALL), "r1")) {
      Path files = new Workbench(repository, root).directory("r1");
      Files.createSymbolicLink(files.resolve("node_modules"), Path.of("/usr/lib"));

      CommandResult result = run(workspace, "true");

      assertThat(result.exitCode()).isEqualTo(126);
      assertThat(result.hint()).contains("node_modules").contains("remove it");
    }
  }

  /** What is mounted over a file that a commit takes would judge the change without that file. */
  @Test
  void aFileWhereItIsSeenIsToldAndMakesAGateRed() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named("coder", write("node_modules/own.js", "x\n"), finish("done"));
    repository.commit("main", Map.of(".gitignore", "/out\n"));

    RunResult result = run(workspaces(INSTALL), coder, Gates.shell("true"), 0);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().toMarkdown()).contains("own.js").contains("would hide it");
  }

  @Test
  void agentAndGateSeeItInAWholeRun() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder", write("a.txt", "y\n"), finish("done"));

    RunResult result =
        run(workspaces(INSTALL), coder, Gates.shell("grep -q one node_modules/installed"));

    assertThat(result.reason()).as(result.report().ending().detail()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().toMarkdown()).contains("set-up by").contains("lock.json");
  }

  @Test
  void oneThatFailsEndsTheRunBeforeAModelIsPaid() throws Exception {
    ScriptedModel coder = ScriptedModel.named("coder");

    RunResult result = run(workspaces("echo no such package; exit 3"), coder, Gates.maxDiff(10));

    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(result.report().ending().detail())
        .contains("exit status 3")
        .contains("no such package");
    assertThat(coder.requests()).isEmpty();
    assertThat(entries()).isZero();
  }

  @Test
  void oneThatDoesNotMakeWhatItKeepsEndsTheRun() throws Exception {
    RunResult result = run(workspaces("true"), ScriptedModel.named("coder"), Gates.maxDiff(10));

    assertThat(result.reason()).isEqualTo(EndReason.ENVIRONMENT);
    assertThat(result.report().ending().detail())
        .contains("did not make the directory 'node_modules'");
  }

  @Test
  void oneThatWouldHideFilesOfTheCommitIsRefused() throws Exception {
    repository.commit("main", Map.of("node_modules/mine.txt", "x\n"));

    RunResult result = run(workspaces(INSTALL), ScriptedModel.named("coder"), Gates.maxDiff(10));

    assertThat(result.report().ending().detail()).contains("would be hidden");
    assertThat(entries()).isZero();
  }

  @Test
  void isRefusedWithoutASandbox() {
    GitWorkspaces without =
        GitWorkspaces.builder(repository.directory())
            .workspaceRoot(root)
            .target("main")
            .commands(CommandPolicy.builder().sandboxMode(SandboxMode.OFF).build())
            .setUp(setUp(INSTALL))
            .build();

    assertThatThrownBy(() -> without.checkTarget(TASK))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("without a sandbox")
        .hasMessageContaining("bubblewrap");
  }

  private GitWorkspaces workspaces(String install) {
    return GitWorkspaces.builder(repository.directory())
        .workspaceRoot(root)
        .target("main")
        .commands(CommandPolicy.builder().caches(List.of()).build())
        .setUp(setUp(install))
        .build();
  }

  private SetUp setUp(String install) {
    return SetUp.builder(Command.shell(install))
        .addLockFile("lock.json")
        .addKept("node_modules")
        .directory(kept)
        .build();
  }

  private ManagedWorkspace open(GitWorkspaces workspaces, String run) {
    return Workbench.discardedAtClose(workspaces.open(workspaces.plan(TASK, RunId.of(run))));
  }

  private static CommandResult run(ManagedWorkspace workspace, String line)
      throws InterruptedException {
    return workspace.agentView().run(Command.shell(line));
  }

  private static RunResult run(GitWorkspaces workspaces, ScriptedModel coder, MergeGate gate)
      throws Exception {
    return run(workspaces, coder, gate, 3);
  }

  private static RunResult run(
      GitWorkspaces workspaces, ScriptedModel coder, MergeGate gate, int maxRevisions)
      throws Exception {
    ScriptedModel critic = ScriptedModel.named("critic", approves());
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(coder).provider(critic).build()) {
      return nightshift.run(
          TASK,
          StandardPipeline.builder()
              .implementer(ModelImplementer.using(coder.modelId().toString()))
              .reviewer(ModelReviewer.using(critic.modelId().toString()))
              .gate(gate)
              .delivery(Delivery.merge())
              .maxRevisions(maxRevisions)
              .build());
    }
  }

  private long entries() throws Exception {
    try (Stream<Path> all = Files.list(kept)) {
      return all.count();
    }
  }
}
