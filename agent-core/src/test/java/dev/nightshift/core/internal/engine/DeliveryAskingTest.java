package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Symptom: what a delivery asked itself counted only if the target moved, and the change landed.
 */
class DeliveryAskingTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anEscalationWithinADeliveryRefusesTheMerge() throws Exception {
    Reviewer escalating = request -> new Review.Escalated("look at it", List.of(), List.of());

    RunResult result =
        deliver((run, candidate, gate) -> run.review(escalating, candidate, gate), "merge");

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertNothingLanded();
  }

  @Test
  void aRedGateWithinADeliveryRefusesTheMerge() throws Exception {
    RunResult result = deliver((run, candidate, gate) -> run.check(red(), candidate), "merge");

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertNothingLanded();
  }

  @Test
  void aProposalTellsWhatItsDeliveryFoundOut() throws Exception {
    RunResult result = deliver((run, candidate, gate) -> run.check(red(), candidate), "propose");

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("look at it; gate failed: red");
  }

  /** Symptom: a reviewer whose name could not be told left no trace, and the change landed. */
  @Test
  void aReviewerWithoutANameStillCounts() throws Exception {
    Reviewer nameless =
        new Reviewer() {
          @Override
          public String name() {
            throw new IllegalStateException("no name");
          }

          @Override
          public Review review(ReviewRequest request) {
            throw new IllegalStateException("no key");
          }
        };

    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").build(),
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              assertThatThrownBy(() -> run.review(nameless, candidate, gate)).hasMessage("no key");
              Review review = run.review(approving(), candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.report().ending().detail())
        .startsWith("the reviewer 'a reviewer without a name' gave no verdict on this work");
    assertNothingLanded();
  }

  private RunResult deliver(Asking asking, String how) throws InterruptedException {
    return fixture.nightshift.run(
        Task.builder("Change A").build(),
        run -> {
          MergeCandidate candidate = changed(run);
          GateResult gate = run.check(green(), candidate);
          Review review = run.review(approving(), candidate, gate);
          Delivery delivery =
              context -> {
                asking.ask(run, candidate, gate);
                return how.equals("merge") ? context.merge() : context.propose("look at it");
              };
          return run.deliver(delivery, candidate, gate, List.of(review));
        });
  }

  private void assertNothingLanded() {
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  private interface Asking {
    void ask(RunScope run, MergeCandidate candidate, GateResult gate) throws InterruptedException;
  }
}
