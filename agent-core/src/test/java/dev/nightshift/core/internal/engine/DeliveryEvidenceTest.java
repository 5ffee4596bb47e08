package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What has to hold for a delivery, whatever pipeline asks for it. */
class DeliveryEvidenceTest {
  private static final GateResult SHARED_GREEN = GateResult.passed("shared", "green");
  private static final Review SHARED_APPROVAL = Review.approved();
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void twoGatesThatShareOneResultAreBothAskedAgainWhenTheTargetMoved() throws Exception {
    MergeGate first = sharing("first");
    MergeGate second = sharing("second");

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              run.check(first, candidate);
              GateResult gate = run.check(second, candidate);
              Review review = run.review(approving(), candidate, gate);
              fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked).containsExactly("first", "second", "first", "second");
  }

  @Test
  void twoReviewersThatShareOneVerdictAreBothAskedAgainWhenTheTargetMoved() throws Exception {
    Reviewer first = approvingAs("first");
    Reviewer second = approvingAs("second");

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              Review one = run.review(first, candidate, gate);
              Review two = run.review(second, candidate, gate);
              run.files().read("B.java");
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              return run.deliver(Delivery.merge(), candidate, gate, List.of(one, two));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked).containsExactly("first", "second", "first", "second");
  }

  @Test
  void anEscalatedReviewThatIsLeftOutStillPreventsTheDelivery() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              run.review(request -> Review.escalated("a human has to look"), candidate, gate);
              Review yes = run.review(approving(), candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(yes));
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: it merged with "0 of 1 met". */
  @Test
  void anApprovalThatSaysACriterionIsNotMetIsNone() throws Exception {
    CriterionVerdict unmet = new CriterionVerdict(0, false, "it does not");

    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").acceptance("it works").build(),
            pipeline(writes("A.java", "v1\n"))
                .reviewer(asked -> new Review.Approved(List.of(), List.of(unmet)))
                .build());

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("criterion 0 is not met");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: an approval that judged criterion 7 of 1 landed. */
  @Test
  void anApprovalOfACriterionThatTheTaskDoesNotHaveIsNone() throws Exception {
    CriterionVerdict seventh = new CriterionVerdict(7, true, "met");

    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").acceptance("it works").build(),
            pipeline(writes("A.java", "v1\n"))
                .reviewer(asked -> new Review.Approved(List.of(), List.of(seventh)))
                .build());

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail())
        .contains(
            "a review of 'reviewer' judges criterion 7, and the task has only those numbered 0 to"
                + " 0");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void anApprovalThatJudgesACriterionTwiceIsNone() throws Exception {
    CriterionVerdict met = new CriterionVerdict(0, true, "met");

    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").acceptance("it works").build(),
            pipeline(writes("A.java", "v1\n"))
                .reviewer(asked -> new Review.Approved(List.of(), List.of(met, met)))
                .build());

    assertThat(result.report().ending().detail()).contains("judges criterion 0 twice");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void aGateThatProvesACriterionTheTaskDoesNotHaveGivesNoVerdict() throws Exception {
    MergeGate gate =
        (candidate, context) ->
            GateResult.builder("own", true, "ran")
                .criteria(List.of(new CriterionEvidence(7, true, "ran")))
                .build();

    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").acceptance("it works").build(),
            pipeline(writes("A.java", "v1\n")).gate(gate).build());

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("judges criterion 7");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void aCriterionThatAReviewerDidNotTakeBackIsProposed() throws Exception {
    CriterionVerdict unmet = new CriterionVerdict(0, false, "it does not");
    RevisionRequest change = request("A.java", 1, "close the stream");

    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").acceptance("it works").build(),
            pipeline(writes("A.java", "v1\n"))
                .reviewer(
                    asked ->
                        asked.openRequests().isEmpty()
                            ? new Review.ChangesRequested(change, List.of(), List.of(unmet))
                            : Review.approvedClosing(asked.openRequests()))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail())
        .isEqualTo("a reviewer says that the criterion 'it works' is not met");
  }

  @Test
  void aReviewerSeesItsOwnEarlierRequestsOnly() throws Exception {
    List<List<RevisionRequest>> seenBySecond = new ArrayList<>();
    RevisionRequest ofFirst = request("A.java", 1, "close the stream");
    RevisionRequest ofSecond = request("A.java", 1, "check the argument");
    Reviewer first = request -> Review.changesRequested(ofFirst);
    Reviewer second =
        request -> {
          seenBySecond.add(request.earlierRequests());
          return Review.changesRequested(ofSecond);
        };

    fixture.nightshift.run(
        task,
        run -> {
          MergeCandidate candidate = changed(run);
          GateResult gate = run.check(green(), candidate);
          run.review(first, candidate, gate);
          run.review(second, candidate, gate);
          run.review(second, candidate, gate);
          return run.stop(EndReason.REVIEW_REJECTED, "seen enough");
        });

    assertThat(seenBySecond).containsExactly(List.of(), List.of(ofSecond));
  }

  @Test
  void aPipelineWithoutAScopeGateMergesNothingOutsideTheAllowedPaths() throws Exception {
    Task narrow = Task.builder("Change B").allowPath("B.java").build();

    RunResult result = fixture.nightshift.run(narrow, run -> merged(run, green()));

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().gates())
        .extracting(GateResult::name)
        .containsExactly("green", "scope");
    assertThat(result.report().gates().get(1).detail()).contains("A.java");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void aPipelineThatNeverRanTheChecksOfTheCriteriaMergesNothing() throws Exception {
    RunResult result = fixture.nightshift.run(withCheck(), run -> merged(run, green()));

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().ending().detail()).contains("it compiles", "Gates.criteria()");
    assertThat(result.report().branch()).isNotEmpty();
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void aPipelineThatRanTheChecksOfTheCriteriaMerges() throws Exception {
    fixture.workspaces.onCommand(command -> CommandResult.builder(0, "fine").build());

    RunResult result =
        fixture.nightshift.run(
            withCheck(), run -> merged(run, Gates.allOf(green(), Gates.criteria())));

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void aCriterionThatWasGreenAndThenRedOnOneCandidateIsReportedAsNotMet() throws Exception {
    MergeGate flaky =
        (candidate, context) -> {
          asked.add("flaky");
          boolean met = asked.size() == 1;
          return GateResult.builder("flaky", met, "ran")
              .criteria(List.of(new CriterionEvidence(0, met, "call " + asked.size())))
              .build();
        };

    RunResult result =
        fixture.nightshift.run(
            withCheck(),
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult green = run.check(flaky, candidate);
              Review review = run.review(approving(), candidate, green);
              run.check(flaky, candidate);
              return run.deliver(Delivery.merge(), candidate, green, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().criteria())
        .containsExactly(
            new CriterionReport("it compiles", CriterionReport.Status.PROVEN, false, "call 2"));
  }

  private static Task withCheck() {
    return Task.builder("Change A")
        .acceptance(AcceptanceCriterion.proven("it compiles", "true"))
        .build();
  }

  private static RunResult merged(RunScope run, MergeGate gate) throws InterruptedException {
    MergeCandidate candidate = changed(run);
    GateResult verdict = run.check(gate, candidate);
    Review review = run.review(approving(), candidate, verdict);
    return run.deliver(Delivery.merge(), candidate, verdict, List.of(review));
  }

  private MergeGate sharing(String name) {
    return (candidate, context) -> {
      asked.add(name);
      return SHARED_GREEN;
    };
  }

  private Reviewer approvingAs(String name) {
    return request -> {
      asked.add(name);
      return SHARED_APPROVAL;
    };
  }
}
