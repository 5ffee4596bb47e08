package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the user's garbage collection removed while a run is open is stored again. */
@Timeout(120)
class CollectedObjectsTest {
  private static final String LINES = "\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  @TempDir private Path root;
  private Workbench bench;

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(root, Map.of("A.java", "a" + LINES + "z\n", "B.java", "b\n"));
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  /** The commit landed, and {@code git fsck} missed a blob. */
  @Test
  void aLandingHasTheContentThatAnEarlierRunWrote() throws Exception {
    try (ManagedWorkspace staysOpen = bench.open("r0")) {
      tryAndDrop("r1");
      tryAndDrop("r2");
      try (ManagedWorkspace last = bench.open("r3")) {
        Workbench.write(last, "A.java", "same\n");
        Workbench.write(last, "Other.java", "o\n");
        MergeCandidate candidate = bench.clean("r3", Workbench.commit(last));

        assertThat(bench.land("r3", candidate)).isEqualTo(new Landing.Landed(candidate));

        assertThat(bench.repository.problems()).isEmpty();
      }
      assertThat(staysOpen.change().isEmpty()).isTrue();
    }
  }

  private void tryAndDrop(String run) {
    try (ManagedWorkspace workspace = bench.open(run)) {
      Workbench.write(workspace, "A.java", "same\n");
      bench.clean(run, Workbench.commit(workspace));
    }
    bench.collectGarbage();
  }

  @Test
  void aMergeHasTheContentThatAnEarlierMergeWrote() throws Exception {
    String base = bench.repository.tip("main");
    try (ManagedWorkspace staysOpen = bench.open("r0")) {
      bench.repository.commit("main", Map.of("A.java", "a" + LINES + "theirs\n"));
      for (String run : List.of("r1", "r2")) {
        try (ManagedWorkspace workspace = openAt(run, base)) {
          Workbench.write(workspace, "A.java", "mine" + LINES + "z\n");
          bench.clean(run, Workbench.commit(workspace));
        }
        bench.collectGarbage();
      }
      try (ManagedWorkspace last = openAt("r3", base)) {
        Workbench.write(last, "A.java", "mine" + LINES + "z\n");
        Workbench.write(last, "Other.java", "o\n");
        MergeCandidate candidate = bench.clean("r3", Workbench.commit(last));

        assertThat(bench.land("r3", candidate)).isEqualTo(new Landing.Landed(candidate));

        assertThat(bench.repository.problems()).isEmpty();
      }
      assertThat(staysOpen.change().isEmpty()).isTrue();
    }
  }

  private ManagedWorkspace openAt(String run, String base) {
    return Workbench.discardedAtClose(
        bench.workspaces.open(new WorkspacePlan(RunId.of(run), "nightshift/" + run, "main", base)));
  }

  /** The run's own git directory still had the content, so that the user's did not get it. */
  @Test
  void aCheckpointHasTheContentOfAnOlderSnapshotOfTheSameRun() throws Exception {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "C.java", "first\n");
      workspace.snapshot();
      Workbench.write(workspace, "C.java", "second\n");
      workspace.snapshot();
      forgetLog("refs/nightshift/runs/r1/log");
      bench.collectGarbage();
      Workbench.write(workspace, "C.java", "first\n");

      String head = Workbench.commit(workspace);

      assertThat(bench.repository.read(head, "C.java")).asString().isEqualTo("first\n");
    }
  }

  /** Git drops the lines of a log in time; what they named is garbage then. */
  private void forgetLog(String ref) throws IOException {
    Path log = bench.repository.directory().resolve("logs").resolve(ref);
    if (Files.exists(log)) {
      List<String> lines = Files.readAllLines(log);
      Files.writeString(log, lines.get(lines.size() - 1) + "\n");
    }
  }

  /** The checkpoint of a merge had a parent that was not there. */
  @Test
  void aMergedTargetThatIsRewrittenStaysThereForTheCheckpoint() throws Exception {
    String before = bench.repository.tip("main");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "C.java", "c\n");
      Workbench.commit(workspace);
      String merged = bench.repository.commit("main", Map.of("B.java", "theirs\n"));
      workspace.refresh();
      bench.repository.setRef("refs/heads/main", before);
      bench.collectGarbage();

      String head = Workbench.commit(workspace);

      assertThat(bench.repository.parents(head)).contains(merged);
      assertThat(bench.repository.files(merged)).containsKey("B.java");
    }
  }
}
