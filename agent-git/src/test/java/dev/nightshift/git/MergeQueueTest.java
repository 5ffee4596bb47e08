package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.git.internal.workspace.OpenRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeQueueTest {
  private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  @TempDir private Path temporary;
  private Workbench bench;

  @BeforeEach
  void openRepository() {
    bench = Workbench.bare(temporary, Map.of("A.java", LINES, "B.java", "b\n"));
  }

  @AfterEach
  void closeRepository() {
    bench.close();
  }

  private String change(ManagedWorkspace workspace, String path, String content) {
    Workbench.write(workspace, path, content);
    return Workbench.commit(workspace);
  }

  @Test
  void buildsARealMergeCommitOnTheTip() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", LINES.replace("1", "one"));
      String head = workspace.checkpoint("Work", List.of("anthropic:m"));
      String tip = bench.repository.commit("main", Map.of("A.java", LINES.replace("9", "nine")));

      MergeCandidate candidate = bench.clean("r1", head);

      assertThat(bench.repository.parents(candidate.mergeCommit())).containsExactly(tip, head);
      assertThat(bench.repository.tree(candidate.mergeCommit())).isEqualTo(candidate.mergeTree());
      assertThat(bench.repository.read(candidate.mergeCommit(), "A.java"))
          .isEqualTo(LINES.replace("1", "one").replace("9", "nine"));
      assertThat(bench.repository.message(candidate.mergeCommit()))
          .isEqualTo(
              "Merge nightshift/r1 into main\n\nNightshift-Run: r1\nAssisted-by: anthropic:m\n");
      assertThat(bench.repository.refs())
          .contains("refs/nightshift/runs/r1/candidate-" + candidate.mergeCommit());
      assertThat(bench.clean("r1", head)).isEqualTo(candidate);
      assertThat(bench.queue().change(candidate).files()).hasSize(1);
    }
  }

  @Test
  void checksOutExactlyTheCandidate() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate candidate = bench.clean("r1", change(workspace, "C.java", "c\n"));
      Workbench.write(workspace, "D.java", "not committed\n");
      Path directory;
      try (CandidateCheckout checkout = bench.queue().checkout(candidate)) {
        directory = checkout.directory().orElseThrow();
        assertThat(checkout.files().list(ListQuery.all()))
            .containsExactly("A.java", "B.java", "C.java");
        assertThat(directory.resolve(".git")).doesNotExist();
      }
      assertThat(directory).doesNotExist();
      assertThat(bench.queue().view(candidate.mergeCommit()).read("C.java").text()).contains("c\n");
    }
  }

  @Test
  void landsExactlyTheCandidate() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate candidate = bench.clean("r1", change(workspace, "C.java", "c\n"));

      Landing landing = bench.land("r1", candidate);

      assertThat(landing).isEqualTo(new Landing.Landed(candidate));
      assertThat(bench.repository.tip("main")).isEqualTo(candidate.mergeCommit());
    }
    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
  }

  @Test
  void landingAgainIsHarmless() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate candidate = bench.clean("r1", change(workspace, "C.java", "c\n"));
      bench.land("r1", candidate);
      String later = bench.repository.commit("main", Map.of("B.java", "later\n"));

      Landing again = bench.land("r1", candidate);

      assertThat(again).isEqualTo(new Landing.Landed(candidate));
      assertThat(bench.repository.tip("main")).isEqualTo(later);
    }
  }

  @Test
  void validatesAFreshCandidateWhenTheTargetMoved() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      workspace.agentView().files().read("B.java");
      MergeCandidate stale = bench.clean("r1", change(workspace, "C.java", "c\n"));
      bench.repository.commit("main", Map.of("D.java", "unrelated\n"));
      List<Boolean> overlaps = new ArrayList<>();
      Workbench.Redo redo =
          (fresh, overlap) -> {
            overlaps.add(overlap);
            if (overlaps.size() == 1) {
              bench.repository.commit("main", Map.of("B.java", "read by the run\n"));
            }
            return true;
          };

      Landing landing = bench.land("r1", stale, redo);

      assertThat(overlaps).containsExactly(false, true);
      MergeCandidate landed = ((Landing.Landed) landing).candidate();
      assertThat(bench.repository.tip("main")).isEqualTo(landed.mergeCommit());
      assertThat(bench.repository.files(landed.mergeCommit()))
          .containsOnlyKeys("A.java", "B.java", "C.java", "D.java");
    }
  }

  @Test
  void twoBranchesGreenAloneAndRedTogetherNeverBothLand() throws InterruptedException {
    try (ManagedWorkspace one = bench.open("r1");
        ManagedWorkspace two = bench.open("r2")) {
      MergeCandidate first = bench.clean("r1", change(one, "one.txt", "x\n"));
      MergeCandidate second = bench.clean("r2", change(two, "two.txt", "x\n"));
      Workbench.Redo gate =
          (fresh, overlaps) ->
              !bench
                  .repository
                  .files(fresh.mergeCommit())
                  .keySet()
                  .containsAll(List.of("one.txt", "two.txt"));

      Landing landed = bench.land("r1", first, gate);
      Landing refused = bench.land("r2", second, gate);

      assertThat(landed).isInstanceOf(Landing.Landed.class);
      assertThat(refused).isInstanceOf(Landing.Moved.class);
      assertThat(bench.repository.tip("main")).isEqualTo(first.mergeCommit());
    }
  }

  @Test
  void heldTurnKeepsOthersFromThisTargetOnly() throws Exception {
    bench.repository.setRef("refs/heads/release", bench.repository.tip("main"));
    GitWorkspaces releases =
        GitWorkspaces.builder(bench.repository.directory())
            .workspaceRoot(temporary)
            .target("release")
            .build();
    try (ManagedWorkspace one = bench.open("r1");
        ManagedWorkspace two = bench.open("r2")) {
      MergeCandidate waiting = bench.clean("r2", change(two, "D.java", "d\n"));
      FutureTask<Landing> other = new FutureTask<>(() -> bench.land("r2", waiting));
      try (MergeTurn turn = bench.queue().turn(RunId.of("r1"))) {
        new Thread(other).start();
        awaitBlocked(bench);

        // What a gate that takes long must not hold up.
        assertThat(landOn(releases)).isInstanceOf(Landing.Landed.class);
        assertThat(bench.workspaces.salvage()).isEmpty();
        MergeCandidate first = bench.clean("r1", change(one, "C.java", "c\n"));
        assertThat(turn.tryLand(first)).isEqualTo(new Landing.Landed(first));
        assertThat(other).isNotDone();
      }

      assertThat(other.get()).isInstanceOf(Landing.Landed.class);
      assertThat(bench.repository.files(bench.repository.tip("main")))
          .containsKeys("C.java", "D.java");
    }
  }

  private Landing landOn(GitWorkspaces releases) throws InterruptedException {
    RunId run = RunId.of("r3");
    try (ManagedWorkspace workspace =
            Workbench.discardedAtClose(
                releases.open(releases.plan(Task.builder("Release").build(), run)));
        MergeTurn turn = releases.queue("release").turn(run)) {
      Merge merge = releases.queue("release").candidate(run, change(workspace, "E.java", "e\n"));
      return turn.tryLand(((Merge.Clean) merge).candidate());
    }
  }

  private static void awaitBlocked(Workbench bench) {
    while (OpenRuns.waiting(bench.repository.directory(), "main") < 1) {
      Thread.onSpinWait();
    }
  }

  @Test
  void reportsConflictsWithinBounds() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Map<String, String> theirs = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        Workbench.write(workspace, "new" + i + ".txt", "mine " + "m".repeat(5_000) + "\n");
        theirs.put("new" + i + ".txt", "theirs\n");
      }
      String head = Workbench.commit(workspace);
      String tip = bench.repository.commit("main", theirs);

      Merge merge = bench.queue().candidate(RunId.of("r1"), head);

      ConflictReport report = ((Merge.Conflicted) merge).report();
      assertThat(report.targetCommit()).isEqualTo(tip);
      assertThat(report.truncated()).isTrue();
      assertThat(report.paths()).hasSize(50);
      assertThat(report.paths())
          .allSatisfy(
              path -> {
                assertThat(path.kind()).isEqualTo(ConflictReport.Kind.ADD_ADD);
                assertThat(path.hunks()).hasSizeLessThanOrEqualTo(4_000);
              });
      assertThat(bench.repository.refs()).noneMatch(ref -> ref.contains("/candidate-"));
    }
  }

  @Test
  void namesEachKindOfConflict() {
    bench.repository.commitFile("main", "bin", new byte[] {0, 1}, false);
    bench.repository.commit("main", Map.of("gone.txt", "x\n", "mine.txt", "x\n"));
    try (ManagedWorkspace workspace = bench.open("r1")) {
      Workbench.write(workspace, "A.java", LINES.replace("5", "five"));
      workspace.agentView().files().write("bin", new byte[] {0, 2});
      Workbench.write(workspace, "gone.txt", "changed\n");
      workspace.agentView().files().delete("mine.txt");
      String head = Workbench.commit(workspace);
      bench.repository.commit(
          "main", Map.of("A.java", LINES.replace("5", "FIVE"), "mine.txt", "theirs\n"));
      bench.repository.commitFile("main", "bin", new byte[] {0, 3}, false);
      bench.repository.delete("main", "gone.txt");

      ConflictReport report =
          ((Merge.Conflicted) bench.queue().candidate(RunId.of("r1"), head)).report();

      assertThat(report.truncated()).isFalse();
      assertThat(report.paths())
          .extracting(path -> path.path() + " " + path.kind())
          .containsExactly(
              "A.java CONTENT",
              "bin NOT_MERGEABLE",
              "gone.txt MODIFY_DELETE",
              "mine.txt MODIFY_DELETE");
      assertThat(report.paths().get(0).hunks())
          .contains(
              "@@ line 5 @@",
              "<<<<<<< nightshift/r1\nfive\n||||||| base\n5\n=======\nFIVE\n>>>>>>> main");
      assertThat(report.paths().get(2).hunks()).contains("The target deleted", "+changed");
      assertThat(report.paths().get(3).hunks()).contains("The branch deleted", "+theirs");
    }
  }

  @Test
  void landingOnAMovedTargetReportsConflicts() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate stale = bench.clean("r1", change(workspace, "B.java", "mine\n"));
      String tip = bench.repository.commit("main", Map.of("B.java", "theirs\n"));

      Landing landing = bench.land("r1", stale);

      assertThat(((Landing.Moved) landing).fresh()).isInstanceOf(Merge.Conflicted.class);
      assertThat(bench.repository.tip("main")).isEqualTo(tip);
    }
  }

  @Test
  void answersAStaleLockInsteadOfHanging() throws Exception {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate candidate = bench.clean("r1", change(workspace, "C.java", "c\n"));
      Path lock = bench.repository.directory().resolve("refs/heads/main.lock");
      Files.createFile(lock);

      Landing landing = bench.land("r1", candidate);

      assertThat(((Landing.Refused) landing).reason()).contains("main.lock");
      assertThat(bench.repository.tip("main")).isEqualTo(candidate.targetCommit());
      Files.delete(lock);
      assertThat(bench.land("r1", candidate)).isInstanceOf(Landing.Landed.class);
    }
  }

  @Test
  void refusesATargetThatWasRewritten() throws InterruptedException {
    String dropped = bench.repository.commit("main", Map.of("secret.txt", "oops\n"));
    String kept = bench.repository.parents(dropped).get(0);
    try (ManagedWorkspace workspace = bench.open("r1")) {
      String head = change(workspace, "C.java", "c\n");
      MergeCandidate candidate = bench.clean("r1", head);
      bench.repository.setRef("refs/heads/main", kept);

      assertThat(((Landing.Refused) bench.land("r1", candidate)).reason()).contains("rewritten");
      assertThatThrownBy(() -> bench.queue().candidate(RunId.of("r1"), head))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("rewritten");
      assertThat(bench.repository.tip("main")).isEqualTo(kept);
    }
  }

  @Test
  void refusesACommitThatIsNotTheCandidate() throws InterruptedException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate candidate = bench.clean("r1", change(workspace, "C.java", "c\n"));
      MergeCandidate forged =
          new MergeCandidate(
              "main",
              candidate.targetCommit(),
              candidate.headCommit(),
              candidate.headCommit(),
              candidate.mergeTree());

      assertThat(bench.land("r1", forged)).isInstanceOf(Landing.Refused.class);
      assertThat(bench.repository.tip("main")).isEqualTo(candidate.targetCommit());
    }
  }

  @Test
  void interruptedBeforeLandingLandsNothing() {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      MergeCandidate candidate = bench.clean("r1", change(workspace, "C.java", "c\n"));
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> bench.land("r1", candidate))
          .isInstanceOf(InterruptedException.class);
      assertThat(bench.repository.tip("main")).isEqualTo(candidate.targetCommit());
    }
  }

  @Test
  void eightThreadsLoseNoUpdate() throws Exception {
    int threads = 8;
    int landings = 5;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Callable<List<String>>> jobs = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      String name = "t" + thread;
      // Its own instance: the queue of a target is one for the whole JVM.
      Workbench own = new Workbench(bench.repository, temporary);
      jobs.add(() -> landMany(own, name, landings));
    }

    List<String> landed = new ArrayList<>();
    for (Future<List<String>> future : executor.invokeAll(jobs)) {
      landed.addAll(future.get());
    }
    executor.shutdown();

    List<String> history = new ArrayList<>();
    for (String at = bench.repository.tip("main");
        bench.repository.parents(at).size() == 2;
        at = bench.repository.parents(at).get(0)) {
      history.add(at);
    }
    assertThat(history).containsExactlyInAnyOrderElementsOf(landed).hasSize(threads * landings);
    assertThat(bench.repository.files(bench.repository.tip("main")))
        .hasSize(2 + threads * landings);
    assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
    assertThat(temporary).isEmptyDirectory();
  }

  private static List<String> landMany(Workbench own, String name, int landings)
      throws InterruptedException {
    List<String> landed = new ArrayList<>();
    for (int i = 0; i < landings; i++) {
      String run = name + "-" + i;
      try (ManagedWorkspace workspace = own.open(run)) {
        Workbench.write(workspace, run + ".txt", "x\n");
        MergeCandidate candidate = own.clean(run, Workbench.commit(workspace));
        Landing landing = own.land(run, candidate);
        landed.add(((Landing.Landed) landing).candidate().mergeCommit());
      }
    }
    return landed;
  }

  @Test
  void keepsNothingOpenAfterwards() throws IOException {
    try (ManagedWorkspace workspace = bench.open("r1")) {
      bench.clean("r1", change(workspace, "C.java", "c\n"));
    }

    assertThat(OpenRuns.isOpen(bench.repository.directory())).isFalse();
  }
}
