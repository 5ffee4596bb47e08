package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that becomes again what a reviewer objected to is a dispute, and the report agrees. */
class RevertedWorkTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<Dispute> disputes = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: "approved, closing R1" and "Still open, closed by no reviewer: R1" in one report. */
  @Test
  void aChangeThatIsTakenBackAfterARedGateIsADispute() throws Exception {
    int[] gates = {0};
    MergeGate redOnce =
        (candidate, context) ->
            gates[0]++ == 1
                ? GateResult.failed("tests", "red after the revision")
                : GateResult.passed("tests", "green");

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n", "v2\n", "v1\n"))
                .gate(redOnce)
                .reviewer(saying(EngineFixture::objection, EngineFixture::closingAll))
                .build());

    assertThat(disputes).containsExactly(new Dispute("R1", "round 3"));
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().openRequests()).isEmpty();
    assertThat(result.report().toMarkdown())
        .contains("approved, closing R1")
        .doesNotContain("Still open");
  }

  @Test
  void aTargetThatMovesToTheSameBytesMakesADispute() throws Exception {
    Implementer coder =
        assignment -> {
          boolean first = assignment.feedback() instanceof Feedback.None;
          if (first) {
            writes("A.java", "v1\n").implement(assignment);
            writes("B.java", "b1\n").implement(assignment);
            return new Outcome.Changed("first");
          }
          writes("B.java", "b0\n").implement(assignment);
          fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
          return new Outcome.Changed("B is not mine");
        };

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(coder)
                .reviewer(saying(EngineFixture::objection, EngineFixture::closingAll))
                .build());

    assertThat(disputes).containsExactly(new Dispute("R1", "B is not mine"));
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** The answer belongs to the work that was sent back; on other work there is none to dispute. */
  @Test
  void aChangeThatStandsIsNoDispute() throws Exception {
    fixture.nightshift.run(
        task,
        pipeline(changing("v1\n", "v2\n"))
            .reviewer(saying(EngineFixture::objection, EngineFixture::closingAll))
            .build());

    assertThat(disputes).isEmpty();
  }

  /** Nobody was sent back with it, so there is no answer; what the report says is that. */
  @Test
  void aRequestThatIsClosedInVainIsToldSo() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              MergeCandidate candidate = candidate(run);
              GateResult gate = run.check(green(), candidate);
              run.review(reviewer, candidate, gate);
              Review yes = run.review(reviewer, candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(yes));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().rounds().get(0).reviews())
        .extracting(ReviewReport::closed)
        .containsExactly(List.of(), List.of());
    assertThat(result.report().toMarkdown())
        .contains("approved (closing R1 does not count", "**Still open**")
        .doesNotContain("approved, closing R1");
  }

  @SafeVarargs
  private Reviewer saying(Function<ReviewRequest, Review>... verdicts) {
    return EngineFixture.saying(asked -> disputes.addAll(asked.disputes()), verdicts);
  }

  private static Implementer changing(String... contents) {
    Implementer writer = writes("A.java", contents);
    int[] round = {0};
    return assignment -> {
      writer.implement(assignment);
      return new Outcome.Changed("round " + ++round[0]);
    };
  }
}
