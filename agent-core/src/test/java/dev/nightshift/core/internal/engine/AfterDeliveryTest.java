package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What befalls a run that has delivered: the delivery stays, and the report tells both. */
@Timeout(20)
class AfterDeliveryTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();
  private final AtomicReference<Nightshift> engine = new AtomicReference<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: the pull request could not be opened, and no report said so. */
  @Test
  void aDeliveryThatFailsAfterItDeliveredSaysSo() throws Exception {
    RunResult result =
        recordedAndReplayedBy(
            context -> {
              context.propose("for the team");
              throw new IllegalStateException("no network");
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail())
        .startsWith("for the team. After that the run failed: ")
        .contains("IllegalStateException", "no network");
  }

  /** Symptom: a cancel before the pull request was opened stood in no report. */
  @Test
  void aDeliveryThatIsCancelledAfterItDeliveredSaysSo() throws Exception {
    RunResult result =
        recordedAndReplayedBy(
            context -> {
              context.propose("for the team");
              context.step(
                  "open a pull request",
                  () -> {
                    engine.get().runs().get(0).cancel("not today");
                    new CountDownLatch(1).await();
                    return "never";
                  });
              return context.propose("not reached");
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(fixture.workspaces.branches()).containsKey(result.report().branch());
    assertThat(result.report().ending().detail())
        .isEqualTo("for the team. After that the run was stopped as cancelled: not today");
  }

  /** Symptom: a limit met after the merge stood in no report. */
  @Test
  void aDeliveryThatMeetsALimitAfterItMergedSaysSo() throws Exception {
    RunResult result =
        recordedAndReplayedBy(
            context -> {
              context.merge();
              throw new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "the cap is reached");
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().ending().detail())
        .startsWith("merged into main as ")
        .endsWith(". After that the run was stopped as budget_exhausted: the cap is reached");
  }

  /** Symptom: what a pipeline said of its end after a delivery was dropped. */
  @Test
  void whatAPipelineStopsWithAfterItDeliveredIsTold() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              pipeline(writes("A.java", "v1\n")).build().run(run);
              return run.end(new Outcome.Stopped(EndReason.ESCALATED, "the smoke test is red"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().ending().detail())
        .endsWith(". After that the run was stopped as escalated: the smoke test is red");
  }

  /** Symptom: a deployment that was cancelled, stopped or interrupted stood in no report. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("deployments")
  void whatStopsAPipelineAfterItDeliveredIsTold(String told, Deployment deployment)
      throws Exception {
    RunResult result =
        recordedAndReplayed(
            run -> {
              RunResult merged = pipeline(writes("A.java", "v1\n")).build().run(run);
              return deployment.of(run, merged, engine.get());
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().ending().detail())
        .startsWith("merged into main as ")
        .endsWith(". After that the run " + told);
  }

  static Stream<Arguments> deployments() {
    return Stream.<Map.Entry<String, Deployment>>of(
            Map.entry(
                "was stopped as cancelled: not today",
                (run, merged, engine) -> {
                  run.step(
                      "deploy",
                      () -> {
                        engine.runs().get(0).cancel("not today");
                        new CountDownLatch(1).await();
                        return "never";
                      });
                  return merged;
                }),
            Map.entry(
                "was stopped as budget_exhausted: the cap is reached",
                (run, merged, engine) -> {
                  throw new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "the cap is reached");
                }),
            Map.entry(
                "was stopped as interrupted: the run's thread was interrupted",
                (run, merged, engine) -> {
                  throw new InterruptedException("somebody");
                }),
            Map.entry(
                "was stopped as error: DEPLOY failed",
                (run, merged, engine) -> run.stop(EndReason.ERROR, "DEPLOY failed")),
            Map.entry(
                "failed: java.lang.IllegalArgumentException: DEPLOY failed",
                (run, merged, engine) -> {
                  throw new IllegalArgumentException("DEPLOY failed");
                }))
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  private interface Deployment {
    RunResult of(RunScope run, RunResult merged, Nightshift engine) throws InterruptedException;
  }

  private RunResult recordedAndReplayedBy(Delivery delivery) throws InterruptedException {
    return recordedAndReplayed(pipeline(writes("A.java", "v1\n")).delivery(delivery).build());
  }

  private RunResult recordedAndReplayed(Pipeline pipeline) throws InterruptedException {
    Journal journal = Journal.inMemory();
    try (Nightshift first = fixture.builder().journal(journal).pipeline("it", pipeline).build();
        Nightshift later =
            Nightshift.builder(InMemoryWorkspaces.unborn())
                .provider((request, context) -> EngineFixture.answer(request))
                .journal(journal)
                .pipeline("it", pipeline)
                .build()) {
      engine.set(first);
      RunResult result = first.dispatch(task, "it").await();
      assertThat(later.replay(result.report().runId())).isEqualTo(result);
      return result;
    }
  }
}
