package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LandingOnMovedTargetTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final AtomicInteger gates = new AtomicInteger();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** A green gate during whose first run somebody commits on the target. */
  private MergeGate greenWhileTargetGets(Map<String, String> news) {
    return (candidate, context) -> {
      if (gates.incrementAndGet() == 1) {
        fixture.workspaces.advanceTarget(news);
      }
      return GateResult.passed("tests", "green");
    };
  }

  @Test
  void redoesTheReviewWhenTheTargetChangedWhatTheReviewerRead() throws Exception {
    AtomicInteger reviews = new AtomicInteger();

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(greenWhileTargetGets(Map.of("B.java", "b1\n")))
                .reviewer(
                    asked -> {
                      asked.candidate().read("B.java");
                      reviews.incrementAndGet();
                      return Review.approved();
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(reviews).hasValue(2);
  }

  @Test
  void endsAsEmptyWhenSomebodyElseLandedTheSameChange() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(greenWhileTargetGets(Map.of("A.java", "v1\n")))
                .build());

    assertThat(result).isInstanceOf(RunResult.NoChange.class);
    assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
    assertThat(result.report().ending().detail()).contains("'main' holds this change already");
    assertThat(gates).as("nothing was left to validate").hasValue(1);
    assertThat(fixture.workspaces.parentsOf(fixture.workspaces.targetCommit())).hasSize(1);
  }

  @Test
  void endsAsEmptyWhenTheTargetHeldTheChangeBeforeTheFirstMerge() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
                      return writes("A.java", "v1\n").implement(assignment);
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
    assertThat(fixture.workspaces.parentsOf(fixture.workspaces.targetCommit())).hasSize(1);
  }
}
