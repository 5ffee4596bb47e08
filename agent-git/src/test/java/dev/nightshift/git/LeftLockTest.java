package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.git.internal.repository.LeftLock;
import dev.nightshift.git.internal.workspace.OpenRuns;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lock file of a branch that a kill leaves in the user's repository, once it is made and before
 * the branch is set by it.
 */
@Timeout(120)
class LeftLockTest {
  private static final String PROPOSED = "refs/heads/nightshift/dead";
  private static final String MAIN = "refs/heads/main";
  private static final RunId DEAD = RunId.of("dead");
  @TempDir private Path root;
  private Workbench bench;
  private Path git;

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(root, Map.of("A.java", "a\n"));
    git = bench.repository.directory();
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  private String killedHolding(String ref) throws IOException {
    ManagedWorkspace workspace = bench.open(DEAD.value());
    Workbench.write(workspace, "C.java", "c\n");
    String head = Workbench.commit(workspace);
    LeftLock.leave(git, DEAD, ref, head);
    OpenRuns.forget(git);
    Path owner = git.resolve("nightshift/runs/dead/owner");
    Files.writeString(owner, Files.readString(owner).replaceAll("\nbirth=[^\n]*", "\nbirth=1"));
    return head;
  }

  private void assertGitIsFree() throws IOException {
    try (var files = Files.walk(git)) {
      assertThat(files.map(Path::toString).filter(name -> name.endsWith(".lock"))).isEmpty();
    }
    GitProgram.run(git, "pack-refs", "--all", "--prune");
    GitProgram.run(git, "gc", "-q", "--prune=now");
    String tip = bench.repository.tip("main");
    GitProgram.run(git, "update-ref", MAIN, tip, tip);
  }

  /** Symptom: the work went to nightshift/dead-2, and nightshift/dead.lock stayed for ever. */
  @ParameterizedTest
  @ValueSource(strings = {PROPOSED, MAIN})
  void lockOfAKilledRunIsRemovedAndItsBranchHasItsName(String ref) throws IOException {
    String head = killedHolding(ref);
    List<SalvagedRun> would = bench.workspaces.prune(PruneOptions.standard().asDryRun());
    assertThat(git.resolve(ref + ".lock")).exists();

    SalvagedRun salvaged = bench.workspaces.salvage().get(0);

    assertThat(would).extracting(SalvagedRun::branch).containsExactly("nightshift/dead");
    assertThat(salvaged.branch()).isEqualTo("nightshift/dead");
    assertThat(salvaged.notes()).containsExactly("its lock " + lock(ref) + " was removed");
    assertThat(bench.repository.tip("nightshift/dead")).isEqualTo(head);
    assertGitIsFree();
  }

  /** Symptom: only who salvages a run looked for its lock, and not who goes on with it. */
  @ParameterizedTest
  @ValueSource(strings = {PROPOSED, MAIN})
  void lockOfAKilledRunIsRemovedWhereItIsReopened(String ref) throws IOException {
    String head = killedHolding(ref);

    try (ManagedWorkspace workspace = bench.workspaces.reopen(DEAD)) {
      assertThat(workspace.publish()).isEqualTo("nightshift/dead");
      workspace.discard();
    }

    assertThat(bench.repository.tip("nightshift/dead")).isEqualTo(head);
    assertGitIsFree();
  }

  /** Symptom: a repository that was moved after the kill kept the lock. */
  @Test
  void lockIsFoundInARepositoryThatWasMoved() throws IOException {
    killedHolding(PROPOSED);
    Path moved = root.resolve("moved.git");
    Files.move(git, moved);
    GitWorkspaces there =
        GitWorkspaces.builder(moved).workspaceRoot(root.resolve("other")).target("main").build();

    SalvagedRun salvaged = there.salvage().get(0);

    assertThat(salvaged.notes())
        .contains("its lock " + moved.resolve(PROPOSED + ".lock") + " was removed");
    Files.move(moved, git);
  }

  @ParameterizedTest
  @ValueSource(strings = {PROPOSED, MAIN})
  void lockOfSomebodyElseAtTheSameBranchIsNamedAndStays(String ref) throws IOException {
    killedHolding(ref);
    Path lock = lock(ref);
    byte[] content = Files.readAllBytes(lock);
    Files.delete(lock);
    Files.write(lock, content);

    SalvagedRun salvaged = bench.workspaces.salvage().get(0);

    assertThat(salvaged.notes()).anyMatch(note -> note.contains(lock + " is held since"));
    assertThat(lock).hasBinaryContent(content);
  }

  @Test
  void whatIsLandedAndPublishedIsLoggedAsBeforeAndLeavesNoRecord() throws Exception {
    GitProgram.run(git, "config", "core.logAllRefUpdates", "true");
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "C.java", "c\n");
      MergeCandidate candidate = bench.clean("r1", Workbench.commit(workspace));
      workspace.publish();
      assertThat(bench.land("r1", candidate)).isInstanceOf(Landing.Landed.class);
      assertThat(git.resolve("nightshift/runs/r1/locks")).doesNotExist();
      assertThat(git.resolve("nightshift/runs/r1/lock-content")).doesNotExist();
      workspace.discard();
      assertThat(GitProgram.run(git, "reflog", "show", MAIN))
          .asString()
          .contains("main@{0}: nightshift");
    }
    assertThat(git.resolve("logs/refs/heads/nightshift/r1")).exists();
    assertGitIsFree();
  }

  private Path lock(String ref) {
    return git.resolve(ref + ".lock");
  }
}
