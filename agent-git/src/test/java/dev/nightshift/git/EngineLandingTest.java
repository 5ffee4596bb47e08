package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of landings in a real repository. */
class EngineLandingTest {
  @TempDir private Path root;

  private static RunResult run(Workbench bench, MergeGate gate, Reviewer reviewer)
      throws InterruptedException {
    return bench.run(
        Task.builder("Change A").build(),
        StandardPipeline.builder()
            .implementer(
                assignment -> {
                  byte[] fixed = "fixed\n".getBytes(StandardCharsets.UTF_8);
                  assignment.workspace().files().write("A.java", fixed);
                  return new Outcome.Changed("done");
                })
            .reviewer(reviewer)
            .gate(gate)
            .delivery(Delivery.merge())
            .build());
  }

  @Test
  void pushedFixLandsOnce() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n"))) {
      AtomicInteger gates = new AtomicInteger();

      RunResult result =
          run(
              bench,
              (candidate, context) -> {
                if (gates.incrementAndGet() == 1) {
                  bench.repository.commit("main", Map.of("A.java", "fixed\n"));
                }
                return GateResult.passed("tests", "green");
              },
              asked -> Review.approved());

      assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
      assertThat(gates).hasValue(1);
      assertThat(bench.repository.parents(bench.repository.tip("main"))).hasSize(1);
      assertThat(bench.repository.refs()).containsExactly("refs/heads/main");
    }
  }

  @Test
  void reviewIsRedoneWhenTheTargetChangedWhatTheReviewerRead() throws Exception {
    try (Workbench bench = Workbench.bare(root, Map.of("A.java", "a\n", "B.java", "b\n"))) {
      AtomicInteger gates = new AtomicInteger();
      AtomicInteger reviews = new AtomicInteger();

      RunResult result =
          run(
              bench,
              (candidate, context) -> {
                if (gates.incrementAndGet() == 1) {
                  bench.repository.commit("main", Map.of("B.java", "news\n"));
                }
                return GateResult.passed("tests", "green");
              },
              asked -> {
                reviews.incrementAndGet();
                asked.base().read("B.java");
                return Review.approved();
              });

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(reviews).hasValue(2);
    }
  }
}
