package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.UnfinishedRun.State;
import dev.nightshift.git.internal.workspace.OpenRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose process was killed. */
@Timeout(120)
class SalvageTest {
  @TempDir private Path temporary;
  private Path root;
  private Workbench bench;
  private Path git;

  @BeforeEach
  void openRepository() {
    root = temporary.resolve("root");
    bench = Workbench.bare(root, Map.of("A.java", "a\n", "B.java", "b\n"));
    git = bench.repository.directory();
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  private Process start(String run, String what) throws IOException {
    return WorkingJvm.start(bench, run, what);
  }

  private void killed(String run, String what) throws Exception {
    start(run, what).destroyForcibly().waitFor();
  }

  private void assertNothingIsLeft(String... refs) {
    assertThat(bench.repository.refs()).containsExactlyInAnyOrder(refs);
    assertThat(root.toFile().list()).isNullOrEmpty();
    assertThat(git.resolve("nightshift")).doesNotExist();
    assertThat(bench.workspaces.unfinished()).isEmpty();
  }

  @Test
  void workOfAKilledProcessIsKeptOnABranchWhenTheNextRunOpens() throws Exception {
    killed("dead", "commit edit");
    UnfinishedRun found = bench.workspaces.unfinished().get(0);
    assertThat(found.owner().state()).isEqualTo(State.DEAD);
    assertThat(found.headCommit()).hasSize(40);
    assertThat(found.place().directory()).isEqualTo(bench.directory("dead").getParent().toString());

    bench.open("next").close();

    assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/dead");
    String tip = bench.repository.tip("nightshift/dead");
    assertThat(bench.repository.files(tip))
        .containsOnlyKeys("A.java", "B.java", "committed.txt", "edited.txt");
    assertThat(bench.repository.parents(tip)).containsExactly(found.headCommit());
    assertThat(bench.repository.message(tip)).contains("Nightshift-Run: dead");
  }

  @Test
  void whatWasDoneInAForkIsKeptOnItsBranchAndNamesTheRun() throws Exception {
    killed("dead", "fork rounds commit edit");

    SalvagedRun salvaged = bench.workspaces.salvage().get(0);

    assertThat(salvaged.toDisplay()).startsWith("fork left of run dead of process ");
    assertThat(salvaged.branch()).isEqualTo("nightshift/dead-left");
    assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/dead-left");
    String tip = bench.repository.tip("nightshift/dead-left");
    String committed = bench.repository.parents(tip).get(0);
    assertThat(List.of(tip, committed, bench.repository.parents(committed).get(0)))
        .allSatisfy(
            commit ->
                assertThat(bench.repository.message(commit))
                    .contains("\n\nNightshift-Run: dead\nNightshift-Fork: left\n"));
  }

  @Test
  void ofARunThatChangedNothingNoBranchIsLeft() throws Exception {
    killed("dead", "nothing");

    List<SalvagedRun> salvaged = bench.workspaces.salvage();

    assertThat(salvaged).extracting(SalvagedRun::outcome).containsExactly(Outcome.NOTHING);
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void ofWorkThatHasLandedNoBranchIsLeft() throws Exception {
    killed("dead", "commit");
    bench.repository.setRef("refs/heads/main", bench.workspaces.unfinished().get(0).headCommit());

    assertThat(bench.workspaces.salvage().get(0).outcome()).isEqualTo(Outcome.NOTHING);
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void ofRoundsThatHaveLandedAsOneCommitNoBranchIsLeft() throws Exception {
    killed("dead", "rounds commit");
    String candidate =
        bench.repository.refs().stream()
            .filter(ref -> ref.contains("/candidate-"))
            .map(ref -> ref.substring(ref.indexOf("/candidate-") + "/candidate-".length()))
            .findFirst()
            .orElseThrow();
    bench.repository.setRef("refs/heads/main", candidate);

    assertThat(bench.workspaces.salvage().get(0).outcome()).isEqualTo(Outcome.NOTHING);
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void candidateThatGarbageCollectionRemovedHindersNoSalvage() throws Exception {
    killed("dead", "commit");
    String gone = "1".repeat(40);
    Path pins = git.resolve("nightshift/runs/dead/pins");
    Files.writeString(pins.resolve("candidate-" + gone), gone + "\n");

    assertThat(bench.workspaces.salvage().get(0).outcome()).isEqualTo(Outcome.KEPT);
    assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/dead");
  }

  @Test
  void runOfALivingProcessIsNotTouched() throws Exception {
    Process other = start("alive", "commit edit");
    try {
      assertThat(bench.workspaces.unfinished().get(0).owner().state()).isEqualTo(State.ALIVE);
      bench.open("next").close();

      assertThat(bench.workspaces.prune(PruneOptions.standard().withUnknown())).isEmpty();
      assertThatThrownBy(() -> bench.workspaces.reopen(RunId.of("alive")))
          .hasMessageContaining("is open in process " + other.pid());
      assertThat(bench.directory("alive").resolve("edited.txt")).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void ofManyWhoOpenAtOnceOneSalvages() throws Exception {
    killed("dead", "edit");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<SalvagedRun>>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(threads.submit(() -> new Workbench(bench.repository, root).workspaces.salvage()));
    }
    List<SalvagedRun> salvaged = new ArrayList<>();
    for (Future<List<SalvagedRun>> one : all) {
      salvaged.addAll(one.get());
    }
    threads.shutdown();

    assertThat(salvaged).extracting(SalvagedRun::branch).containsExactly("nightshift/dead");
    assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/dead");
  }

  @Test
  void dryRunSaysWhatWouldBeDoneAndChangesNothing() throws Exception {
    Process edited = start("edited", "edit");
    killed("untouched", "nothing");
    edited.destroyForcibly().waitFor();
    List<String> before = contents();

    List<SalvagedRun> would = bench.workspaces.prune(PruneOptions.standard().asDryRun());

    assertThat(contents()).isEqualTo(before);
    assertThat(bench.workspaces.prune(PruneOptions.standard())).isEqualTo(would);
    assertThat(would)
        .extracting(SalvagedRun::outcome)
        .containsExactly(Outcome.KEPT, Outcome.NOTHING);
  }

  private List<String> contents() throws IOException {
    try (var files = Files.walk(temporary);
        var repository = Files.walk(git)) {
      return java.util.stream.Stream.concat(files, repository)
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  /** Missing files would look like deletions. */
  @Test
  void filesThatWereStillBeingWrittenAreNotTheAgentsWork() throws Exception {
    killed("dead", "edit");
    Files.delete(git.resolve("nightshift/runs/dead/files"));
    Files.delete(bench.directory("dead").resolve("A.java"));

    assertThat(bench.workspaces.salvage().get(0).outcome()).isEqualTo(Outcome.NOTHING);
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void mergeThatWasNotCommittedYetKeepsItsSecondParent() throws Exception {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "C.java", "c\n");
    String head = Workbench.commit(workspace);
    String moved = bench.repository.commit("main", Map.of("news.txt", "n\n"));
    workspace.refresh();
    Workbench.write(workspace, "D.java", "d\n");
    pretendItsProcessDied("dead");

    String branch = bench.workspaces.salvage().get(0).branch();

    String tip = bench.repository.tip(branch);
    assertThat(bench.repository.parents(tip)).containsExactly(head, moved);
    assertThat(bench.repository.files(tip))
        .containsOnlyKeys("A.java", "B.java", "C.java", "D.java", "news.txt");
  }

  @Test
  void filesThatAreLeftOutAreNamed() throws Exception {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "C.java", "c\n");
    Files.createDirectories(bench.directory("dead").resolve("inner/.git"));
    pretendItsProcessDied("dead");

    assertThat(bench.workspaces.salvage().get(0).notes())
        .hasSize(1)
        .allMatch(note -> note.startsWith("left out inner/.git"));
  }

  /** Symptom: a file that a tool had written was deleted, and neither run nor dry run said so. */
  @Test
  void whatAToolWroteWhereARuleIgnoresItIsNamedBeforeItIsDeleted() throws Exception {
    bench.repository.commit("main", Map.of(".gitignore", "*.log\nout/\n"));
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "work.log", "w\n");
    Workbench.write(workspace, "out/report.txt", "r\n");
    Files.writeString(bench.directory("dead").resolve("made.log"), "m\n");
    Files.createDirectory(bench.directory("dead").resolve("empty"));
    pretendItsProcessDied("dead");
    PruneOptions all = PruneOptions.standard();

    SalvagedRun would = bench.workspaces.prune(all.asDryRun()).get(0);

    assertThat(would.notes())
        .containsExactly(
            "left out out/report.txt: ignored by .gitignore line 2: out/",
            "left out work.log: ignored by .gitignore line 1: *.log",
            "left out 2 more, such as empty/: an empty directory, which git never keeps");
    assertThat(bench.workspaces.prune(all)).containsExactly(would);
  }

  private void pretendItsProcessDied(String run) throws IOException {
    OpenRuns.forget(git);
    replaceInOwner(run, "\nbirth=[^\n]*", "\nbirth=1");
  }

  private void replaceInOwner(String run, String pattern, String by) throws IOException {
    Path owner = git.resolve("nightshift/runs").resolve(run).resolve("owner");
    Files.writeString(owner, Files.readString(owner).replaceAll(pattern, by));
  }

  @Test
  void runOfAnotherMachineIsNamedAndLeft() throws Exception {
    killed("away", "edit");
    replaceInOwner("away", "\nboot=[^\n]*", "\nboot=other");
    replaceInOwner("away", "\nhost=[^\n]*", "\nhost=elsewhere");

    SalvagedRun left = bench.workspaces.salvage().get(0);

    assertThat(left.outcome()).isEqualTo(Outcome.LEFT);
    assertThat(left.toDisplay()).contains("away", "elsewhere", "prune --unknown");
    assertThat(bench.directory("away").resolve("edited.txt")).exists();
    assertThat(bench.workspaces.prune(PruneOptions.standard().withUnknown()).get(0).branch())
        .isEqualTo("nightshift/away");
    assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/away");
  }

  @Test
  void runOfAnEarlierVersionIsNamedAndItsCommitsAreKept() {
    bench.repository.setRef("refs/heads/work", bench.repository.tip("main"));
    String first = bench.repository.commit("work", Map.of("C.java", "c\n"));
    String second = bench.repository.commit("work", Map.of("D.java", "d\n"));
    bench.repository.setRef("refs/nightshift/runs/packed/head", first);
    bench.collectGarbage();
    bench.repository.setRef("refs/nightshift/runs/loose/head", second);
    bench.repository.setRef("refs/heads/work", bench.repository.tip("main"));

    assertThat(bench.workspaces.salvage())
        .extracting(SalvagedRun::outcome)
        .containsExactly(Outcome.LEFT, Outcome.LEFT);
    PruneOptions unknown = PruneOptions.standard().withUnknown();
    assertThat(bench.workspaces.prune(unknown.asDryRun()).get(0).branch())
        .isEqualTo("nightshift/loose");
    List<SalvagedRun> pruned = bench.workspaces.prune(unknown);

    assertThat(bench.repository.tip("nightshift/loose")).isEqualTo(second);
    assertThat(pruned).extracting(SalvagedRun::branch).containsExactly("nightshift/loose", "");
    assertThat(pruned.get(1).notes())
        .containsExactly(
            "refs/nightshift/runs/packed/head is packed; remove it:"
                + " git update-ref -d refs/nightshift/runs/packed/head");
    assertThat(bench.repository.refs()).contains("refs/nightshift/runs/packed/head");
  }

  @Test
  void directoryWithoutAnOwnerIsNamedAndLeft() throws Exception {
    ManagedWorkspace open = bench.open("open");
    Path stray = bench.directory("open").getParent().resolveSibling("stray");
    Files.createDirectories(stray.resolve("ws"));
    open.close();

    assertThat(bench.workspaces.salvage())
        .extracting(SalvagedRun::outcome)
        .containsExactly(Outcome.LEFT);
    assertThat(stray).exists();
    bench.workspaces.prune(PruneOptions.standard().withUnknown());
    assertThat(stray).doesNotExist();
  }

  @Test
  void ofAProcessThatDiedBeforeItNamedItselfNothingIsLeft() throws Exception {
    Files.createDirectories(git.resolve("nightshift/runs/early"));
    Files.createDirectories(git.resolve("nightshift/runs/later"));
    Files.createFile(git.resolve("nightshift/runs/later/lock"));

    assertThat(bench.workspaces.salvage()).isEmpty();
    assertNothingIsLeft("refs/heads/main");
  }

  /**
   * Symptom: git gc left the directory of a run's refs, and each prune called it another version's.
   */
  @Test
  void directoryWithoutRefsThatGitLeftIsNoRunAndIsRemoved() throws Exception {
    Files.createDirectories(git.resolve("refs/nightshift/runs/gone"));
    Files.createDirectories(git.resolve("logs/refs/nightshift/runs/gone"));

    assertThat(bench.workspaces.unfinished()).isEmpty();
    assertThat(bench.workspaces.prune(PruneOptions.standard())).isEmpty();

    assertNothingIsLeft("refs/heads/main");
    assertThat(git.resolve("refs/nightshift")).doesNotExist();
    assertThat(git.resolve("logs/refs/nightshift")).doesNotExist();
  }

  @Test
  void workWhoseLastCheckpointFailedIsSalvagedByTheNextProcess() throws Exception {
    Path directory;
    try (ManagedWorkspace workspace = bench.open("dead")) {
      Workbench.write(workspace, "B.java", "work\n");
      directory = bench.directory("dead");
      Files.move(directory.resolveSibling("git"), temporary.resolve("aside"));
      assertThatThrownBy(() -> Workbench.commit(workspace)).isNotNull();
    }
    assertThat(directory).exists();
    pretendItsProcessDied("dead");

    assertThat(bench.workspaces.salvage().get(0).branch()).isEqualTo("nightshift/dead");
    assertThat(bench.repository.read(bench.repository.tip("nightshift/dead"), "B.java"))
        .asString()
        .isEqualTo("work\n");
    assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/dead");
  }

  /** In the sandbox they die with their JVM. */
  @Test
  void commandThatOutlivedItsJvmIsEndedBeforeItsFilesAreKept() throws Exception {
    Process process = WorkingJvm.launch(bench, "dead", "command");
    while (!started()) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> commands = process.descendants().toList();
    process.destroyForcibly().waitFor();
    assertThat(commands).anyMatch(ProcessHandle::isAlive);

    SalvagedRun salvaged = bench.workspaces.salvage().get(0);

    assertThat(salvaged.notes()).anyMatch(note -> note.endsWith("was killed"));
    assertThat(bench.repository.files(bench.repository.tip(salvaged.branch())))
        .containsKey("started")
        .doesNotContainKey("late.txt");
    for (ProcessHandle command : commands) {
      command.onExit().get();
    }
  }

  private boolean started() throws IOException {
    try (var files = Files.find(temporary, 5, (path, any) -> path.endsWith("ws/started"))) {
      return files.findAny().isPresent();
    } catch (java.io.UncheckedIOException stillBeingMade) {
      return false;
    }
  }

  @Test
  void lockThatADeadRunTookIsRemovedAndAnyOtherIsNamed() throws Exception {
    killed("dead", "commit");
    Path ours = git.resolve("refs/heads/main.lock");
    Path foreign = git.resolve("refs/heads/other.lock");
    String candidate = "1".repeat(40);
    Files.writeString(ours, candidate + "\n");
    Files.writeString(foreign, "2".repeat(40) + "\n");
    Files.writeString(
        git.resolve("nightshift/runs/dead/locks"),
        candidate + " " + ours + "\n" + candidate + " " + foreign + "\n");

    SalvagedRun salvaged = bench.workspaces.salvage().get(0);

    assertThat(ours).doesNotExist();
    assertThat(foreign).exists();
    assertThat(salvaged.notes())
        .hasSize(2)
        .anyMatch(note -> note.equals("its lock " + ours + " was removed"))
        .anyMatch(
            note -> note.contains(foreign + " is held since") && note.contains("rm " + foreign));
  }

  /** Symptom: a kill between making the lock of a branch and filling it looked like lost work. */
  @Test
  void aBranchWhoseLockAKillLeftEmptyGetsTheNextName() throws Exception {
    killed("dead", "commit");
    Path lock = git.resolve("refs/heads/nightshift/dead.lock");
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);

    SalvagedRun salvaged = bench.workspaces.salvage().get(0);

    assertThat(salvaged.branch()).isEqualTo("nightshift/dead-2");
    assertThat(salvaged.notes()).anyMatch(note -> note.contains(lock + " is held"));
    assertThat(lock).exists();
  }
}
