package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a report says of time when somebody sets the clock on the wall. */
class ClockSetBackTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));

  /** Symptom: a run lasted less than nothing, and was active for longer than it lasted. */
  @Test
  void aRunLastsAsLongAsItDidWhateverTheClockWasSetTo() throws Exception {
    Instant began = fixture.time.now();
    MergeGate slow =
        (candidate, context) -> {
          fixture.time.advance(Duration.ofSeconds(90));
          fixture.time.setNow(began.minus(Duration.ofHours(1)));
          return GateResult.passed("slow", "ok");
        };

    RunReport report =
        fixture
            .nightshift
            .run(
                Task.builder("Change A").build(),
                pipeline(writes("A.java", "v1\n")).gate(slow).build())
            .report();

    assertThat(report.startedAt()).isEqualTo(began);
    assertThat(report.duration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(report.course().active()).isLessThanOrEqualTo(report.duration());
  }
}
