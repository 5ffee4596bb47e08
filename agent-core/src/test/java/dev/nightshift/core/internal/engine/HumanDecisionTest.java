package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ManualTime;
import dev.nightshift.core.testing.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a human decides about a run that ended, in this process or one that comes later. */
class HumanDecisionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private final Task task = Task.builder("Change A").dispatchKey("change-a").build();
  private final World world = new World();
  private final Journal journal = Journal.inMemory();

  /** A repository, roles that count how often they are asked, and a gate that can be made red. */
  private static final class World {
    final InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(Map.of("A.java", "v0\n", "B.java", "b\n"));
    final RecordingListener listener = new RecordingListener();
    final ManualTime time = ManualTime.create();
    final AtomicInteger implemented = new AtomicInteger();
    final AtomicInteger reviewed = new AtomicInteger();
    final AtomicInteger gated = new AtomicInteger();

    Pipeline proposing() {
      Implementer writing = writes("A.java", "v1\n");
      MergeGate gate =
          (candidate, context) -> {
            gated.incrementAndGet();
            Map<String, String> files = workspaces.filesOf(candidate.mergeCommit());
            return files.get("B.java").equals("broken\n")
                ? GateResult.failed("builds", "B is broken")
                : GateResult.passed("builds", "all is well");
          };
      return StandardPipeline.builder()
          .implementer(
              assignment -> {
                implemented.incrementAndGet();
                return writing.implement(assignment);
              })
          .reviewer(
              request -> {
                reviewed.incrementAndGet();
                return approving().review(request);
              })
          .gate(gate)
          .build();
    }

    Nightshift engine(Journal journal) {
      return Nightshift.builder(workspaces)
          .provider((request, context) -> EngineFixture.answer(request))
          .journal(journal)
          .time(time)
          .listener(listener)
          .pipeline("it", proposing())
          .build();
    }
  }

  private RunId proposed() throws InterruptedException {
    try (Nightshift first = world.engine(journal)) {
      Run run = first.dispatch(task, "it");
      assertThat(run.await().reason()).isEqualTo(EndReason.PROPOSED);
      return run.id();
    }
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(TIMEOUT).orElseThrow();
  }

  @Test
  void anAcceptedProposalLandsInAnotherProcess() throws Exception {
    RunId run = proposed();
    world.time.advance(Duration.ofDays(3));

    RunResult landed;
    try (Nightshift second = world.engine(journal)) {
      landed = ended(second.accept(run, Acceptance.plain().withMissed("the name is odd")));
      assertThat(second.replay(run)).isEqualTo(landed);
    }

    assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
    assertThat(landed.report().ending().detail()).endsWith(". A human accepted it.");
    assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(world.implemented).hasValue(1);
    assertThat(world.reviewed).hasValue(1);
    assertThat(world.gated).hasValue(2);
    HumanDecision told = landed.report().humanDecisions().get(0);
    assertThat(told.kind()).isEqualTo(HumanDecision.Kind.ACCEPTED);
    assertThat(told.text()).isEqualTo("the name is odd");
    assertThat(told.outcome()).isEqualTo("landed");
    assertThat(told.at()).isEqualTo(world.time.now());
    assertThat(landed.report().toMarkdown()).contains("What a human decided", "the name is odd");
    assertThat(world.listener.named("human.accepted")).hasSize(1);
    assertThat(world.listener.named("run.ended")).hasSize(2);
    assertThat(world.workspaces.parked()).isEmpty();
    world.workspaces.assertNothingOpen();
  }

  @Test
  void theEngineThatRanItTakesTheDecisionAsWell() throws Exception {
    try (Nightshift nightshift = world.engine(journal)) {
      Run run = nightshift.dispatch(task, "it");
      RunResult proposal = ended(run);
      Run again = nightshift.accept(run.id());

      assertThat(ended(again).reason()).isEqualTo(EndReason.MERGED);
      assertThat(ended(run)).isEqualTo(proposal);
      assertThat(nightshift.find(run.id())).contains(again);
      assertThat(nightshift.runs()).containsExactly(again);
      assertThat(nightshift.dispatch(task, "it")).isSameAs(again);
    }
  }

  @Test
  void whatLandsIsValidatedOnTheTargetAsItIs() throws Exception {
    RunId run = proposed();
    world.workspaces.advanceTarget(Map.of("B.java", "b2\n"));

    try (Nightshift second = world.engine(journal)) {
      RunResult landed = ended(second.accept(run));

      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(second.replay(run)).isEqualTo(landed);
    }
    assertThat(world.workspaces.targetFiles())
        .containsEntry("A.java", "v1\n")
        .containsEntry("B.java", "b2\n");
    assertThat(world.reviewed).as("the human stands in for the reviewer").hasValue(1);
  }

  @Test
  void aGateThatIsRedOnTheNewTargetLeavesTheProposal() throws Exception {
    RunId run = proposed();
    world.workspaces.advanceTarget(Map.of("B.java", "broken\n"));

    try (Nightshift second = world.engine(journal)) {
      RunResult refused = ended(second.accept(run));

      assertThat(refused.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(refused.report().ending().detail())
          .endsWith("it did not land: gate failed: builds (B is broken)");
      assertThat(refused.report().humanDecisions().get(0).outcome())
          .isEqualTo("not landed: gate failed: builds (B is broken)");
      assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
      assertThat(second.replay(run)).isEqualTo(refused);
    }
    world.workspaces.advanceTarget(Map.of("B.java", "repaired\n"));
    try (Nightshift third = world.engine(journal)) {
      RunResult landed = ended(third.accept(run));

      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(landed.report().humanDecisions()).hasSize(2);
      assertThat(third.replay(run)).isEqualTo(landed);
    }
  }

  @Test
  void aConflictLeavesTheProposal() throws Exception {
    RunId run = proposed();
    world.workspaces.advanceTarget(Map.of("A.java", "other\n"));

    try (Nightshift second = world.engine(journal)) {
      RunResult refused = ended(second.accept(run));

      assertThat(refused.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(refused.report().ending().detail())
          .endsWith("it did not land: the branch conflicts with its target in 1 files");
      assertThat(refused.report().conflict()).isPresent();
      assertThat(second.replay(run)).isEqualTo(refused);
    }
    assertThat(world.workspaces.parked()).hasSize(1);
  }

  @Test
  void whatIsAcceptedTwiceLandsOnce() throws Exception {
    RunId run = proposed();
    try (Nightshift second = world.engine(journal)) {
      ended(second.accept(run));
      String tip = world.workspaces.targetCommit();
      List<String> records = journal.read(run);

      assertThatThrownBy(() -> second.accept(run))
          .isInstanceOfSatisfying(
              RunRefusedException.class,
              refused ->
                  assertThat(refused.state())
                      .isEqualTo(
                          "is merged into 'main' as "
                              + tip
                              + ", accepted by a human at "
                              + world.time.now()));
      assertThat(world.workspaces.targetCommit()).isEqualTo(tip);
      assertThat(journal.read(run)).isEqualTo(records);
    }
  }

  /** Wherever the process ends after the decision was recorded, it lands once. */
  @Test
  void aKillBetweenTheDecisionAndItsEndLandsOnce() throws Exception {
    int before = recordsOfProposal(new World());
    int all = recordsOfAcceptance();
    for (int kept = before; kept < all; kept++) {
      World cut = new World();
      CutJournal cutting = new CutJournal(kept);
      Nightshift first = cut.engine(cutting);
      RunId run = ended(first.dispatch(task, "it")).report().runId();
      cut.workspaces.advanceTarget(Map.of("C.java", "c\n"));
      try {
        cutting.untilCut(() -> first.accept(run));
        cut.workspaces.endTurns();
        Journal left = cutting.left();
        try (Nightshift second = cut.engine(left)) {
          List<RecoveredRun> found = second.recover();
          boolean isDecided = kept > before;
          assertThat(found).as("cut after %s", kept).hasSize(isDecided ? 1 : 0);
          Run again = isDecided ? found.get(0).run() : second.accept(run);
          RunResult landed = ended(again);

          assertThat(landed.reason()).as("cut after %s", kept).isEqualTo(EndReason.MERGED);
          assertThat(second.replay(run)).isEqualTo(landed);
          assertThat(cut.workspaces.parentsOf(cut.workspaces.targetCommit())).hasSize(2);
          assertThat(cut.implemented).hasValue(1);
          cut.workspaces.assertNothingOpen();
        }
      } finally {
        cutting.release();
        first.close();
      }
    }
  }

  private int recordsOfProposal(World other) throws InterruptedException {
    Journal whole = Journal.inMemory();
    try (Nightshift nightshift = other.engine(whole)) {
      return whole.read(ended(nightshift.dispatch(task, "it")).report().runId()).size();
    }
  }

  private int recordsOfAcceptance() throws InterruptedException {
    World other = new World();
    Journal whole = Journal.inMemory();
    try (Nightshift nightshift = other.engine(whole)) {
      RunId run = ended(nightshift.dispatch(task, "it")).report().runId();
      other.workspaces.advanceTarget(Map.of("C.java", "c\n"));
      ended(nightshift.accept(run));
      return whole.read(run).size();
    }
  }

  @Test
  void aRejectedRunIsOverAndItsBranchStays() throws Exception {
    RunId run = proposed();

    RunResult rejected;
    try (Nightshift second = world.engine(journal)) {
      rejected = ended(second.reject(run, RejectionReason.WRONG_APPROACH, "use the cache"));
      assertThat(second.replay(run)).isEqualTo(rejected);
      assertThatThrownBy(() -> second.accept(run))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining(
              "it proposes nothing: it ended as rejected, rejected by a human at");
    }

    assertThat(rejected.reason()).isEqualTo(EndReason.REJECTED);
    assertThat(rejected.report().ending().detail())
        .isEqualTo("a human rejected it as wrong_approach: use the cache");
    assertThat(rejected.report().changedFiles()).hasSize(1);
    assertThat(rejected.report().toJson()).contains("\"reason\" : \"wrong_approach\"");
    assertThat(world.workspaces.parked()).isEmpty();
    world.workspaces.assertNothingOpen();
    assertThat(world.workspaces.branches()).containsKey(rejected.report().branch());
    assertThat(world.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void anotherHeadThanTheOneThatWasLookedAtIsRefused() throws Exception {
    RunId run = proposed();

    refuses(
        nightshift -> nightshift.accept(run, Acceptance.plain().withHead("0".repeat(40))),
        "not " + "0".repeat(40) + "; look at that commit, and decide again");
  }

  @Test
  void aRunThatIsNotWaitingForItIsRefusedByItsState() throws Exception {
    RunId run = proposed();

    refuses(
        nightshift -> nightshift.accept(RunId.of("nobody")),
        "run nobody cannot be accepted: it is not known");
    try (Nightshift other =
        Nightshift.builder(world.workspaces)
            .provider((request, context) -> EngineFixture.answer(request))
            .journal(journal)
            .pipeline("other", world.proposing())
            .build()) {
      refuses(
          other, nightshift -> nightshift.accept(run), "is of pipeline 'it', and none is named");
    }
    try (JournalWriter elsewhere = journal.acquire(run);
        Nightshift nightshift = world.engine(journal)) {
      assertThatThrownBy(() -> nightshift.accept(run)).isInstanceOf(JournalHeldException.class);
      assertThat(elsewhere.epoch()).isEqualTo(2);
    }
    world.workspaces.reopen(run).discard();
    refuses(nightshift -> nightshift.accept(run), "is not kept any more");
  }

  @Test
  void anEngineWithoutRecordsRefuses() throws Exception {
    try (Nightshift nightshift = world.engine(Journal.none())) {
      RunId run = ended(nightshift.dispatch(task, "it")).report().runId();

      assertThatThrownBy(() -> nightshift.accept(run))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("NightshiftBuilder.state");
    }
  }

  @Test
  void anotherPipelineOfTheSameNameIsRefused() throws Exception {
    RunId run = proposed();
    Pipeline other = scope -> scope.stop(EndReason.ESCALATED, scope.step("own", () -> "other"));
    try (Nightshift nightshift =
        Nightshift.builder(world.workspaces)
            .provider((request, context) -> EngineFixture.answer(request))
            .journal(journal)
            .pipeline("it", other)
            .build()) {
      refuses(nightshift, engine -> engine.accept(run), "cannot be told again");
    }
  }

  private void refuses(Consumer<Nightshift> attempt, String message) {
    try (Nightshift nightshift = world.engine(journal)) {
      refuses(nightshift, attempt, message);
    }
  }

  private void refuses(Nightshift nightshift, Consumer<Nightshift> attempt, String message) {
    List<List<String>> before = journal.runs().stream().map(journal::read).toList();
    assertThatThrownBy(() -> attempt.accept(nightshift))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining(message);
    assertThat(journal.runs().stream().map(journal::read).toList()).isEqualTo(before);
    assertThat(nightshift.recover()).isEmpty();
  }
}
