package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a report says was delivered comes from the landing, and evidence holds for one content only.
 */
class DeliveryFactsTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aDeliveryResultMadeByHandIsNotAnEnd() throws Exception {
    Pipeline forging =
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          MergeCandidate candidate = candidate(run);
          return run.end(new DeliveryResult.Merged(candidate));
        };

    RunResult result = fixture.nightshift.run(task, forging);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("was not made by tryDeliver");
  }

  @Test
  void aRunThatLandedIsMergedEvenIfItsDeliveryFailsAfterwards() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .delivery(
                    context -> {
                      context.merge();
                      throw new IllegalStateException("could not tell anybody");
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().commits().merge()).isEqualTo(fixture.workspaces.targetCommit());
    assertThat(result.report().branch()).isEmpty();
  }

  @Test
  void aRunCancelledAfterItLandedIsMerged() throws Exception {
    Run[] run = new Run[1];
    CountDownLatch dispatched = new CountDownLatch(1);
    run[0] =
        fixture.nightshift.dispatch(
            task,
            pipeline(writes("A.java", "v1\n"))
                .delivery(
                    context -> {
                      DeliveryResult merged = context.merge();
                      dispatched.await();
                      run[0].cancel("too late");
                      new CountDownLatch(1).await();
                      return merged;
                    })
                .build());
    dispatched.countDown();

    assertThat(run[0].await().reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void aRunThatMergedIsMergedWhateverOutcomeItEndsWith() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              merge(run);
              return run.end(new Outcome.NothingToDo("all was there", "seen"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().commits().merge()).isEqualTo(fixture.workspaces.targetCommit());
  }

  @Test
  void aDeliveryThatMergesAndThenProposesIsReportedAsMerged() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n"))
                .delivery(
                    context -> {
                      context.merge();
                      return context.propose("and for the record");
                    })
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.branches()).hasSize(1);
  }

  @Test
  void aRunThatMergedCanOnlyEnd() throws Exception {
    List<Class<?>> refusals = new ArrayList<>();

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              DeliveryResult merged = merge(run);
              try {
                run.implement(writes("A.java", "v2\n"), Feedback.none());
              } catch (IllegalStateException refused) {
                refusals.add(refused.getClass());
              }
              return run.end(merged);
            });

    assertThat(refusals).hasSize(1);
    assertThat(result.report().commits().merge()).isEqualTo(fixture.workspaces.targetCommit());
  }

  @Test
  void nothingToDoLosesNoWork() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              return run.end(new Outcome.NothingToDo("it was there", "seen"));
            });

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(result.reason()).isEqualTo(EndReason.NOTHING_TO_DO);
    assertThat(result.report().ending().detail()).contains("it was there", "are kept");
    assertThat(fixture.workspaces.branches()).containsKey(result.report().branch());
  }

  private static DeliveryResult merge(RunScope run) throws InterruptedException {
    run.implement(writes("A.java", "v1\n"), Feedback.none());
    MergeCandidate candidate = candidate(run);
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(approving(), candidate, gate);
    return run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review));
  }

  @Test
  void refusesACandidateTheBranchHasOutgrown() throws Exception {
    Implementer coder = writes("A.java", "v1\n", "v2\n");
    Pipeline outgrown =
        run -> {
          run.implement(coder, Feedback.none());
          MergeCandidate first = candidate(run);
          GateResult gate = run.check(green(), first);
          Review review = run.review(approving(), first, gate);
          run.implement(coder, Feedback.none());
          return run.deliver(Delivery.branch(), first, gate, List.of(review));
        };

    RunResult result = fixture.nightshift.run(task, outgrown);

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("is not the last one of this run");
  }

  @Test
  void aRedGateIsNotBypassedByAGreenOne() throws Exception {
    Pipeline twoGates =
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          MergeCandidate candidate = candidate(run);
          run.check(red(), candidate);
          GateResult other = run.check(green(), candidate);
          return run.deliver(
              Delivery.merge(),
              candidate,
              other,
              List.of(run.review(approving(), candidate, other)));
        };

    RunResult result = fixture.nightshift.run(task, twoGates);

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().gates())
        .extracting(GateResult::name)
        .containsExactly("red", "green");
  }

  @Test
  void everyGateIsAskedAgainWhenTheTargetMoved() throws Exception {
    List<String> asked = new ArrayList<>();
    MergeGate first =
        (candidate, context) -> {
          asked.add("first");
          return GateResult.passed("first", "");
        };
    MergeGate second =
        (candidate, context) -> {
          asked.add("second");
          if (asked.size() == 2) {
            fixture.workspaces.advanceTarget(Map.of("B.java", "b\n"));
          }
          return GateResult.passed("second", "");
        };
    Pipeline twoGates =
        run -> {
          run.implement(writes("A.java", "v1\n"), Feedback.none());
          MergeCandidate candidate = candidate(run);
          run.check(first, candidate);
          GateResult gate = run.check(second, candidate);
          return run.deliver(
              Delivery.merge(), candidate, gate, List.of(run.review(approving(), candidate, gate)));
        };

    RunResult result = fixture.nightshift.run(task, twoGates);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(asked).containsExactly("first", "second", "first", "second");
  }

  @Test
  void aStoppedRunShowsNoGateOfAnOlderHead() throws Exception {
    int[] round = {0};

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      String content = "v" + ++round[0] + "\n";
                      assignment
                          .workspace()
                          .files()
                          .write("A.java", content.getBytes(StandardCharsets.UTF_8));
                      return round[0] == 1
                          ? new Outcome.Changed("done")
                          : new Outcome.Stopped(EndReason.STEP_LIMIT, "no steps left");
                    })
                .reviewer(asked -> Review.changesRequested(request("A.java", 1, "do more")))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.STEP_LIMIT);
    assertThat(result.report().gates()).isEmpty();
    assertThat(result.report().commits().merge()).isEmpty();
    assertThat(result.report().patch()).contains("+v2");
  }

  @Test
  void aQueuedRunEndsAtOnceWhenItIsCancelled() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Nightshift narrow = fixture.builder().maxConcurrentRuns(1).build()) {
      Run first =
          narrow.dispatch(
              task,
              pipeline(
                      assignment -> {
                        working.countDown();
                        release.await();
                        return new Outcome.NothingToDo("there", "seen");
                      })
                  .build());
      working.await();
      Run queued = narrow.dispatch(task, pipeline(writes("A.java", "v1\n")).build());

      queued.cancel("not needed any more");

      assertThat(queued.await().reason()).isEqualTo(EndReason.CANCELLED);
      assertThat(first.state()).isEqualTo(RunState.IMPLEMENTING);
      release.countDown();
      first.await();
    }
  }
}
