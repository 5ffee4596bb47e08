package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An end that claims a delivery comes from a delivery only. */
class ClaimedDeliveryTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();

  static Stream<Arguments> claims() {
    return Stream.of(EndReason.MERGED, EndReason.PROPOSED, new EndReason("merged"))
        .flatMap(
            reason ->
                Stream.<Map.Entry<String, Consumer<RunScope>>>of(
                        Map.entry("stop", run -> run.stop(reason, "x")),
                        Map.entry("outcome", run -> run.end(new Outcome.Stopped(reason, "x"))),
                        Map.entry(
                            "refusal", run -> run.end(new DeliveryResult.Refused(reason, "x"))),
                        Map.entry(
                            "exception",
                            run -> {
                              throw new RunStoppedException(reason, "x");
                            }))
                    .map(claim -> Arguments.of(claim.getKey(), reason, claim.getValue())));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: {@code run.stop(EndReason.MERGED, ..)} reported merged with nothing merged. */
  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("claims")
  void aClaimWithoutADeliveryIsRefused(String how, EndReason reason, Consumer<RunScope> claim)
      throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              assertThatThrownBy(() -> claim.accept(run))
                  .as(how)
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining("'" + reason + "'")
                  .hasMessageContaining("tryDeliver");
              return run.stop(EndReason.ESCALATED, "so it stops");
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().branch()).isNotEmpty();
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void anImplementerThatClaimsToHaveMergedFailsTheRun() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(assignment -> new Outcome.Stopped(EndReason.MERGED, "all merged")).build());

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("'merged' claims a delivery");
  }

  @Test
  void aRunThatDeliveredEndsAsDeliveredWhateverItIsStoppedWith() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              pipeline(writes("A.java", "v1\n")).build().run(run);
              return run.stop(EndReason.PROPOSED, "as if");
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }
}
