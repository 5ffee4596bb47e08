package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Revision;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What humans decide about proposals of another process, in a real repository. */
@Timeout(300)
class DecidedRunTest {
  private static final int EVERY = Integer.getInteger("nightshift.recovery.every", 5);
  private static final int ANSWERS = 5;
  private static Proposals proposals;
  @TempDir private Path root;

  @BeforeAll
  static void beginWithoutAny(@TempDir Path shared) {
    proposals = new Proposals(shared);
  }

  @AfterAll
  static void closeThoseThatAreLeft() {
    proposals.close();
  }

  @Test
  void aProposalLandsOnATargetThatMovedWithoutAModel() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String head = repository.tip("nightshift/" + process.journal().runs().get(0));
      String tip = repository.commit("main", Map.of("C.java", "c\n"));

      RunResult landed = decided(process, Nightshift::accept);

      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(repository.parents(repository.tip("main"))).containsExactly(tip, head);
      assertThat(repository.files(repository.tip("main")))
          .containsOnlyKeys("A.java", "B.java", "C.java");
      assertThat(repository.read(repository.tip("main"), "A.java")).isEqualTo("v2\n");
      assertThat(process.answers()).isEqualTo(ANSWERS);
      assertNothingIsLeft(process, repository);
      assertThatThrownBy(() -> decided(process, Nightshift::accept))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("is merged into 'main' as " + repository.tip("main"));
    }
  }

  @Test
  void aGateThatIsRedOnTheNewTargetLeavesTheProposalUntilItIsGreen() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String broken = repository.commit("main", Map.of("BROKEN", "yes\n"));

      RunResult refused = decided(process, Nightshift::accept);

      assertThat(refused.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(refused.report().ending().detail())
          .endsWith("it did not land: gate failed: unbroken (it is broken)");
      assertThat(repository.tip("main")).isEqualTo(broken);
      assertThat(proposals.workspaces(repository)).isEmptyDirectory();
      repository.delete("main", "BROKEN");
      assertThat(decided(process, Nightshift::accept).reason()).isEqualTo(EndReason.MERGED);
      assertThat(repository.read(repository.tip("main"), "A.java")).isEqualTo("v2\n");
      assertNothingIsLeft(process, repository);
    }
  }

  @Test
  void aRejectedRunLeavesItsBranchOnly() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String before = repository.tip("main");

      RunResult rejected =
          decided(
              process, (nightshift, run) -> nightshift.reject(run, RejectionReason.NOT_NEEDED, ""));

      assertThat(rejected.reason()).isEqualTo(EndReason.REJECTED);
      assertThat(repository.tip("main")).isEqualTo(before);
      assertThat(repository.refs())
          .containsExactlyInAnyOrder("refs/heads/main", "refs/heads/" + rejected.report().branch());
      assertNothingIsLeft(process, repository);
    }
  }

  @Test
  void aProposalThatIsSentBackIsRevisedInItsConversationAndLands() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      repository.commit("main", Map.of("C.java", "c\n"));

      RunResult revised = decided(process, (engine, run) -> engine.revise(run, "Make it v3."));

      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(process.answers()).isEqualTo(ANSWERS + 3);
      assertThat(proposals.workspaces(repository)).isEmptyDirectory();
      RunResult landed = decided(process, Nightshift::accept);
      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(repository.read(repository.tip("main"), "A.java")).isEqualTo("v3\n");
      assertThat(repository.read(repository.tip("main"), "C.java")).isEqualTo("c\n");
      assertNothingIsLeft(process, repository);
    }
  }

  /** Symptom: a proposal that was sent back was none any more if its target had moved. */
  @Test
  void aProposalStandsOnAMovedTargetIfNothingCameOfARequest() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String head = repository.tip("nightshift/" + process.journal().runs().get(0));
      Revision poor = Revision.of("Make it v3.").withCap(Cap.tokensPerRun(1));
      for (String name : List.of("C.java", "D.java")) {
        repository.commit("main", Map.of(name, "c\n"));
        RunResult revised = decided(process, (engine, run) -> engine.revise(run, poor));

        assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
        assertThat(revised.report().ending().detail()).contains("budget_exhausted");
        assertThat(revised.report().commits().head()).isEqualTo(head);
      }
      String tip = repository.tip("main");

      assertThat(decided(process, Nightshift::accept).reason()).isEqualTo(EndReason.MERGED);

      assertThat(repository.parents(repository.tip("main"))).containsExactly(tip, head);
      assertThat(repository.read(repository.tip("main"), "A.java")).isEqualTo("v2\n");
      assertThat(process.answers()).isEqualTo(ANSWERS);
      assertNothingIsLeft(process, repository);
    }
  }

  /** What was taken back from the target must not come back with a merge. */
  @Test
  void aTargetThatWasRewrittenTakesNoProposal() throws Exception {
    try (TemporaryRepository repository = repository()) {
      String before = repository.tip("main");
      repository.commit("main", Map.of("SECRET", "key\n"));
      RecoveryJvm process = process(repository, root);
      assertThat(RecoveryJvm.propose(List.of(process))).isTrue();
      repository.setRef("refs/heads/main", before);

      RunResult refused = decided(process, Nightshift::accept);

      assertThat(refused.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(refused.report().ending().detail())
          .contains("it did not land: branch 'main' was rewritten")
          .doesNotContain("Exception", "After that");
      assertThat(refused.report().place().obstacle()).contains("'main' was rewritten");
      assertThat(refused.report().toMarkdown()).doesNotContain("git merge");
      assertThat(repository.tip("main")).isEqualTo(before);
      assertThat(process.workspaces().parked()).hasSize(1);
    }
  }

  @Test
  void whatAHumanAddedToTheBranchNeitherLandsNorIsLost() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String branch = "nightshift/" + process.journal().runs().get(0);
      String mine = repository.commit(branch, Map.of("MINE", "yes\n"));

      RunResult landed = decided(process, Nightshift::accept);

      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(repository.files(repository.tip("main"))).containsOnlyKeys("A.java", "B.java");
      assertThat(repository.tip(branch)).isEqualTo(mine);
      assertThat(landed.report().ending().detail())
          .contains("A human accepted it. '" + branch + "' is at " + mine, "does not land");
      assertThat(landed.report().humanDecisions().get(0).outcome())
          .startsWith("landed; '" + branch + "' is at " + mine);
      assertThat(landed.report().toJson()).contains(mine);
      assertThat(landed.report().toMarkdown().split("What a human decided", 2)[1]).contains(mine);
    }
  }

  /** Symptom: the checkout in which a human looked at the branch was behind it after a revision. */
  @Test
  void aRevisionMovesNoBranchThatAHumanLooksAt() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String branch = "nightshift/" + process.journal().runs().get(0);
      String before = repository.tip(branch);
      Files.writeString(repository.directory().resolve("HEAD"), "ref: refs/heads/" + branch);
      Files.createFile(repository.directory().resolve("index"));

      RunResult revised = decided(process, (engine, run) -> engine.revise(run, "Make it v3."));

      assertThat(repository.tip(branch)).isEqualTo(before);
      assertThat(revised.report().branch()).isEqualTo(branch + "-2");
      assertThat(repository.read(repository.tip(branch + "-2"), "A.java")).isEqualTo("v3\n");
    }
  }

  @Test
  void aRevisionKeepsWhatAHumanAddedToTheBranch() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String branch = "nightshift/" + process.journal().runs().get(0);
      String mine = repository.commit(branch, Map.of("MINE", "yes\n"));

      RunResult revised = decided(process, (engine, run) -> engine.revise(run, "Make it v3."));

      assertThat(revised.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(revised.report().branch()).isNotEqualTo(branch);
      assertThat(revised.report().ending().detail())
          .contains("'" + branch + "-2' takes the place of '" + branch + "'", "an earlier state");
      assertThat(process.recorded().end().detail()).isEqualTo(revised.report().ending().detail());
      assertThat(repository.tip(branch)).isEqualTo(mine);
      assertThat(repository.read(repository.tip(revised.report().branch()), "A.java"))
          .isEqualTo("v3\n");
      assertThat(decided(process, Nightshift::accept).reason()).isEqualTo(EndReason.MERGED);
    }
  }

  @Test
  void aRunWhoseBranchWasRemovedIsDecidedAllTheSame() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      RunId run = process.journal().runs().get(0);
      Files.delete(repository.directory().resolve("refs/heads/nightshift/" + run));

      RunResult landed = decided(process, Nightshift::accept);

      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertNothingIsLeft(process, repository);
    }
  }

  /** Symptom: a proposal that was pruned could neither be accepted nor rejected. */
  @Test
  void aRunWhoseWorkIsGoneIsRejectedAllTheSame() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      RunId run = process.journal().runs().get(0);
      Files.delete(repository.directory().resolve("refs/heads/nightshift/" + run));
      assertThat(process.workspaces().prune(PruneOptions.standard())).hasSize(1);
      assertThatThrownBy(() -> decided(process, Nightshift::accept))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("is not kept any more");

      RunResult rejected =
          decided(process, (engine, known) -> engine.reject(known, RejectionReason.NOT_NEEDED, ""));

      assertThat(rejected.reason()).isEqualTo(EndReason.REJECTED);
      assertNothingIsLeft(process, repository);
    }
  }

  @Test
  void aTargetThatWasRemovedLeavesTheProposal() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      String before = repository.tip("main");
      repository.setRef("refs/heads/kept", before);
      Files.delete(repository.directory().resolve("refs/heads/main"));

      RunResult refused = decided(process, Nightshift::accept);

      assertThat(refused.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(refused.report().ending().detail()).contains("main");
      repository.setRef("refs/heads/main", before);
      assertThat(decided(process, Nightshift::accept).reason()).isEqualTo(EndReason.MERGED);
    }
  }

  /** Wherever the process is halted that accepts, the proposal lands once. */
  @Test
  void aProcessThatIsHaltedWhileItLandsAProposalLandsItOnce() throws Exception {
    int records = recordsOfAcceptance();
    for (int halt = 1; halt < records; halt += EVERY) {
      try (TemporaryRepository repository = proposals.next()) {
        RecoveryJvm process = proposals.process(repository);
        String tip = repository.commit("main", Map.of("C.java", "c\n"));
        assertThat(process.haltsAfterAccepting(halt)).as("halted after %s", halt).isTrue();

        RunResult landed;
        try (Nightshift nightshift = engine(process)) {
          List<RecoveredRun> found = nightshift.recover();
          assertThat(found)
              .extracting(RecoveredRun::fate)
              .containsExactly(RecoveredRun.Fate.RESUMED);
          landed = found.get(0).run().await(Duration.ofSeconds(30)).orElseThrow();
        }

        assertThat(landed.reason()).as("halted after %s", halt).isEqualTo(EndReason.MERGED);
        assertThat(repository.parents(repository.tip("main")))
            .as("halted after %s", halt)
            .startsWith(tip);
        assertThat(process.answers()).isEqualTo(ANSWERS);
        assertNothingIsLeft(process, repository);
      }
    }
  }

  private int recordsOfAcceptance() throws Exception {
    try (TemporaryRepository repository = proposals.next()) {
      RecoveryJvm process = proposals.process(repository);
      RunId run = process.journal().runs().get(0);
      int before = process.journal().read(run).size();
      repository.commit("main", Map.of("C.java", "c\n"));
      decided(process, Nightshift::accept);
      return process.journal().read(run).size() - before;
    }
  }

  @Test
  void parkedRunsHoldNoDirectoryNoProcessAndNoThread() throws Exception {
    try (TemporaryRepository repository = repository()) {
      RecoveryJvm process = process(repository, root);
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      long processes = ProcessHandle.current().descendants().count();

      try (Nightshift nightshift = engine(process)) {
        propose(nightshift, 4);
        assertThat(process.workspaces().parked()).hasSize(4);
        assertThat(root.resolve("ws")).isEmptyDirectory();
        assertThat(ProcessHandle.current().descendants().count()).isEqualTo(processes);
      }

      assertThat(process.workspaces().parked()).hasSize(4);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (!before.contains(thread) && thread.getName().startsWith("nightshift-")) {
          thread.join(10_000);
          assertThat(thread.isAlive()).as("%s works on", thread).isFalse();
        }
      }
    }
  }

  private static void propose(Nightshift nightshift, int runs) throws InterruptedException {
    for (int i = 0; i < runs; i++) {
      Run run = nightshift.dispatch(Task.builder("Change A " + i).build(), "it");
      assertThat(run.await().reason()).isEqualTo(EndReason.PROPOSED);
    }
  }

  private static RunResult decided(RecoveryJvm process, BiFunction<Nightshift, RunId, Run> decision)
      throws Exception {
    try (Nightshift nightshift = engine(process)) {
      RunId run = process.journal().runs().get(0);
      RunResult result =
          decision.apply(nightshift, run).await(Duration.ofSeconds(30)).orElseThrow();
      assertThat(nightshift.replay(run)).isEqualTo(result);
      return result;
    }
  }

  private static Nightshift engine(RecoveryJvm process) {
    return process.engine(process.workspaces(), process.journal(), Delivery.branch());
  }

  private static void assertNothingIsLeft(RecoveryJvm process, TemporaryRepository repository)
      throws Exception {
    assertThat(process.workspaces().unfinished()).isEmpty();
    assertThat(process.workspaces().parked()).isEmpty();
    assertThat(repository.refs()).noneMatch(ref -> ref.startsWith("refs/nightshift"));
    assertThat(repository.problems()).isEmpty();
    try (Stream<Path> locks = Files.walk(repository.directory())) {
      assertThat(locks.filter(path -> path.toString().endsWith(".lock"))).isEmpty();
    }
  }

  private static TemporaryRepository repository() {
    return TemporaryRepository.bare(Map.of("A.java", "v0\n"));
  }

  private static RecoveryJvm process(TemporaryRepository repository, Path place) {
    return new RecoveryJvm(repository.directory(), place.resolve("ws"), place.resolve("state"));
  }
}
