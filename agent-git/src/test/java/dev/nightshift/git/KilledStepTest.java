package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.git.internal.workspace.OpenRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A kill after each step of opening, closing and salvaging a run, told by what it leaves on disk.
 */
@Timeout(120)
class KilledStepTest {
  private static final String RECORD = "git/nightshift/runs/dead/";
  private static final String REFS = "git/refs/nightshift/runs/dead/";
  private static final String LOGS = "git/logs/refs/nightshift/runs/dead/";

  /** What opening a run writes, in this order. */
  private static final List<String> OPENING =
      List.of(
          RECORD + "lock",
          RECORD + "owner",
          RECORD + "plan",
          REFS + "log",
          RECORD + "pins",
          RECORD + "pins/base",
          LOGS + "log",
          REFS + "base",
          RECORD + "pins/head",
          REFS + "head",
          "run",
          "run/owner",
          "run/git",
          "run/home",
          "run/ws",
          "run/ws/A.java",
          "run/ws/B.java",
          RECORD + "files");

  /** What the end of a run removes, in this order, however it ends. */
  private static final List<String> REMOVING =
      List.of(
          RECORD + "files",
          "run/ws/B.java",
          "run/ws",
          "run/home",
          "run/git",
          "run/owner",
          "run",
          REFS + "head",
          REFS + "base",
          REFS,
          LOGS,
          RECORD + "pins/head",
          RECORD + "plan",
          RECORD + "pins",
          RECORD + "written",
          RECORD + "owner",
          RECORD + "lock",
          "git/nightshift/runs/dead");

  @TempDir private Path temporary;
  private Path root;
  private Workbench bench;
  private Path git;
  private Path directory;

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

  static IntStream opening() {
    return IntStream.range(0, OPENING.size());
  }

  static IntStream removing() {
    return IntStream.range(0, REMOVING.size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("opening")
  void killWhileARunIsOpenedLeavesNothing(int step) throws Exception {
    dies(bench.open("dead"));
    for (String later : OPENING.subList(step, OPENING.size())) {
      remove(later);
    }
    beginToWrite(OPENING.get(step));

    assertThat(prune()).extracting(SalvagedRun::outcome).doesNotContain(Outcome.LEFT, Outcome.KEPT);
    assertNothingIsLeft("refs/heads/main");
  }

  /** The half of its files that was removed looked like the agent's deletions. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("removing")
  void killWhileARunIsRemovedKeepsItsCommitsOrLeavesNothing(int step) throws Exception {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "C.java", "c\n");
    String head = Workbench.commit(workspace);
    dies(workspace);
    for (String removed : REMOVING.subList(0, step + 1)) {
      remove(removed);
    }

    List<SalvagedRun> pruned = prune();

    assertThat(pruned).extracting(SalvagedRun::outcome).doesNotContain(Outcome.LEFT);
    if (step < REMOVING.indexOf(RECORD + "pins/head")) {
      assertThat(bench.repository.tip("nightshift/dead")).isEqualTo(head);
      assertNothingIsLeft("refs/heads/main", "refs/heads/nightshift/dead");
    } else {
      assertNothingIsLeft("refs/heads/main");
    }
  }

  /** The pins go first, and {@code git gc --prune=now} may come before the record went. */
  @Test
  void garbageCollectionAfterAKillWhileARunIsRemovedHindersNoSalvage() throws Exception {
    ManagedWorkspace workspace = bench.open("dead");
    Workbench.write(workspace, "C.java", "c\n");
    String head = Workbench.commit(workspace);
    dies(workspace);
    for (String removed : REMOVING.subList(0, REMOVING.indexOf(RECORD + "pins/head"))) {
      remove(removed);
    }
    bench.collectGarbage();

    List<SalvagedRun> pruned = prune();

    assertThat(pruned).hasSize(1).allMatch(run -> run.outcome() == Outcome.NOTHING);
    assertThat(pruned.get(0).notes())
        .containsExactly("its commit " + head + " was removed by a garbage collection");
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void killBeforeTheFirstRecordOrAfterTheLastLeavesNoEmptyDirectory() throws Exception {
    dies(bench.open("dead"));
    prune();
    Files.createDirectories(directory.getParent());
    Files.createDirectories(git.resolve("nightshift/runs"));
    Files.createDirectories(git.resolve("refs/nightshift/runs"));
    Files.createDirectories(git.resolve("logs/refs/nightshift/runs"));

    assertThat(prune()).isEmpty();
    assertNothingIsLeft("refs/heads/main");
  }

  /** It went in the order of the directory, so that a kill could leave pins of nobody. */
  @Test
  void ownerIsTheLastThatIsRemovedOfARecord() throws Exception {
    ManagedWorkspace workspace = bench.open("dead");
    Path record = git.resolve("nightshift/runs/dead");
    Path obstacle = record.resolve("owner/cannot be removed as a file is");
    Files.delete(record.resolve("owner"));
    Files.createDirectories(obstacle);

    assertThat(catchThrowable(workspace::close)).isNotNull();

    assertThat(record.toFile().list()).containsExactlyInAnyOrder("lock", "owner");
    Files.delete(obstacle);
    Files.delete(record.resolve("owner"));
    assertThat(prune()).isEmpty();
    assertNothingIsLeft("refs/heads/main");
  }

  @Test
  void whatFilesWereWrittenFromIsForgottenBeforeTheFirstOfThemIsRemoved() throws Exception {
    ManagedWorkspace workspace = bench.open("dead");
    Path files = git.resolve("nightshift/runs/dead/files");
    Path obstacle = files.resolve("cannot be removed as a file is");
    Files.delete(files);
    Files.createDirectories(obstacle);

    assertThat(catchThrowable(workspace::close)).isNotNull();

    assertThat(bench.directory("dead")).isDirectoryContaining("glob:**/A.java");
    Files.delete(obstacle);
    Files.delete(files);
    assertThat(prune()).extracting(SalvagedRun::outcome).containsExactly(Outcome.NOTHING);
    assertNothingIsLeft("refs/heads/main");
  }

  private List<SalvagedRun> prune() {
    return bench.workspaces.prune(PruneOptions.standard());
  }

  private void dies(ManagedWorkspace workspace) throws IOException {
    directory = bench.directory(workspace.plan().run().value()).getParent();
    OpenRuns.forget(git);
    Path owner = path(RECORD + "owner");
    Files.writeString(owner, Files.readString(owner).replaceAll("\nbirth=[^\n]*", "\nbirth=1"));
  }

  private Path path(String name) {
    Path relative = Path.of(name);
    Path top = name.startsWith("git/") ? git : directory;
    return relative.getNameCount() == 1
        ? top
        : top.resolve(relative.subpath(1, relative.getNameCount()));
  }

  private void beginToWrite(String name) throws IOException {
    boolean replaced =
        name.startsWith("git/") && !name.endsWith("/lock") && !name.endsWith("/pins");
    if (replaced || name.equals("run/owner")) {
      Path unfinished = path(name).resolveSibling("." + path(name).getFileName() + ".lock");
      Files.createDirectories(unfinished.getParent());
      Files.writeString(unfinished, "hal");
    }
  }

  private void remove(String name) throws IOException {
    if (!Files.exists(path(name))) {
      return;
    }
    try (var files = Files.walk(path(name))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void assertNothingIsLeft(String... refs) {
    assertThat(bench.repository.refs()).containsExactlyInAnyOrder(refs);
    assertThat(root.toFile().list()).isNullOrEmpty();
    assertThat(git.resolve("nightshift")).doesNotExist();
    assertThat(git.resolve("refs/nightshift")).doesNotExist();
    assertThat(git.resolve("logs/refs/nightshift")).doesNotExist();
    assertThat(bench.workspaces.unfinished()).isEmpty();
  }
}
