package dev.nightshift.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InMemoryQueueTest {
  private static final Redo NEVER =
      (fresh, overlaps) -> {
        throw new AssertionError("nothing was to be validated again");
      };

  /** Validates a fresh candidate. */
  @FunctionalInterface
  private interface Redo {
    boolean validate(MergeCandidate fresh, boolean overlaps);
  }

  private final InMemoryWorkspaces workspaces =
      InMemoryWorkspaces.of(Map.of("A.java", "a\n", "B.java", "b\n"));
  private final MergeQueue queue = workspaces.queue("main");

  @Test
  void isTheSameForTheSameTarget() {
    assertThat(workspaces.queue("main")).isSameAs(queue);
    assertThatThrownBy(() -> workspaces.queue("release")).isInstanceOf(WorkspaceException.class);
  }

  @Test
  void buildsTheMergeCommitOnTheTipWithoutMovingAnything() {
    ManagedWorkspace run = changed("r1", "A.java", "mine\n");
    String tip = workspaces.advanceTarget(Map.of("B.java", "news\n"));

    MergeCandidate candidate = candidate(run);

    assertThat(candidate.targetCommit()).isEqualTo(tip);
    assertThat(workspaces.parentsOf(candidate.mergeCommit()))
        .containsExactly(tip, candidate.headCommit());
    assertThat(workspaces.filesOf(candidate.mergeCommit()))
        .isEqualTo(Map.of("A.java", "mine\n", "B.java", "news\n"));
    assertThat(workspaces.messageOf(candidate.mergeCommit())).contains("Nightshift-Run: r1");
    assertThat(workspaces.targetCommit()).isEqualTo(tip);
    assertThat(queue.change(candidate).patch()).contains("+mine").doesNotContain("news");
    assertThat(queue.view(tip).read("B.java").text()).contains("news\n");
    assertThat(candidate(run)).isEqualTo(candidate);
  }

  @Test
  void reportsConflictsInsteadOfACandidate() {
    ManagedWorkspace run = changed("r1", "A.java", "mine\n");
    workspaces.advanceTarget(Map.of("A.java", "theirs\n"));

    assertThat(queue.candidate(RunId.of("r1"), run.change().headCommit()))
        .isInstanceOfSatisfying(
            Merge.Conflicted.class,
            conflicted ->
                assertThat(conflicted.report().paths())
                    .extracting(ConflictReport.ConflictedPath::path)
                    .containsExactly("A.java"));
  }

  @Test
  void mergesAgainAfterAConflictWasReconciled() {
    ManagedWorkspace run = changed("r1", "A.java", "mine\n");
    String tip = workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
    run.refresh();
    write(run, "A.java", "both\n");
    run.checkpoint("Reconcile", List.of());

    MergeCandidate candidate = candidate(run);

    assertThat(candidate.targetCommit()).isEqualTo(tip);
    assertThat(workspaces.filesOf(candidate.mergeCommit())).containsEntry("A.java", "both\n");
  }

  @Test
  void checksOutExactlyTheMergeCommit() throws Exception {
    workspaces.onCommand(
        (command, files) -> {
          files.write("target/report.xml", new byte[] {1});
          return CommandResult.builder(0, "").build();
        });
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));

    CandidateCheckout checkout = queue.checkout(candidate);
    checkout.run(Command.of("test"));

    assertThat(checkout.files().list(ListQuery.all()))
        .containsExactly("A.java", "B.java", "target/report.xml");
    assertThat(checkout.directory()).isEmpty();
    assertThat(workspaces.filesOf(candidate.mergeCommit())).hasSize(2);
    checkout.close();
    checkout.close();
    assertThatThrownBy(() -> checkout.run(Command.of("test")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsCheckoutsThatWereNotClosed() {
    ManagedWorkspace run = changed("r1", "A.java", "mine\n");
    CandidateCheckout checkout = queue.checkout(candidate(run));
    run.discard();

    assertThatThrownBy(workspaces::assertNothingOpen).hasMessageContaining("1 checkouts");
    checkout.close();
    workspaces.assertNothingOpen();
  }

  @Test
  void landsExactlyTheCandidate() throws Exception {
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));

    Landing landing = land("r1", candidate, NEVER);

    assertThat(landing).isEqualTo(new Landing.Landed(candidate));
    assertThat(workspaces.targetCommit()).isEqualTo(candidate.mergeCommit());
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "mine\n");
  }

  @Test
  void validatesAFreshCandidateWhenTheTargetMoved() throws Exception {
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));
    String tip = workspaces.advanceTarget(Map.of("B.java", "news\n"));
    List<MergeCandidate> validated = new ArrayList<>();

    Landing landing =
        land(
            "r1",
            candidate,
            (fresh, overlaps) -> {
              assertThat(overlaps).isFalse();
              validated.add(fresh);
              return true;
            });

    assertThat(validated).hasSize(1);
    assertThat(validated.get(0).targetCommit()).isEqualTo(tip);
    assertThat(landing).isEqualTo(new Landing.Landed(validated.get(0)));
    assertThat(workspaces.targetFiles()).isEqualTo(Map.of("A.java", "mine\n", "B.java", "news\n"));
  }

  @Test
  void saysWhenTheNewsOverlapWhatTheRunRead() throws Exception {
    ManagedWorkspace run = changed("r1", "A.java", "mine\n");
    run.agentView().files().read("B.java");
    MergeCandidate candidate = candidate(run);
    workspaces.advanceTarget(Map.of("B.java", "news\n"));
    AtomicReference<Boolean> told = new AtomicReference<>();

    land(
        "r1",
        candidate,
        (fresh, overlaps) -> {
          told.set(overlaps);
          return true;
        });

    assertThat(told.get()).isTrue();
  }

  @Test
  void landsNothingThatWasNotValidated() throws Exception {
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));
    String tip = workspaces.advanceTarget(Map.of("B.java", "news\n"));

    Landing landing = land("r1", candidate, (fresh, overlaps) -> false);

    assertThat(landing).isInstanceOf(Landing.Moved.class);
    assertThat(workspaces.targetCommit()).isEqualTo(tip);
  }

  @Test
  void endsConflictedWhenTheBranchNoLongerMerges() throws Exception {
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));
    String tip = workspaces.advanceTarget(Map.of("A.java", "theirs\n"));

    Landing landing = land("r1", candidate, NEVER);

    assertThat(((Landing.Moved) landing).fresh()).isInstanceOf(Merge.Conflicted.class);
    assertThat(workspaces.targetCommit()).isEqualTo(tip);
  }

  @Test
  void refusesAsTold() throws Exception {
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));
    String tip = workspaces.targetCommit();
    workspaces.refuseLandings("main is checked out");

    assertThat(land("r1", candidate, NEVER)).isEqualTo(new Landing.Refused("main is checked out"));
    assertThat(workspaces.targetCommit()).isEqualTo(tip);
  }

  @Test
  void refusesACandidateItDidNotBuild() {
    MergeCandidate real = candidate(changed("r1", "A.java", "mine\n"));
    MergeCandidate forged =
        new MergeCandidate(
            "main", real.headCommit(), real.headCommit(), real.mergeCommit(), real.mergeTree());

    assertThatThrownBy(() -> land("r1", forged, NEVER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void landsEveryRunOfManyAtOnceAndLosesNoChange() throws Exception {
    int count = 12;
    Map<String, Boolean> validated = new ConcurrentHashMap<>();
    List<Callable<Landing>> landings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "r" + i;
      MergeCandidate candidate = candidate(changed(name, "file-" + i, name + "\n"));
      validated.put(candidate.mergeCommit(), true);
      landings.add(
          () ->
              land(
                  name,
                  candidate,
                  (fresh, overlaps) -> {
                    validated.put(fresh.mergeCommit(), true);
                    return true;
                  }));
    }
    ExecutorService threads = Executors.newFixedThreadPool(count);

    List<Future<Landing>> results = threads.invokeAll(landings);
    threads.shutdown();

    for (Future<Landing> result : results) {
      assertThat(result.get()).isInstanceOf(Landing.Landed.class);
    }
    assertThat(workspaces.targetFiles()).hasSize(2 + count);
    String at = workspaces.targetCommit();
    for (int i = 0; i < count; i++) {
      assertThat(validated).containsKey(at);
      at = workspaces.parentsOf(at).get(0);
    }
  }

  @Test
  void landsNothingWhenTheRunIsCancelledWhileItWaits() throws Exception {
    MergeCandidate candidate = candidate(changed("r1", "A.java", "mine\n"));
    String tip = workspaces.targetCommit();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> land("r1", candidate, NEVER)).isInstanceOf(InterruptedException.class);
    assertThat(workspaces.targetCommit()).isEqualTo(tip);
  }

  private ManagedWorkspace changed(String name, String path, String text) {
    ManagedWorkspace workspace =
        workspaces.open(workspaces.plan(Task.builder("fix").build(), RunId.of(name)));
    write(workspace, path, text);
    workspace.checkpoint("Change " + path, List.of());
    return workspace;
  }

  private static void write(ManagedWorkspace workspace, String path, String text) {
    workspace.agentView().files().write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private MergeCandidate candidate(ManagedWorkspace run) {
    Merge merge = queue.candidate(run.plan().run(), run.change().headCommit());
    return ((Merge.Clean) merge).candidate();
  }

  private Landing land(String run, MergeCandidate candidate, Redo redo)
      throws InterruptedException {
    MergeCandidate next = candidate;
    while (true) {
      Landing landing;
      try (MergeTurn turn = queue.turn(RunId.of(run))) {
        landing = turn.tryLand(next);
      }
      if (!(landing instanceof Landing.Moved moved)
          || !(moved.fresh() instanceof Merge.Clean clean)
          || !redo.validate(clean.candidate(), moved.overlaps())) {
        return landing;
      }
      next = clean.candidate();
    }
  }
}
