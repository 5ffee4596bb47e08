package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.internal.OpenRuns;
import java.nio.file.Path;
import java.util.Map;
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
}
