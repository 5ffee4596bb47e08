package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verdict is not shaken off by a target that moves, nor an escalation by anything. */
class SameWorkTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<FlakyGate> shown = new ArrayList<>();
  private int landed;

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: the next round merged the target, and the escalated work landed as a new head. */
  @Test
  void anEscalationStandsWhenALaterRoundOnlyMergesTheTarget() throws Exception {
    RunResult result = afterAnEscalation(idle());

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().ending().detail()).contains("a human has to look");
    assertNothingLanded();
  }

  /** Symptom: one space more, and an escalation was gone; a request would have stayed open. */
  @Test
  void anEscalationStandsWhateverTheImplementerChangesAfterIt() throws Exception {
    RunResult result = afterAnEscalation(writes("A.java", "v1 \n"));

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().toMarkdown()).contains("a human has to look");
    assertNothingLanded();
  }

  /** Symptom: red on the same work, and merged with no trace because a README had landed. */
  @Test
  void aGateThatTurnsGreenWhenOnlyTheTargetMovedIsProposed() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task, pipeline(idle()).gate(moving(1, 1)).reviewer(this::watching).build());

    RunReport report = result.report();
    String tree = report.commits().mergeTree();
    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(report.ending().detail())
        .isEqualTo(
            "gate 'tests' was red, and then green on tree "
                + tree
                + " though only the target had moved: it is flaky, or what landed repaired it");
    assertThat(report.flakyGates())
        .singleElement()
        .satisfies(gate -> assertThat(gate.targetMoved()).isTrue())
        .satisfies(gate -> assertThat(gate.verdicts()).hasSize(2));
    assertThat(shown).isEqualTo(report.flakyGates());
    assertThat(report.toMarkdown()).contains("though only the target had moved");
    assertThat(report.toJson()).contains("\"targetMoved\" : true");
    assertNothingLanded();
  }

  @Test
  void aTargetThatMovesUnderEveryGateHidesNoRedOne() throws Exception {
    RunResult result = fixture.nightshift.run(task, pipeline(idle()).gate(moving(2, 9)).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().flakyGates().get(0).verdicts())
        .extracting(GateResult::isPassed)
        .containsExactly(false, false, true);
    assertNothingLanded();
  }

  /** Symptom: a gate that was red was not asked again after the target moved, and all landed. */
  @Test
  void aRedGateThatIsNotAskedAgainStandsWhenTheTargetMoved() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeGate security = (tree, context) -> GateResult.failed("security", "a hole");
              GateResult hole = run.check(security, changed(run));
              land();
              return redone(run, idle(), new Feedback.GateFailed(hole), green());
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().ending().detail()).contains("security");
    assertNothingLanded();
  }

  @Test
  void aRedGateIsRepairedByNewWork() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task, pipeline(writes("A.java", "v1\n", "v2\n")).gate(moving(1, 1)).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  /** Symptom: a file more and a file less, and a red gate was of other work: it landed. */
  @Test
  void aRedGateIsNotShakenOffByWorkThatIsTakenBackWhenTheTargetMoved() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task, pipeline(thereAndBack()).gate(moving(2, 1)).reviewer(this::watching).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("though only the target had moved");
    assertThat(shown).isNotEmpty();
    assertNothingLanded();
  }

  /** Symptom: a formatter that made a file and removed it, and a plainly red gate was forgotten. */
  @Test
  void aRedGateStandsThoughAnotherIsAskedAboutTheSameWorkLater() throws Exception {
    RunResult result = redAndRedone(thereAndBack(), () -> land());

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertNothingLanded();
  }

  /** Symptom: two forks made the same change; red for one, green for the other, and merged. */
  @Test
  void aRedGateOfAForkCountsForTheSameWorkOfAnother() throws Exception {
    MergeGate gate = moving(1, 1);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.fork("one").round(writes("A.java", "v1\n"), Feedback.none(), gate);
              RunScope two = run.fork("two");
              two.implement(writes("A.java", "v1\n"), Feedback.none());
              MergeCandidate candidate = candidate(two);
              GateResult green = two.check(gate, candidate);
              Review yes = two.review(this::watching, candidate, green);
              return two.deliver(Delivery.merge(), candidate, green, List.of(yes));
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(shown).isNotEmpty();
    assertNothingLanded();
  }

  /** The same line at the right place is what a repair can be, whatever file lands meanwhile. */
  @ParameterizedTest(name = "the target moves {0} times")
  @ValueSource(ints = {0, 1})
  void aLineThatIsMovedIsOtherWork(int moves) throws Exception {
    fixture.workspaces.advanceTarget(Map.of("A.java", "v0\nv0\nv0\n"));

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "new\nv0\nv0\nv0\n", "v0\nv0\nv0\nnew\n"))
                .gate(moving(1, moves))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  /** Symptom: the same line elsewhere took the place of the work that had been red. */
  @Test
  void aRedGateIsNotShakenOffByTheSameLineAtAnotherPlaceInBetween() throws Exception {
    fixture.workspaces.advanceTarget(Map.of("A.java", "v0\nv0\nv0\n"));
    String first = "new\nv0\nv0\nv0\n";

    RunResult result =
        redAndRedone(writes("A.java", first, "v0\nv0\nv0\nnew\n", first), () -> land());

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
  }

  /** The target changed another line of the file, so that only the lines can be compared. */
  @Test
  void aRedGateIsNotShakenOffWhenTheTargetChangesTheSameFile() throws Exception {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    fixture.workspaces.advanceTarget(Map.of("A.java", before));
    String work = before.replace("1\n", "one\n");

    RunResult result =
        redAndRedone(
            writes("A.java", work, work + "10\n", work),
            () ->
                fixture.workspaces.advanceTarget(Map.of("A.java", before.replace("6\n", "six\n"))));

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
  }

  /** Symptom: the reviewer closed its request on the work it objected to, without the claim. */
  @Test
  void aRequestIsDisputedByWorkThatIsTakenBackWhenTheTargetMoved() throws Exception {
    List<String> claims = new ArrayList<>();
    int[] gates = {0};
    MergeGate redOnce =
        (candidate, context) ->
            gates[0]++ == 1
                ? GateResult.failed("tests", "1 failed")
                : GateResult.passed("tests", "green");

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(thereAndBack())
                .gate(redOnce)
                .reviewer(
                    asked -> {
                      asked.disputes().forEach(dispute -> claims.add(dispute.claim()));
                      if (asked.openRequests().isEmpty()) {
                        land();
                        return Review.changesRequested(EngineFixture.request("A.java", 1, "less"));
                      }
                      return Review.approvedClosing(asked.openRequests());
                    })
                .build());

    assertThat(claims).containsExactly("round 3");
    assertThat(result.report().toMarkdown()).contains("the implementer disputes R1");
    assertThat(result.report().toJson()).containsPattern("\"disputed\" : \\[\\s*\"R1\"");
  }

  /** Changes A, then B too, then B no more. */
  private static Implementer thereAndBack() {
    int[] round = {0};
    return assignment -> {
      round[0]++;
      String b = round[0] == 2 ? "b1\n" : "b0\n";
      assignment.workspace().files().write("A.java", "v1\n".getBytes(StandardCharsets.UTF_8));
      assignment.workspace().files().write("B.java", b.getBytes(StandardCharsets.UTF_8));
      return new Outcome.Changed("round " + round[0]);
    };
  }

  /** What landed broke it, and the implementer repaired that: nothing is flaky. */
  @Test
  void aGateThatTurnsRedWithTheTargetAndIsRepairedIsNotFlaky() throws Exception {
    MergeGate broken =
        (tree, context) -> {
          boolean repaired = context.change().patch().contains("+v2");
          if (landed == 0) {
            land();
            return GateResult.passed("tests", "green");
          }
          return repaired ? GateResult.passed("tests", "ok") : GateResult.failed("tests", "red");
        };

    RunResult result =
        fixture.nightshift.run(
            task, pipeline(writes("A.java", "v1\n", "v2\n")).gate(broken).build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  /** Symptom: the pipeline caught the crash of a gate, asked another one, and the change landed. */
  @Test
  void aGateThatGaveNoVerdictIsAskedAgainBeforeAnythingLands() throws Exception {
    RunResult result = afterACrash(crashing(9), green());

    assertThat(result.reason()).isEqualTo(EndReason.ERROR);
    assertThat(result.report().ending().detail()).contains("scanner crashed");
    assertThat(result.report().flakyGates()).isEmpty();
    assertNothingLanded();
  }

  @Test
  void aGateThatIsGreenAfterItGaveNoVerdictHolds() throws Exception {
    MergeGate gate = crashing(1);

    RunResult result = afterACrash(gate, gate);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().flakyGates()).isEmpty();
  }

  private RunResult afterACrash(MergeGate crashing, MergeGate next) throws InterruptedException {
    return fixture.nightshift.run(
        task,
        run -> {
          MergeCandidate candidate = changed(run);
          assertThatThrownBy(() -> run.check(crashing, candidate)).hasMessage("scanner crashed");
          land();
          return redone(run, idle(), Feedback.none(), next);
        });
  }

  private static MergeGate crashing(int times) {
    int[] call = {0};
    return (candidate, context) -> {
      if (call[0]++ < times) {
        throw new IllegalStateException("scanner crashed");
      }
      return GateResult.passed("scan", "clean");
    };
  }

  private RunResult afterAnEscalation(Implementer next) throws InterruptedException {
    return fixture.nightshift.run(
        task,
        run -> {
          MergeCandidate first = changed(run);
          GateResult gate = run.check(green(), first);
          run.review(asked -> Review.escalated("a human has to look"), first, gate);
          land();
          return redone(run, next, new Feedback.GateFailed(gate), green());
        });
  }

  /**
   * Red, then the target moves, other work is built, and what is built last is asked a green gate.
   */
  private RunResult redAndRedone(Implementer implementer, Runnable moving)
      throws InterruptedException {
    return fixture.nightshift.run(
        task,
        run -> {
          run.implement(implementer, Feedback.none());
          GateResult red = run.check(EngineFixture.red(), candidate(run));
          moving.run();
          run.implement(implementer, new Feedback.GateFailed(red));
          candidate(run);
          return redone(run, implementer, new Feedback.GateFailed(red), green());
        });
  }

  private static RunResult redone(
      RunScope run, Implementer implementer, Feedback feedback, MergeGate next)
      throws InterruptedException {
    run.implement(implementer, feedback);
    MergeCandidate candidate = candidate(run);
    GateResult gate = run.check(next, candidate);
    Review yes = run.review(approving(), candidate, gate);
    return run.deliver(Delivery.merge(), candidate, gate, List.of(yes));
  }

  private Review watching(ReviewRequest asked) {
    shown.addAll(asked.flakyGates());
    return Review.approved();
  }

  /** Writes once, and says ever after that it is done. */
  private static Implementer idle() {
    return assignment ->
        assignment.feedback() instanceof Feedback.None
            ? writes("A.java", "v1\n").implement(assignment)
            : new Outcome.Changed("nothing to change");
  }

  /** A gate that is red at first, and under which another file lands as often as this. */
  private MergeGate moving(int red, int moves) {
    int[] call = {0};
    return (candidate, context) -> {
      if (landed < moves) {
        land();
      }
      return call[0]++ < red
          ? GateResult.failed("tests", "1 failed")
          : GateResult.passed("tests", "green");
    };
  }

  private void land() {
    fixture.workspaces.advanceTarget(Map.of("N" + landed++ + ".md", "x\n"));
  }

  private void assertNothingLanded() {
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }
}
