package dev.nightshift.core;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.engine.EngineFixture;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandardPipelineTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void mergesAChangeThatIsGreenAndApproved() throws Exception {
    RunResult result = fixture.nightshift.run(task, pipeline(writes("A.java", "v1\n")).build());

    assertThat(result).isInstanceOf(RunResult.Delivered.class);
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetCommit()).isEqualTo(result.report().commits().merge());
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(fixture.workspaces.branches()).doesNotContainKey(result.report().branch());
  }

  @Test
  void stopsAfterTheThirdRedRevision() throws Exception {
    AtomicInteger gates = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n", "v2\n", "v3\n", "v4\n", "v5\n"))
                .gate(
                    (candidate, context) -> {
                      gates.incrementAndGet();
                      return GateResult.failed("tests", "still red");
                    })
                .build());

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(gates).hasValue(4);
    assertThat(result.report().revisions()).isEqualTo(3);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void keepsPartialWorkOfAStoppedRunOnItsBranch() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task, pipeline(writes("A.java", "v1\n")).gate(red()).maxRevisions(0).build());

    String branch = result.report().branch();
    assertThat(branch).startsWith("nightshift/");
    assertThat(fixture.workspaces.filesOf(fixture.workspaces.branches().get(branch)))
        .containsEntry("A.java", "v1\n");
    assertThat(result.report().patch()).contains("+v1");
  }

  @Test
  void countsRedGatesAndRequestedChangesTogether() throws Exception {
    AtomicInteger gates = new AtomicInteger();
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n", "v2\n", "v3\n", "v4\n"))
                .gate(
                    (candidate, context) ->
                        gates.incrementAndGet() == 1
                            ? GateResult.failed("tests", "red once")
                            : GateResult.passed("tests", "green"))
                .reviewer(
                    asked ->
                        Review.changesRequested(
                            reviews.incrementAndGet() == 1
                                ? request("A.java", 1, "return early when the name is null")
                                : request("B.java", 1, "close the stream in every case")))
                .maxRevisions(2)
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(gates).hasValue(3);
    assertThat(reviews).hasValue(2);
  }

  @Test
  void escalatesWhenARequestIsRepeatedInSubstance() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n", "v2\n", "v3\n"))
                .reviewer(
                    asked -> Review.changesRequested(request("A.java", 1, "return early on null")))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().reviews()).hasSize(2);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void anEscalatedReviewNeverLands() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .reviewer(asked -> Review.escalated("a human has to look"))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().ending().detail()).contains("a human has to look");
  }

  @Test
  void anEmptyDiffIsNotSuccess() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task, pipeline(assignment -> new Outcome.Changed("all done")).build());

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
  }

  @Test
  void nothingToDoIsAnEndOfItsOwn() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(assignment -> new Outcome.NothingToDo("it is there", "A.java: v0")).build());

    assertThat(result).isInstanceOf(RunResult.NoChange.class);
    assertThat(result.report().ending().detail()).contains("A.java: v0");
  }

  @Test
  void aTaskOfHighRiskIsOnlyEverProposed() throws Exception {
    Task risky = Task.builder("Change A").risk(Risk.HIGH).build();

    RunResult result = fixture.nightshift.run(risky, pipeline(writes("A.java", "v1\n")).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    assertThat(fixture.workspaces.branches()).containsKey(result.report().branch());
  }

  @Test
  void aTargetThatMayNotMoveIsProposedWithTheReason() throws Exception {
    fixture.workspaces.refuseLandings("main is checked out");

    RunResult result = fixture.nightshift.run(task, pipeline(writes("A.java", "v1\n")).build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("main is checked out");
  }

  @Test
  void redoesTheGateWhenTheTargetMovedAndLandsWhatThatGateSaw() throws Exception {
    List<String> gated = new ArrayList<>();
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(
                    (candidate, context) -> {
                      gated.add(candidate.mergeCommit());
                      if (gated.size() == 1) {
                        fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
                      }
                      return GateResult.passed("tests", "green");
                    })
                .reviewer(
                    asked -> {
                      reviews.incrementAndGet();
                      return Review.approved();
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(gated).hasSize(2);
    assertThat(fixture.workspaces.targetCommit()).isEqualTo(gated.get(1));
    assertThat(result.report().commits().merge()).isEqualTo(gated.get(1));
    assertThat(reviews).as("the news do not touch what was changed").hasValue(1);
  }

  @Test
  void redoesTheReviewWhenTheTargetChangedWhatTheRunRead() throws Exception {
    AtomicInteger gates = new AtomicInteger();
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      assignment.workspace().files().read("B.java");
                      assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
                      return new Outcome.Changed("done");
                    })
                .gate(
                    (candidate, context) -> {
                      if (gates.incrementAndGet() == 1) {
                        fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
                      }
                      return GateResult.passed("tests", "green");
                    })
                .reviewer(
                    asked -> {
                      reviews.incrementAndGet();
                      return Review.approved();
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(reviews).hasValue(2);
  }

  @Test
  void aConflictSendsTheImplementerBackWithMarkersAndThenLands() throws Exception {
    List<Feedback> told = new ArrayList<>();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      told.add(assignment.feedback());
                      if (told.size() == 1) {
                        assignment.workspace().files().write("A.java", "mine\n".getBytes(UTF_8));
                        fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
                      } else {
                        String marked =
                            assignment.workspace().files().read("A.java").text().orElseThrow();
                        assertThat(marked).contains("<<<<<<<").contains("theirs");
                        assignment.workspace().files().write("A.java", "both\n".getBytes(UTF_8));
                      }
                      return new Outcome.Changed("done");
                    })
                .build());

    assertThat(told.get(1)).isInstanceOf(Feedback.Conflicted.class);
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().revisions()).isZero();
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "both\n");
  }

  @Test
  void aConflictThatIsNeverReconciledEndsAsConflicted() throws Exception {
    AtomicInteger rounds = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      if (rounds.incrementAndGet() == 1) {
                        assignment.workspace().files().write("A.java", "mine\n".getBytes(UTF_8));
                        fixture.workspaces.advanceTarget(Map.of("A.java", "theirs\n"));
                      }
                      return new Outcome.Changed("done");
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.CONFLICTED);
    assertThat(rounds).hasValue(3);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "theirs\n");
  }

  @Test
  void allowedPathsOfTheTaskArePartOfTheGate() throws Exception {
    Task narrow = Task.builder("Change A").allowPath("A.java").build();

    RunResult result =
        fixture.nightshift.run(narrow, pipeline(writes("B.java", "b1\n")).maxRevisions(0).build());

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().gates()).extracting(GateResult::name).contains("scope");
  }

  @Test
  void reportsWhichCriteriaAreProvenJudgedOrNotChecked() throws Exception {
    Task withCriteria =
        Task.builder("Change A")
            .acceptance(AcceptanceCriterion.proven("it compiles", "true"))
            .acceptance("it reads well")
            .acceptance("it is fast")
            .build();
    fixture.workspaces.onCommand(command -> CommandResult.builder(0, "fine").build());

    RunResult result =
        fixture.nightshift.run(
            withCriteria,
            pipeline(writes("A.java", "v1\n"))
                .reviewer(
                    asked ->
                        new Review.Approved(
                            List.of(), List.of(new CriterionVerdict(1, true, "short names"))))
                .build());

    assertThat(result.report().criteria())
        .extracting(CriterionReport::status)
        .containsExactly(
            CriterionReport.Status.PROVEN,
            CriterionReport.Status.REVIEWER_SAYS,
            CriterionReport.Status.NOT_CHECKED);
    assertThat(result.report().criteria())
        .extracting(CriterionReport::met)
        .containsExactly(true, true, false);
  }

  @Test
  void refusesTheSameModelInBothRolesUnlessTheReviewerAllowsIt() {
    StandardPipeline.Builder same =
        StandardPipeline.builder()
            .implementer(ModelImplementer.using("custom:one"))
            .reviewer(ModelReviewer.using("custom:one"))
            .gate(green());

    assertThatThrownBy(same::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("custom:one")
        .hasMessageContaining("allowSameModel");
  }

  @Test
  void namesThePartThatIsMissing() {
    assertThatThrownBy(() -> StandardPipeline.builder().reviewer(approving()).gate(green()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("implementer");
  }
}
