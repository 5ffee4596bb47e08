package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Feedback.BaseMoved;
import dev.nightshift.core.agent.Feedback.Conflicted;
import dev.nightshift.core.agent.Feedback.GateFailed;
import dev.nightshift.core.agent.Feedback.None;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedSteps;
import dev.nightshift.core.testing.TestNightshift;
import dev.nightshift.core.workspace.StaleNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an implementer is given when the target moved between two of its rounds. */
class TargetMovedTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<Feedback> told = new ArrayList<>();
  private final List<Feedback> toldOfTheTarget = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aRoundAfterARedGateOnANewTipHasTheTargetsFilesAndIsTold() throws Exception {
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      listen(assignment);
                      write(assignment, "A.java", "for " + read(assignment, "B.java"));
                      return new Outcome.Changed("done");
                    })
                .gate(aNamesTheContentOfB())
                .reviewer(
                    asked -> {
                      if (reviews.incrementAndGet() == 1) {
                        fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
                      }
                      return Review.approved();
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().revisions()).isEqualTo(1);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "for b1\n");
    assertThat(told.get(1)).isInstanceOf(Feedback.GateFailed.class);
    StaleNotice notice = ((Feedback.BaseMoved) toldOfTheTarget.get(0)).notice();
    assertThat(notice.staleness().overlap()).containsExactly("B.java");
    assertThat(notice.changedUnderIt()).contains("B.java", "-b0\n+b1\n");
    assertThat(fixture.listener.named("workspace.refreshed")).hasSize(1);
  }

  @Test
  void aRequestedChangeIsNotLostWhenTheTargetConflicts() throws Exception {
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      listen(assignment);
                      if (told.size() == 2) {
                        assertThat(read(assignment, "A.java")).contains("<<<<<<<", "theirs");
                      }
                      write(assignment, "A.java", "mine " + told.size() + "\n");
                      return new Outcome.Changed("done");
                    })
                .reviewer(
                    asked -> {
                      if (reviews.incrementAndGet() > 1) {
                        return Review.approvedClosing(asked.openRequests());
                      }
                      fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
                      return Review.changesRequested(request("A.java", 1, "close the stream"));
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).isInstanceOf(Feedback.ChangeRequested.class);
    assertThat(toldOfTheTarget).hasOnlyElementsOfType(Feedback.Conflicted.class).hasSize(1);
  }

  @Test
  void aConflictThatIsGoneWhenTheRoundBeginsIsToldAsAMovedTarget() throws Exception {
    Pipeline slow =
        run -> {
          run.implement(
              assignment -> {
                write(assignment, "A.java", "mine\n");
                fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
                return new Outcome.Changed("done");
              },
              Feedback.none());
          Feedback conflict = new Feedback.Conflicted(((Merge.Conflicted) run.merge()).report());
          fixture.workspaces.advanceTarget(Map.of("A.java", "v0\n"));
          Outcome last =
              run.implement(
                  assignment -> {
                    listen(assignment);
                    return new Outcome.NeedsClarification("and now?");
                  },
                  conflict);
          return run.end(last);
        };

    fixture.nightshift.run(task, slow);

    assertThat(told).hasOnlyElementsOfType(Feedback.BaseMoved.class).hasSize(1);
    assertThat(toldOfTheTarget).isEmpty();
  }

  @Test
  void aModelIsToldOfTheMovedTargetBeforeItsFeedback() throws Exception {
    ScriptedModel coder =
        ScriptedModel.of(
            ScriptedSteps.read("B.java"),
            ScriptedSteps.edit("A.java", "v0", "v1"),
            ScriptedSteps.finish("done"),
            ScriptedSteps.edit("A.java", "v1", "v2"),
            ScriptedSteps.finish("done"));
    ScriptedModel critic = ScriptedModel.of(ScriptedSteps.approves(), ScriptedSteps.approves());
    TestNightshift setup =
        TestNightshift.inMemory(Map.of("A.java", "v0", "B.java", "b0"), coder, critic);
    AtomicInteger gates = new AtomicInteger();
    setup.gate(
        (candidate, context) -> {
          if (gates.incrementAndGet() == 1) {
            setup.workspaces().advanceTarget(Map.of("B.java", "b1"));
          }
          boolean adapted = context.change().patch().contains("+v2");
          return adapted || gates.get() == 1
              ? GateResult.passed("tests", "green")
              : GateResult.failed("tests", "v2 is needed since b1");
        });

    RunResult result = setup.run(task);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    String opening = coder.requests().get(3).text();
    assertThat(opening).containsSubsequence("target moved on", "B.java", "+b1", "v2 is needed");
    coder.assertExhausted();
  }

  @Test
  void twoChangesGreenAloneAndRedTogetherNeverBothLand() throws Exception {
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      listen(assignment);
                      write(assignment, "A.java", "for b0\n" + "again\n".repeat(told.size()));
                      return new Outcome.Changed("done");
                    })
                .gate(aNamesTheContentOfB())
                .reviewer(
                    asked -> {
                      if (reviews.incrementAndGet() == 1) {
                        fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
                      }
                      return Review.approved();
                    })
                .maxRevisions(1)
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(told.get(1)).isInstanceOf(Feedback.GateFailed.class);
    assertThat(fixture.workspaces.targetFiles())
        .containsEntry("A.java", "v0\n")
        .containsEntry("B.java", "b1\n");
  }

  /** Symptom: a round that failed was told of the move, and the one after it was not. */
  @Test
  void aMoveIsToldAgainUntilARoundHeardIt() throws Exception {
    failOnceBetween(() -> {}, Feedback.none());

    StaleNotice notice = noticesTold().get(0);
    assertThat(noticesTold()).containsExactly(notice, notice);
    assertThat(notice.changedUnderIt()).contains("-b0\n+b1\n");
  }

  /** Symptom: of two moves, the round after a failed one was told the second only. */
  @Test
  void twoMovesOfWhichNobodyHeardAreToldAsOne() throws Exception {
    failOnceBetween(() -> fixture.workspaces.advanceTarget(Map.of("B.java", "b2\n")), aRedGate());

    StaleNotice both = noticesTold().get(1);
    assertThat(noticesTold()).hasSize(2);
    assertThat(both.changedUnderIt()).contains("-b0\n+b2\n");
    assertThat(both.staleness().behind()).isEqualTo(2);
    assertThat(both.staleness().overlap()).containsExactly("B.java");
  }

  /** Symptom: a move that nobody heard of was forgotten when the next one conflicted. */
  @Test
  void aMoveIsToldAfterAConflictThatCameBetween() throws Exception {
    failOnceBetween(
        () -> fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n")), aRedGate());

    assertThat(toldOfTheTarget)
        .extracting(Object::getClass)
        .containsExactly(
            Feedback.BaseMoved.class, Feedback.Conflicted.class, Feedback.BaseMoved.class);
    assertThat(((Feedback.BaseMoved) toldOfTheTarget.get(2)).notice().staleness().overlap())
        .containsExactly("B.java");
  }

  /** Symptom: of a move that conflicted in one file, what it changed in others was never told. */
  @Test
  void whatLandedBesideAConflictIsToldToo() throws Exception {
    conflictWith(Map.of("A.java", "theirs\n", "B.java", "b1\n"), aRedGate(), aRedGate());

    assertThat(told).hasExactlyElementsOfTypes(None.class, GateFailed.class, GateFailed.class);
    assertThat(toldOfTheTarget).hasExactlyElementsOfTypes(Conflicted.class, BaseMoved.class);
    StaleNotice beside = ((BaseMoved) toldOfTheTarget.get(1)).notice();
    assertThat(beside.staleness().overlap()).containsExactly("B.java");
    assertThat(beside.changedUnderIt()).contains("-b0\n+b1\n").doesNotContain("theirs");
  }

  @Test
  void whatLandedBesideAConflictIsToldWithTheConflictThatIsTheFeedback() throws Exception {
    Feedback conflict = new Conflicted(new ConflictReport("0", List.of(), false));
    conflictWith(Map.of("A.java", "theirs\n", "B.java", "b1\n"), conflict, aRedGate());

    assertThat(told).hasExactlyElementsOfTypes(None.class, Conflicted.class, GateFailed.class);
    assertThat(toldOfTheTarget).hasExactlyElementsOfTypes(BaseMoved.class);
  }

  @Test
  void aMoveThatOnlyConflictsIsToldOnce() throws Exception {
    conflictWith(Map.of("A.java", "theirs\n", "C.java", "c\n"), aRedGate(), aRedGate());

    assertThat(toldOfTheTarget).hasExactlyElementsOfTypes(Conflicted.class);
  }

  /**
   * Symptom: a conflict without markers was forgotten when the round that was told of it failed.
   */
  @Test
  void aConflictThatShowsInNoFileIsToldAgainUntilARoundHeardIt() throws Exception {
    fixture.nightshift.run(
        task,
        run -> {
          run.implement(
              assignment -> {
                assignment.workspace().files().delete("B.java");
                return new Outcome.Changed("done");
              },
              Feedback.none());
          fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
          assertThatThrownBy(() -> run.implement(this::breakDown, aRedGate()));
          run.implement(this::writeA, aRedGate());
          run.implement(this::writeA, aRedGate());
          return run.stop(EndReason.ESCALATED, "seen");
        });

    assertThat(toldOfTheTarget).hasSize(2);
    assertThat(toldOfTheTarget.get(1)).isEqualTo(toldOfTheTarget.get(0));
  }

  /** Symptom: an implementer that began anew met the markers of a conflict it was not told of. */
  @Test
  void anImplementerThatBeginsAnewIsToldOfAConflictThatIsLeft() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.implement(this::readBAndWriteA, Feedback.none());
              fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
              assertThatThrownBy(() -> run.implement(this::breakDown, aRedGate()));
              run.implement(this::writeA, Feedback.none());
              return run.stop(EndReason.ESCALATED, "seen");
            });

    assertThat(told).hasExactlyElementsOfTypes(None.class, GateFailed.class, None.class);
    assertThat(toldOfTheTarget).hasExactlyElementsOfTypes(Conflicted.class, Conflicted.class);
    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
  }

  /** What lands conflicts with the first of three rounds. */
  private void conflictWith(Map<String, String> landed, Feedback second, Feedback third)
      throws Exception {
    fixture.nightshift.run(
        task,
        run -> {
          run.implement(this::readBAndWriteA, Feedback.none());
          fixture.workspaces.advanceTarget(landed);
          run.implement(this::readBAndWriteA, second);
          run.implement(this::readBAndWriteA, third);
          return run.stop(EndReason.ESCALATED, "seen");
        });
  }

  private Outcome writeA(Assignment assignment) {
    listen(assignment);
    write(assignment, "A.java", "resolved " + told.size());
    return new Outcome.Changed("done");
  }

  private Outcome breakDown(Assignment assignment) {
    listen(assignment);
    throw new IllegalStateException("the line broke");
  }

  /** The target moves; the round that is told fails, and two more follow. */
  private void failOnceBetween(Runnable meanwhile, Feedback again) throws Exception {
    fixture.nightshift.run(
        task,
        run -> {
          run.implement(this::readBAndWriteA, Feedback.none());
          fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
          assertThatThrownBy(() -> run.implement(this::breakDown, aRedGate()))
              .hasMessageContaining("the line broke");
          meanwhile.run();
          run.implement(this::readBAndWriteA, again);
          run.implement(this::readBAndWriteA, aRedGate());
          return run.stop(EndReason.ESCALATED, "seen");
        });
  }

  private Outcome readBAndWriteA(Assignment assignment) {
    listen(assignment);
    write(assignment, "A.java", told.size() + " for " + read(assignment, "B.java"));
    return new Outcome.Changed("done");
  }

  private static Feedback aRedGate() {
    return new Feedback.GateFailed(GateResult.failed("tests", "red"));
  }

  private List<StaleNotice> noticesTold() {
    return toldOfTheTarget.stream().map(moved -> ((Feedback.BaseMoved) moved).notice()).toList();
  }

  /** Green as long as A was written for the B beside it. */
  private static MergeGate aNamesTheContentOfB() {
    return (candidate, context) -> {
      try (CandidateCheckout checkout = context.openCheckout()) {
        String a = checkout.files().read("A.java").text().orElseThrow();
        String b = checkout.files().read("B.java").text().orElseThrow();
        return a.startsWith("for " + b)
            ? GateResult.passed("tests", "green")
            : GateResult.failed("tests", "A does not fit " + b);
      }
    };
  }

  private void listen(Assignment assignment) {
    told.add(assignment.feedback());
    assignment.targetMoved().ifPresent(toldOfTheTarget::add);
  }

  private static String read(Assignment assignment, String path) {
    return assignment.workspace().files().read(path).text().orElseThrow();
  }

  private static void write(Assignment assignment, String path, String content) {
    assignment.workspace().files().write(path, content.getBytes(UTF_8));
  }
}
