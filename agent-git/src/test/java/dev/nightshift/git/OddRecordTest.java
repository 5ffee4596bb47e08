package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.UnfinishedRun.State;
import dev.nightshift.git.internal.workspace.OpenRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of lost runs that cannot be salvaged, or not at once. */
@Timeout(120)
class OddRecordTest {
  @TempDir private Path temporary;
  private Workbench bench;
  private Path records;

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(temporary.resolve("root"), Map.of("A.java", "a\n", "B.java", "b\n"));
    records = bench.repository.directory().resolve("nightshift/runs");
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  /** Leaves a run as one whose process was killed. */
  private void lost(String run) throws IOException {
    ManagedWorkspace workspace = bench.open(run);
    Workbench.write(workspace, "edited.txt", run + "\n");
    dies(run);
  }

  private void dies(String run) throws IOException {
    OpenRuns.forget(bench.repository.directory());
    Path owner = records.resolve(run).resolve("owner");
    Files.writeString(owner, Files.readString(owner).replaceAll("\nbirth=[^\n]*", "\nbirth=1"));
  }

  /** Leaves three runs at once: opening one would salvage those that were lost before. */
  private void threeLost() throws IOException {
    for (String run : List.of("aaa", "bbb", "zzz")) {
      Workbench.write(bench.open(run), "edited.txt", run + "\n");
    }
    for (String run : List.of("aaa", "bbb", "zzz")) {
      dies(run);
    }
  }

  private List<SalvagedRun> prune() {
    return bench.workspaces.prune(PruneOptions.standard());
  }

  /** A record that is written again says in its first line when. */
  private static String withoutDate(Path record) throws IOException {
    return Files.readString(record).replaceFirst("^#.*\n", "");
  }

  /** The record named the process that had failed, which lives, and was never looked at again. */
  @Test
  void salvageThatFailedIsTriedAgainInTheSameProcess() throws Exception {
    lost("dead");
    String owner = withoutDate(records.resolve("dead/owner"));
    Files.writeString(records.resolve("dead/files"), "abc def\n");

    assertThat(prune()).extracting(SalvagedRun::outcome).containsExactly(Outcome.LEFT);
    assertThat(withoutDate(records.resolve("dead/owner"))).isEqualTo(owner);
    assertThat(bench.workspaces.unfinished())
        .extracting(run -> run.owner().state())
        .containsExactly(State.DEAD);

    Files.writeString(records.resolve("dead/files"), "head");
    assertThat(prune()).extracting(SalvagedRun::branch).containsExactly("nightshift/dead");
    assertThat(bench.workspaces.unfinished()).isEmpty();
  }

  /** No prune touched it until that process ended. */
  @Test
  void runThatThisProcessClosedWithoutKeepingItsWorkIsSalvagedByIt() throws Exception {
    Path directory;
    try (ManagedWorkspace workspace = bench.open("lost")) {
      Workbench.write(workspace, "B.java", "work\n");
      directory = bench.directory("lost");
      Files.move(directory.resolveSibling("git"), temporary.resolve("aside"));
      try {
        Workbench.commit(workspace);
      } catch (RuntimeException failed) {
        assertThat(failed).hasMessageContaining(directory.toString());
      }
    }
    assertThat(bench.workspaces.unfinished())
        .extracting(run -> run.owner().state())
        .containsExactly(State.DEAD);

    bench.open("next").close();

    assertThat(bench.repository.read(bench.repository.tip("nightshift/lost"), "B.java"))
        .asString()
        .isEqualTo("work\n");
    assertThat(directory).doesNotExist();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "files | abc def | LEFT",
        "files | \\0\\0\\0\\0 | LEFT",
        "files | 1111111111111111111111111111111111111111 x | LEFT",
        "plan | no branch | LEFT",
        "pins/head | no id | LEFT",
        "locks | '' | KEPT",
        "locks | \\0\\0\\0 | KEPT",
        "locks | one | KEPT",
        "conflicts | NO_KIND\\ta\\tb\\tc | LEFT",
        "owner | \\377\\376 | LEFT",
        "owner | nonsense | LEFT"
      })
  void oddRecordOfOneRunHindersNoOther(String file, String text, Outcome outcome)
      throws IOException {
    threeLost();
    String content = text.translateEscapes() + "\n";
    Files.write(
        records.resolve("bbb").resolve(file), content.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(bench.workspaces.unfinished())
        .extracting(run -> run.run().value())
        .containsExactly("aaa", "bbb", "zzz");
    assertThat(bench.workspaces.prune(PruneOptions.standard().asDryRun()))
        .extracting(SalvagedRun::outcome)
        .containsExactly(Outcome.KEPT, outcome, Outcome.KEPT);
    List<SalvagedRun> pruned = prune();

    assertThat(pruned)
        .extracting(run -> run.run().run().value(), SalvagedRun::outcome)
        .containsExactly(
            tuple("aaa", Outcome.KEPT), tuple("bbb", outcome), tuple("zzz", Outcome.KEPT));
    assertThat(bench.repository.refs())
        .contains("refs/heads/nightshift/aaa", "refs/heads/nightshift/zzz");
    if (outcome == Outcome.LEFT) {
      assertThat(bench.directory("bbb").resolve("edited.txt")).exists();
      assertThat(prune()).extracting(SalvagedRun::outcome).containsExactly(Outcome.LEFT);
    }
  }

  /** Of another user, for example. */
  @ParameterizedTest
  @ValueSource(strings = {"lock", "owner", "plan", "files"})
  void recordThatCannotBeReadHindersNoOther(String file) throws IOException {
    threeLost();
    Files.delete(records.resolve("bbb").resolve(file));
    Files.createDirectory(records.resolve("bbb").resolve(file));

    assertThat(bench.workspaces.unfinished()).hasSize(3);
    assertThat(prune())
        .extracting(SalvagedRun::outcome)
        .containsExactly(Outcome.KEPT, Outcome.LEFT, Outcome.KEPT);
    assertThat(bench.directory("bbb").resolve("edited.txt")).exists();
  }

  @Test
  void lockThatCannotBeTriedIsNamed() throws IOException {
    lost("dead");
    Files.delete(records.resolve("dead/lock"));
    Files.createDirectory(records.resolve("dead/lock"));

    UnfinishedRun found = bench.workspaces.unfinished().get(0);

    assertThat(found.owner().state()).isEqualTo(State.UNKNOWN);
    assertThat(found.owner().process())
        .contains(records.resolve("dead/lock").toString(), "of user");
    assertThat(bench.workspaces.prune(PruneOptions.standard().withUnknown()).get(0).branch())
        .isEqualTo("nightshift/dead");
  }

  /** A repository that was cloned anew at the same path knows nothing of it. */
  @Test
  void filesOfARunWhoseRecordIsGoneStayAndTheirProcessIsNamed() throws IOException {
    lost("dead");
    Path inDirectory = bench.directory("dead").resolveSibling("owner");
    Files.copy(
        records.resolve("dead/owner"),
        inDirectory,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    delete(records);
    delete(bench.repository.directory().resolve("refs/nightshift"));

    UnfinishedRun found = bench.workspaces.unfinished().get(0);
    assertThat(found.owner().state()).isEqualTo(State.DEAD);
    assertThat(found.owner().process()).contains("process " + ProcessHandle.current().pid());
    for (PruneOptions options :
        List.of(PruneOptions.standard(), PruneOptions.standard().withUnknown())) {
      SalvagedRun left = bench.workspaces.prune(options).get(0);
      assertThat(left.outcome()).isEqualTo(Outcome.LEFT);
      assertThat(left.toDisplay()).contains("take what you need from " + bench.directory("dead"));
    }
    assertThat(bench.directory("dead").resolve("edited.txt")).exists();
    assertThat(records).doesNotExist();
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
    }
  }

  /** The first process of a container often asks after no child. */
  @Test
  void processThatEndedAndThatNobodyAsksAfterIsDead() throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" & exec sleep 100", "sh"));
    command.addAll(WorkingJvm.command(bench, "dead", "edit"));
    Process parent = new ProcessBuilder(command).start();
    try {
      assertThat(parent.inputReader().readLine()).isEqualTo(WorkingJvm.READY);
      long pid = parent.children().findFirst().orElseThrow().pid();
      while (!isZombie(Path.of("/proc/" + pid))) {
        Thread.onSpinWait();
      }

      assertThat(prune()).extracting(SalvagedRun::branch).containsExactly("nightshift/dead");
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void dryRunNamesTheBranchAndTheEndOfTheRealOne() throws IOException {
    threeLost();
    bench.repository.setRef("refs/heads/nightshift/aaa", bench.repository.tip("main"));
    Path lock = bench.repository.directory().resolve("refs/heads/nightshift/bbb.lock");
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);

    List<SalvagedRun> would = bench.workspaces.prune(PruneOptions.standard().asDryRun());
    List<SalvagedRun> pruned = prune();

    assertThat(would)
        .extracting(SalvagedRun::branch)
        .containsExactly("nightshift/aaa-2", "nightshift/bbb-2", "nightshift/zzz")
        .isEqualTo(pruned.stream().map(SalvagedRun::branch).toList());
    assertThat(pruned.get(1).notes()).hasSize(1).allMatch(note -> note.contains("rm " + lock));
  }

  @Test
  void dryRunSaysThatNoBranchCanBeMade() throws IOException {
    lost("dead");
    bench.repository.setRef("refs/heads/nightshift", bench.repository.tip("main"));

    List<SalvagedRun> would = bench.workspaces.prune(PruneOptions.standard().asDryRun());

    assertThat(would).extracting(SalvagedRun::outcome).containsExactly(Outcome.LEFT);
    assertThat(prune()).isEqualTo(would);
  }

  /** The commit looked like any other. */
  @Test
  void conflictsThatAreSalvagedAreNamed() throws IOException {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "A.java", "mine\n");
    Workbench.write(workspace, "B.java", "mine\n");
    Workbench.commit(workspace);
    bench.repository.commit("main", Map.of("A.java", "theirs\n", "B.java", "theirs\n"));
    workspace.refresh();
    Workbench.write(workspace, "B.java", "both\n");
    dies("dead");

    assertThat(prune().get(0).notes()).containsExactly("the conflict in A.java is not resolved");
    assertThat(bench.repository.message(bench.repository.tip("nightshift/dead")))
        .contains("Nightshift-Conflict: A.java\n")
        .doesNotContain("Conflict: B.java");
  }

  /** What commands write there is left out. */
  @Test
  void fileThatAToolWroteIntoBuildOutputIsSalvaged() throws IOException {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "__pycache__/Gen.py", "g\n");
    Workbench.write(workspace, "deep/__pycache__/gone.txt", "g\n");
    workspace.agentView().files().delete("deep/__pycache__/gone.txt");
    Path made = Files.createDirectories(bench.directory("dead").resolve("deep/__pycache__"));
    Files.writeString(made.resolve("Made.class"), "m");
    dies("dead");

    prune();

    assertThat(bench.repository.files(bench.repository.tip("nightshift/dead")))
        .containsOnlyKeys("A.java", "B.java", "__pycache__/Gen.py");
  }

  private static boolean isZombie(Path process) throws IOException {
    // Its first thread may end before the others.
    return Files.readString(process.resolve("stat")).contains(") Z ")
        && process.resolve("task").toFile().list().length == 1;
  }

  /** It was deleted in silence. */
  @Test
  void reopeningARunKeepsWhatWasNotCommittedOnABranchOfItsOwn() throws IOException {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "committed.txt", "c\n");
    String head = Workbench.commit(workspace);
    Workbench.write(workspace, "edited.txt", "e\n");
    dies("dead");

    bench.workspaces.reopen(RunId.of("dead")).discard();

    String tip = bench.repository.tip("nightshift/dead-uncommitted");
    assertThat(bench.repository.parents(tip)).containsExactly(head);
    assertThat(bench.repository.files(tip))
        .containsOnlyKeys("A.java", "B.java", "committed.txt", "edited.txt");
  }
}
