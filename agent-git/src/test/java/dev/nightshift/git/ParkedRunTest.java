package dev.nightshift.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How parked runs wait in git, and how they end. */
@Timeout(120)
class ParkedRunTest {
  private static final RunId RUN = RunId.of("r1");
  private static final String BRANCH = "refs/heads/nightshift/r1";
  @TempDir private Path root;
  private Workbench bench;
  private String head = "";

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(root, Map.of("A.java", "a\n"));
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  private void park() {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "c\n");
    head = Workbench.commit(workspace);
    workspace.publish();
    workspace.park();
  }

  private List<SalvagedRun> prune(PruneOptions options) {
    return bench.workspaces.prune(options);
  }

  private void assertNothingIsLeft(String... refs) {
    assertThat(bench.repository.refs()).containsExactlyInAnyOrder(refs);
    assertThat(bench.repository.directory().resolve("nightshift")).doesNotExist();
    assertThat(bench.workspaces.parked()).isEmpty();
  }

  @Test
  void aParkedRunNeedsNoDirectoryAndIsKeptByPrune() {
    park();

    assertThat(root.toFile().list()).isNullOrEmpty();
    assertThat(prune(PruneOptions.standard())).isEmpty();
    assertThat(bench.workspaces.parked()).hasSize(1);
  }

  /** Symptom: a proposed run whose branch got another name could not be reopened. */
  @Test
  void aProposedRunIsParkedUnderWhateverNameItIsPublished() throws Exception {
    park();
    RunResult result =
        bench.run(
            Task.builder("Change A").build(),
            StandardPipeline.builder()
                .implementer(
                    assignment -> {
                      assignment.workspace().files().write("A.java", "b\n".getBytes(US_ASCII));
                      return new dev.nightshift.core.agent.Outcome.Changed("done");
                    })
                .reviewer(
                    request -> {
                      bench.repository.setRef("refs/heads/nightshift/" + request.run(), head);
                      return Review.approved();
                    })
                .gate((candidate, context) -> GateResult.passed("any", "ok"))
                .delivery(Delivery.branch())
                .build());

    assertThat(result.report().branch()).endsWith(result.report().runId() + "-2");
    ManagedWorkspace again = bench.workspaces.reopen(result.report().runId());
    assertThat(again.agentView().files().read("A.java").text()).contains("b\n");
    again.discard();
  }

  @Test
  void whoDeletesTheBranchAndCollectsGarbageBreaksNothing() throws Exception {
    park();
    Files.delete(bench.repository.directory().resolve(BRANCH));
    bench.collectGarbage();

    ManagedWorkspace again = bench.workspaces.reopen(RUN);
    assertThat(again.agentView().files().read("C.java").text()).contains("c\n");
    again.park();
    bench.open("next").close();
    assertThat(bench.workspaces.parked()).hasSize(1);

    assertThat(prune(PruneOptions.standard().asDryRun()))
        .extracting(SalvagedRun::toDisplay)
        .containsExactly(
            "run r1: it was parked, and what was kept to take it up again was removed; its branch"
                + " nightshift/r1 is gone");
    assertThat(bench.workspaces.parked()).hasSize(1);
    assertThat(prune(PruneOptions.standard()))
        .extracting(SalvagedRun::outcome)
        .containsExactly(Outcome.DISCARDED);
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void aParkedRunWhoseBranchIsOnTheTargetIsDiscarded() {
    park();
    bench.repository.setRef("refs/heads/main", head);

    assertThat(prune(PruneOptions.standard()).get(0).notes())
        .containsExactly("main contains its branch nightshift/r1");
    assertNothingIsLeft("refs/heads/main", BRANCH);
  }

  @Test
  void aParkedRunIsDiscardedWhenItIsOldEnough() {
    park();

    assertThat(prune(PruneOptions.standard().withParkedFor(Duration.ofDays(1)))).isEmpty();
    assertThat(prune(PruneOptions.standard().withParkedFor(Duration.ZERO))).hasSize(1);
    assertNothingIsLeft("refs/heads/main", BRANCH);
  }

  @Test
  void aRunThatALivingProcessParkedIsReopenedByAnother() throws Exception {
    Process process = WorkingJvm.start(bench, "r1", "commit park");
    try {
      ManagedWorkspace again = bench.workspaces.reopen(RUN);
      assertThat(again.agentView().files().read("committed.txt").text()).contains("c\n");
      again.discard();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertNothingIsLeft("refs/heads/main", BRANCH);
  }

  @Test
  void aDirectoryThatAKillLeftOfAParkedRunIsWaste() throws Exception {
    park();
    assertThat(left(bench.workspaces.reopen(RUN))).exists();

    assertThat(bench.workspaces.salvage()).isEmpty();
    ManagedWorkspace again = bench.workspaces.reopen(RUN);
    assertThat(again.agentView().files().list(ListQuery.all())).containsExactly("A.java", "C.java");
    again.discard();
    assertNothingIsLeft("refs/heads/main", BRANCH);
  }

  /** Parks a run, and puts back what a kill after the mark would have left. */
  private Path left(ManagedWorkspace workspace) throws Exception {
    Path files = bench.directory("r1");
    workspace.park();
    Files.createDirectories(files);
    Path record = bench.repository.directory().resolve("nightshift/runs/r1");
    Files.writeString(record.resolve("files"), "head");
    return Files.writeString(files.resolve("waste.txt"), "w\n");
  }
}
