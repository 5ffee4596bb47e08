package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunRefusedException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a human accepts lands when every gate passes on just that, each time anew. */
@Timeout(60)
class AcceptedGatesTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Set<String> red = new HashSet<>();
  private final List<String> flaky = new ArrayList<>();
  private boolean broken;
  private boolean both;
  private final MergeGate tests = named("tests");
  private final MergeGate scan = named("scan");
  private final Journal journal = Journal.inMemory();
  private final Nightshift nightshift = engine(tests, scan);

  @AfterEach
  void close() {
    nightshift.close();
  }

  /** Symptom: its green of days before outweighed what it said now, and the red landed. */
  @Test
  void aGateThatIsRedByNowIsNotOutweighedByItsGreenOnTheSameTree() throws Exception {
    RunId run = proposed();
    red.add("scan");

    RunResult result = accepted(run);

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("gate failed: scan");
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: the old red of the second gate kept it from being asked, for ever. */
  @Test
  void aGateThatWasRedAtTheFirstTryIsAskedAgainAtTheNext() throws Exception {
    RunId run = proposed();
    workspaces.advanceTarget(Map.of("B.java", "b1\n"));
    red.add("scan");
    assertThat(accepted(run).reason()).isEqualTo(EndReason.PROPOSED);
    red.clear();
    workspaces.advanceTarget(Map.of("B.java", "b2\n"));

    RunResult result = accepted(run);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(nightshift.replay(run)).isEqualTo(result);
  }

  /** Symptom: a red by a test that the host knows to be flaky landed, and could not be accepted. */
  @Test
  void aRedThatTheHostExcusesIsOutweighedByAGreenOfTheSameAcceptance() throws Exception {
    RunId run = proposed();
    flaky.add("tests");

    RunResult result = accepted(run);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(nightshift.replay(run)).isEqualTo(result);
  }

  /** It was green on the same tree before. */
  @Test
  void aRedThatTheHostExcusesStandsWithoutAGreenOfTheSameAcceptance() throws Exception {
    RunId run = proposed();
    flaky.addAll(List.of("tests", "tests"));

    assertThat(accepted(run).reason()).isEqualTo(EndReason.PROPOSED);
  }

  @Test
  void whatAnExcusedRedHidIsAskedBeforeItLands() throws Exception {
    both = true;
    RunId run = proposed();
    flaky.addAll(List.of("tests", "tests"));
    red.add("scan");

    assertThat(accepted(run).report().ending().detail()).contains("gate failed: tests");
    flaky.add("tests");
    assertThat(accepted(run).report().ending().detail()).contains("gate failed: scan");
    red.clear();
    assertThat(accepted(run).reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: the report said that the decision was told to the agents, and nobody was asked. */
  @Test
  void anAcceptanceThatFailsSaysSo() throws Exception {
    RunId run = proposed();
    broken = true;

    RunResult result = accepted(run);

    assertThat(result.report().humanDecisions().get(0).outcome())
        .startsWith("not landed: ")
        .contains("the disk is full");
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    broken = false;
    assertThat(nightshift.replay(run)).isEqualTo(result);
  }

  /** Symptom: the yes was on the disk, and neither it nor another decision was possible then. */
  @Test
  void aYesThatTheProgramOfTodayCannotGoOnWithIsRefusedBeforeItIsWritten() throws Exception {
    RunId run = proposed();
    List<String> before = journal.read(run);

    try (Nightshift changed = engine(scan, tests)) {
      assertThatThrownBy(() -> changed.accept(run))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("gate/scan#1");
    }

    assertThat(journal.read(run)).isEqualTo(before);
    assertThat(accepted(run).reason()).isEqualTo(EndReason.MERGED);
  }

  private MergeGate named(String name) {
    return new MergeGate() {
      @Override
      public GateResult evaluate(MergeCandidate candidate, GateContext context) {
        if (broken) {
          throw new IllegalStateException("the disk is full");
        }
        if (flaky.remove(name)) {
          return GateResult.builder(name, false, "")
              .tests(new TestEvidence(3, 1, 0, List.of("a.B.c: late"), List.of("a.B.c")))
              .build();
        }
        return GateResult.builder(name, !red.contains(name), "").build();
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  private RunId proposed() throws InterruptedException {
    Run run = nightshift.dispatch(Task.builder("Change A").build(), "it");
    assertThat(run.await().reason()).isEqualTo(EndReason.PROPOSED);
    return run.id();
  }

  private RunResult accepted(RunId run) throws InterruptedException {
    return nightshift.accept(run).await(Duration.ofSeconds(20)).orElseThrow();
  }

  private Nightshift engine(MergeGate first, MergeGate second) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .journal(journal)
        .knownFlakyTests("a.B.c")
        .pipeline(
            "it",
            run -> {
              MergeCandidate candidate = changed(run);
              MergeGate last = both ? Gates.allOf(first, second) : second;
              run.check(first, candidate);
              GateResult verdict = run.check(last, candidate);
              Review review = run.review(approving(), candidate, verdict);
              return run.deliver(Delivery.branch(), candidate, verdict, List.of(review));
            })
        .build();
  }
}
