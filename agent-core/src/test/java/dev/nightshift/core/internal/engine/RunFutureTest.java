package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run as its caller sees it: its task, its future, its list. */
class RunFutureTest {
  private static final Task TASK = Task.builder("Change A").build();
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void nothingIsLeftOpen() {
    release.countDown();
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void knowsItsTaskAndSaysWhatItIs() throws Exception {
    Run run = fixture.nightshift.dispatch(TASK, waiting());

    assertThat(run.task()).isEqualTo(TASK);
    release.countDown();
    run.await();
    assertThat(run).hasToString("Run[" + run.id() + ", NO_CHANGE]");
    assertThat(run.task()).as("also after the end").isEqualTo(TASK);
  }

  @Test
  void theFutureCompletesWithTheResult() throws Exception {
    Run run = fixture.nightshift.dispatch(TASK, pipeline(writes("A.java", "v1\n")).build());

    RunResult result = run.toFuture().get(1, TimeUnit.MINUTES);

    assertThat(result).isSameAs(run.await()).isInstanceOf(RunResult.Delivered.class);
    assertThat(run.toFuture()).as("asked for after the end").isCompletedWithValue(result);
  }

  @Test
  void aFailureIsAResultAndNoException() throws Exception {
    Run run =
        fixture.nightshift.dispatch(
            TASK,
            scope -> {
              throw new IllegalStateException("broken pipeline");
            });

    RunResult result = run.toFuture().get(1, TimeUnit.MINUTES);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.reason()).isEqualTo(EndReason.ERROR);
  }

  @Test
  void cancellingAFutureLeavesTheRunAndTheOtherFuturesAlone() throws Exception {
    Run run = fixture.nightshift.dispatch(TASK, waiting());
    CompletableFuture<RunResult> given = run.toFuture();
    CompletableFuture<RunResult> other = run.toFuture();

    given.cancel(true);
    given.obtrudeException(new IllegalStateException("by somebody else"));
    release.countDown();

    assertThat(run.await().reason()).isEqualTo(EndReason.NOTHING_TO_DO);
    assertThat(other.get(1, TimeUnit.MINUTES)).isSameAs(run.await());
  }

  @Test
  void aFutureThatWasGivenUpSaysSo() {
    Run run = fixture.nightshift.dispatch(TASK, waiting());
    CompletableFuture<RunResult> given = run.toFuture();

    given.cancel(false);

    assertThatThrownBy(given::join).isInstanceOf(CancellationException.class);
    assertThat(run.state().isEnded()).isFalse();
  }

  @Test
  void whatIsAttachedMaySeeTheRunEndedAndFailWithoutHarm() throws Exception {
    Run run = fixture.nightshift.dispatch(TASK, waiting());
    CompletableFuture<RunState> seen = run.toFuture().thenApply(result -> run.state());
    CompletableFuture<Object> broken =
        run.toFuture()
            .thenApply(
                result -> {
                  throw new IllegalStateException("a callback of the host");
                });
    release.countDown();

    assertThat(seen.get(1, TimeUnit.MINUTES)).isEqualTo(RunState.NO_CHANGE);
    assertThatThrownBy(() -> broken.get(1, TimeUnit.MINUTES)).hasMessageContaining("of the host");
    assertThat(run.await().reason()).isEqualTo(EndReason.NOTHING_TO_DO);
  }

  private Pipeline waiting() {
    return pipeline(
            assignment -> {
              release.await();
              return new Outcome.NothingToDo("all is there", "seen");
            })
        .build();
  }
}
