package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One more look at tests that failed. */
class RerunTest {
  private final Task task = Task.builder("Change A").build();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void keepsBothVerdictsOfAFlakyTestAndOnlyProposes() throws Exception {
    RunResult result = run(failing(1), true);

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(asked).hasValue(2);
    assertThat(result.report().evidence().flakyGates())
        .singleElement()
        .satisfies(
            flaky ->
                assertThat(flaky.verdicts())
                    .extracting(GateResult::isPassed)
                    .containsExactly(false, true));
    assertThat(result.report().rounds()).hasSize(1);
  }

  @Test
  void landsWhatOnlyFailedInATestThatTheHostKnows() throws Exception {
    RunResult result = run(failing(1), true, "T.now");

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void asksOnlyOnceMore() throws Exception {
    RunResult result = run(failing(9), true);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(asked).hasValue(2);
  }

  @Test
  void asksNobodyAgainForAGateWithoutTests() throws Exception {
    RunResult result =
        run(
            (candidate, context) -> {
              asked.incrementAndGet();
              return GateResult.failed("lint", "no");
            },
            true);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void asksOnceWhereNobodyWantsMore() throws Exception {
    run(failing(1), false);

    assertThat(asked).hasValue(1);
  }

  private MergeGate failing(int times) {
    return (candidate, context) -> {
      boolean isRed = asked.incrementAndGet() <= times;
      TestEvidence tests =
          isRed
              ? new TestEvidence(3, 1, 0, List.of("T.now: late"), List.of("T.now"))
              : new TestEvidence(3, 0, 0, List.of());
      return GateResult.builder("tests", !isRed, isRed ? "1 failed" : "green").tests(tests).build();
    };
  }

  private RunResult run(MergeGate gate, boolean isRerun, String... knownFlaky) throws Exception {
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")))
            .provider(ScriptedModel.named("nobody"))
            .knownFlakyTests(knownFlaky)
            .build()) {
      var pipeline = pipeline(writes("A.java", "v1\n")).gate(gate).maxRevisions(0);
      if (isRerun) {
        pipeline.withRerunOfFailedTests();
      }
      return nightshift.run(task, pipeline.build());
    }
  }
}
