package dev.nightshift.core;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.engine.EngineFixture;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NightshiftTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void refusesAGateResultOfAnEarlierCandidate() throws Exception {
    Implementer coder = writes("A.java", "v1\n", "v2\n");
    Pipeline stale =
        run -> {
          run.implement(coder, Feedback.none());
          MergeCandidate first = candidate(run);
          GateResult early = run.check(green(), first);
          run.implement(coder, Feedback.none());
          MergeCandidate second = candidate(run);
          GateResult late = run.check(green(), second);
          Review review = run.review(approving(), second, late);
          return run.deliver(Delivery.merge(), second, early, List.of(review));
        };

    RunResult result = fixture.nightshift.run(task, stale);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(((RunResult.Failed) result).failure().toString())
        .startsWith("java.lang.IllegalArgumentException: ")
        .contains("was not given by this run on candidate");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void refusesAReviewTheRunDidNotAskFor() throws Exception {
    Pipeline forging =
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          MergeCandidate candidate = candidate(run);
          GateResult gate = run.check(green(), candidate);
          return run.deliver(Delivery.merge(), candidate, gate, List.of(Review.approved()));
        };

    RunResult result = fixture.nightshift.run(task, forging);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void refusesToDeliverWithoutAnyReview() throws Exception {
    Pipeline unreviewed =
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          MergeCandidate candidate = candidate(run);
          return run.deliver(Delivery.merge(), candidate, run.check(green(), candidate), List.of());
        };

    RunResult result = fixture.nightshift.run(task, unreviewed);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("has no review");
  }

  @Test
  void cancelInterruptsTheImplementerKeepsItsWorkAndEndsWithAReport() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    Run run =
        fixture.nightshift.dispatch(
            task,
            pipeline(
                    assignment -> {
                      assignment.workspace().files().write("A.java", "half\n".getBytes(UTF_8));
                      working.countDown();
                      new CountDownLatch(1).await();
                      return new Outcome.Changed("never");
                    })
                .build());
    working.await();

    run.cancel("changed my mind");
    RunResult result = run.await();

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(result.reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(result.report().ending().detail()).contains("changed my mind");
    assertThat(result.report().patch()).contains("+half");
    assertThat(fixture.workspaces.branches()).containsKey(result.report().branch());
    assertThat(run.state()).isEqualTo(RunState.STOPPED);
  }

  @Test
  void closingTheEngineEndsItsRunsAsInterrupted() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    Run run =
        fixture.nightshift.dispatch(
            task,
            pipeline(
                    assignment -> {
                      working.countDown();
                      new CountDownLatch(1).await();
                      return new Outcome.Changed("never");
                    })
                .build());
    working.await();

    fixture.nightshift.close();

    assertThat(run.await().reason()).isEqualTo(EndReason.INTERRUPTED);
    assertThatThrownBy(
            () -> fixture.nightshift.dispatch(task, pipeline(writes("A.java", "v1\n")).build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void endsAsTimeLimitWhenTheRunUsedAllItsTime() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    try (Nightshift limited =
        fixture.builder().budget(BudgetPolicy.of(Cap.timePerRun(Duration.ofMinutes(5)))).build()) {
      Run run =
          limited.dispatch(
              task,
              pipeline(
                      assignment -> {
                        working.countDown();
                        new CountDownLatch(1).await();
                        return new Outcome.Changed("never");
                      })
                  .build());
      working.await();

      fixture.time.advance(Duration.ofMinutes(6));

      assertThat(run.await().reason()).isEqualTo(EndReason.TIME_LIMIT);
    }
  }

  @Test
  void aFailureOfARoleIsAResultWithItsCauseAndTheWorkSoFar() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      assignment.workspace().files().write("A.java", "half\n".getBytes(UTF_8));
                      throw new IllegalStateException("the role broke");
                    })
                .build());

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(((RunResult.Failed) result).failure().message()).isEqualTo("the role broke");
    assertThat(result.report().branch()).startsWith("nightshift/");
  }

  @Test
  void aPipelineThatEndsWithoutAnEndFails() throws Exception {
    RunResult result = fixture.nightshift.run(task, run -> null);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("deliver, end or stop");
  }

  @Test
  void dispatchingTheSameKeyTwiceYieldsOneRun() throws Exception {
    Task keyed = Task.builder("Change A").dispatchKey("ticket-7").build();
    StandardPipeline pipeline = pipeline(writes("A.java", "v1\n")).build();

    Run first = fixture.nightshift.dispatch(keyed, pipeline);
    Run second = fixture.nightshift.dispatch(keyed, pipeline);

    assertThat(second).isSameAs(first);
    assertThat(fixture.nightshift.find(first.id())).containsSame(first);
    first.await();
  }

  static List<Throwable> failuresOfAListener() {
    return List.of(
        new IllegalStateException("listener broke"),
        new AssertionError("expected A but was B"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failuresOfAListener")
  void aFailingListenerDisturbsNothing(Throwable failure) throws Exception {
    try (Nightshift noisy =
        fixture
            .builder()
            .listener(
                event -> {
                  if (failure instanceof Error error) {
                    throw error;
                  }
                  throw (RuntimeException) failure;
                })
            .build()) {
      RunResult result = noisy.run(task, pipeline(writes("A.java", "v1\n")).build());

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    }
  }

  @Test
  void refusesOneModelInBothRolesWhenItsProviderHasTwoNames() {
    ModelProvider one =
        (request, context) -> {
          throw new AssertionError("nothing is sent");
        };
    refusesBothRoles(one, one);
  }

  @Test
  void refusesOneModelInBothRolesOfTwoProvidersOfOneService() {
    refusesBothRoles(ScriptedModel.named("service"), ScriptedModel.named("service"));
  }

  private void refusesBothRoles(ModelProvider first, ModelProvider second) {
    try (Nightshift nightshift =
        fixture
            .builder()
            .provider("a", first)
            .provider("b", second)
            .prices((model, at) -> Optional.of(Price.free()))
            .build()) {
      StandardPipeline pipeline =
          StandardPipeline.builder()
              .implementer(ModelImplementer.using("a:x"))
              .reviewer(ModelReviewer.using("b:x"))
              .gate(EngineFixture.green())
              .build();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightshift.dispatch(task, pipeline))
          .withMessageContaining("same model");
    }
  }

  @Test
  void tellsListenersWhatHappensInOrder() throws Exception {
    fixture.nightshift.run(task, pipeline(writes("A.java", "v1\n")).build());

    assertThat(fixture.listener.named("run.state"))
        .extracting(event -> event.text("state").orElseThrow())
        .containsExactly("PREPARING", "IMPLEMENTING", "GATING", "REVIEWING", "LANDING");
    assertThat(fixture.listener.events().get(0).name()).isEqualTo("run.dispatched");
    assertThat(fixture.listener.named("run.ended")).hasSize(1);
  }

  @Test
  void runsACommandOfThePipelineAndCommitsWhatItChanged() throws Exception {
    fixture.workspaces.onCommand(
        (command, files) -> {
          files.write("A.java", "formatted\n".getBytes(UTF_8));
          return CommandResult.builder(0, "").build();
        });
    Pipeline formatting =
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          run.run("format", Command.of("format"));
          MergeCandidate candidate = candidate(run);
          GateResult gate = run.check(green(), candidate);
          return run.deliver(
              Delivery.merge(), candidate, gate, List.of(run.review(approving(), candidate, gate)));
        };

    RunResult result = fixture.nightshift.run(task, formatting);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "formatted\n");
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNullsByNameWhereverAProgramCallsTheEngine() throws Exception {
    Run run =
        fixture.nightshift.dispatch(
            task,
            scope -> {
              assertThatThrownBy(() -> scope.stop(EndReason.STUCK, null))
                  .isInstanceOf(NullPointerException.class)
                  .hasMessage("detail must not be null");
              assertThatThrownBy(() -> scope.stop(null, "why"))
                  .hasMessage("reason must not be null");
              return scope.stop(EndReason.STUCK, "seen enough");
            });

    assertThat(run.await().reason()).isEqualTo(EndReason.STUCK);
    assertThatThrownBy(() -> run.await(null)).hasMessage("timeout must not be null");
    assertThatThrownBy(() -> run.cancel(null)).hasMessage("why must not be null");
  }
}
