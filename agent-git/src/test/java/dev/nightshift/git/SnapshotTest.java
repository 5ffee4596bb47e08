package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.internal.workspace.OpenRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What git does beyond the contract of snapshots. */
@Timeout(120)
class SnapshotTest {
  private static final RunId RUN = RunId.of("r1");
  @TempDir private Path root;
  private Workbench bench;

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(root, Map.of("A.java", "a\n"));
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  @Test
  void theNewestSnapshotSurvivesGarbageCollection() {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "first\n");
    workspace.snapshot();
    Workbench.write(workspace, "C.java", "second\n");
    String newest = workspace.snapshot();
    OpenRuns.forget(bench.repository.directory());

    bench.collectGarbage();

    try (ManagedWorkspace again =
        Workbench.discardedAtClose(bench.workspaces.reopen(RUN, newest))) {
      assertThat(again.agentView().files().read("C.java").text()).contains("second\n");
      assertThat(again.change().isEmpty()).isTrue();
    }
    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
  }

  @Test
  void whatASnapshotHoldsIsNotSetAsideAsWell() {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "kept\n");
    String snapshot = workspace.snapshot();
    OpenRuns.forget(bench.repository.directory());

    bench.workspaces.reopen(RUN, snapshot).discard();

    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
  }

  @Test
  void whatWasEditedAfterASnapshotIsSetAside() {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "kept\n");
    String snapshot = workspace.snapshot();
    Workbench.write(workspace, "C.java", "later\n");
    OpenRuns.forget(bench.repository.directory());

    bench.workspaces.reopen(RUN, snapshot).discard();

    String aside = bench.repository.tip("nightshift/r1-uncommitted");
    assertThat(bench.repository.read(aside, "C.java")).asString().isEqualTo("later\n");
  }

  @Test
  void aRunOfALivingProcessIsRefusedByItsName() throws Exception {
    Process process = WorkingJvm.start(bench, "r1", "edit");
    try {
      assertThatThrownBy(() -> bench.workspaces.reopen(RUN, "0".repeat(40)))
          .hasMessageContaining("run r1 cannot be reopened: it is open in process ")
          .hasMessageContaining(Long.toString(process.pid()));
    } finally {
      process.destroyForcibly().waitFor();
    }
    bench.workspaces.salvage();
  }

  @Test
  void aRefusedSnapshotLeavesTheRunAsItWas() {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "kept\n");
    String snapshot = workspace.snapshot();
    OpenRuns.forget(bench.repository.directory());

    assertThatThrownBy(() -> bench.workspaces.reopen(RUN, "f".repeat(40)))
        .hasMessageContaining("there is no snapshot");

    try (ManagedWorkspace again =
        Workbench.discardedAtClose(bench.workspaces.reopen(RUN, snapshot))) {
      assertThat(again.agentView().files().read("C.java").text()).contains("kept\n");
    }
    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
  }

  /** A reboot empties the temporary directory; prune said that there was nothing to keep. */
  @Test
  void aSnapshotWhoseFilesAreGoneIsKeptOnABranch() throws Exception {
    dies(snapshotted());
    removeFiles();

    assertThat(prune(PruneOptions.standard().asDryRun())).containsExactly("KEPT nightshift/r1");
    assertThat(prune(PruneOptions.standard())).containsExactly("KEPT nightshift/r1");

    String kept = bench.repository.tip("nightshift/r1");
    assertThat(bench.repository.read(kept, "C.java")).asString().isEqualTo("kept\n");
    assertThat(bench.repository.refs())
        .containsExactlyInAnyOrder("refs/heads/main", "refs/heads/nightshift/r1");
  }

  @Test
  void reopeningWithoutASnapshotWhoseFilesAreGoneSetsItAsideOnce() throws Exception {
    dies(snapshotted());
    removeFiles();

    dies(bench.workspaces.reopen(RUN));
    removeFiles();

    assertThat(prune(PruneOptions.standard())).containsExactly("NOTHING ");
    String aside = bench.repository.tip("nightshift/r1-uncommitted");
    assertThat(bench.repository.read(aside, "C.java")).asString().isEqualTo("kept\n");
    assertThat(bench.repository.refs()).doesNotContain("refs/heads/nightshift/r1");
  }

  /** Its directory was recorded before it could be made, and never removed again. */
  @Test
  void reopeningBelowARootThatCannotBeMadeTouchesNothing() throws Exception {
    ManagedWorkspace workspace = snapshotted();
    Path files = bench.directory("r1");
    dies(workspace);
    Path file = root.resolve("file");
    GitWorkspaces below =
        GitWorkspaces.builder(bench.repository.directory())
            .workspaceRoot(file.resolve("root"))
            .target("main")
            .build();
    // One that is in the way already is refused by build().
    Files.writeString(file, "x");

    assertThatThrownBy(() -> below.reopen(RUN))
        .hasMessageContaining(
            "cannot be made for runs: Not a directory; set another workspace root");

    assertThat(files.resolve("C.java")).hasContent("kept\n");
    assertThat(prune(PruneOptions.standard())).containsExactly("KEPT nightshift/r1");
  }

  /** An earlier version recorded such a directory: its run was left for ever. */
  @Test
  void aRunWhoseDirectoryWouldBeBelowAFileIsSalvaged() throws Exception {
    dies(snapshotted());
    removeFiles();
    Path file = Files.writeString(root.resolve("file"), "x");
    Path owner = bench.repository.directory().resolve("nightshift/runs/r1/owner");
    Files.writeString(owner, Files.readString(owner).replace(root + "/", file + "/"));

    List<String> pruned = prune(PruneOptions.standard());

    assertThat(pruned).containsExactly("KEPT nightshift/r1");
  }

  /** Pinned but not noted when its process was killed: the journal names the one before. */
  @Test
  void theSnapshotBeforeTheNewestRecordsItsMergeToo() throws Exception {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "A.java", "mine\n");
    Workbench.commit(workspace);
    bench.repository.commit("main", Map.of("T.java", "theirs\n"));
    workspace.refresh();
    Workbench.write(workspace, "C.java", "one\n");
    String noted = workspace.snapshot();
    Workbench.write(workspace, "C.java", "two\n");
    workspace.snapshot();
    dies(workspace);
    bench.collectGarbage();

    try (ManagedWorkspace again = Workbench.discardedAtClose(bench.workspaces.reopen(RUN, noted))) {
      Workbench.commit(again);
      assertThat(again.change().files())
          .extracting(ChangedFile::path)
          .containsExactly("A.java", "C.java");
      assertThat(again.staleness().behind()).isZero();
    }
  }

  /** The target's own changes then counted as the run's. */
  @Test
  void aKillBetweenTheTipAndTheBaseOfAMergeChangesNothing() throws Exception {
    String before = bench.repository.tip("main");
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "c\n");
    Workbench.commit(workspace);
    bench.repository.commit("main", Map.of("T.java", "theirs\n"));
    workspace.refresh();
    Path record = bench.repository.directory().resolve("nightshift/runs/r1");
    String merging = Files.readString(record.resolve("files"));
    Workbench.commit(workspace);
    Files.writeString(record.resolve("pins/base"), before + "\n");
    Files.writeString(record.resolve("files"), merging);
    dies(workspace);

    dies(bench.workspaces.reopen(RUN));
    ManagedWorkspace next = bench.workspaces.reopen(RUN);
    Workbench.write(next, "D.java", "d\n");
    Workbench.commit(next);
    dies(next);

    try (ManagedWorkspace again = Workbench.discardedAtClose(bench.workspaces.reopen(RUN))) {
      assertThat(again.change().files())
          .extracting(ChangedFile::path)
          .containsExactly("C.java", "D.java");
      assertThat(again.staleness().behind()).isZero();
    }
  }

  @Test
  void whatWasNotCommittedWhenARunWasParkedIsNotSetAside() {
    ManagedWorkspace workspace = snapshotted();
    workspace.park();

    bench.workspaces.reopen(RUN).park();
    assertThat(bench.workspaces.salvage()).isEmpty();
    bench.workspaces.reopen(RUN).discard();

    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
  }

  private ManagedWorkspace snapshotted() {
    ManagedWorkspace workspace = bench.open("r1");
    Workbench.write(workspace, "C.java", "kept\n");
    workspace.snapshot();
    return workspace;
  }

  private List<String> prune(PruneOptions options) {
    return bench.workspaces.prune(options).stream()
        .map(run -> run.outcome() + " " + run.branch())
        .toList();
  }

  private void dies(ManagedWorkspace workspace) throws IOException {
    String run = workspace.plan().run().value();
    Path git = bench.repository.directory();
    OpenRuns.forget(git);
    Path owner = git.resolve("nightshift/runs").resolve(run).resolve("owner");
    Files.writeString(owner, Files.readString(owner).replaceAll("\nbirth=[^\n]*", "\nbirth=1"));
  }

  private void removeFiles() throws IOException {
    Path top = bench.directory("r1").getParent().getParent();
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
