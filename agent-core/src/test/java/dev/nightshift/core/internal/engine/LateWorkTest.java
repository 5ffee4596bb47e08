package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done on a branch that is not what is delivered is kept, or refused by name. */
class LateWorkTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  private static RunResult deliver(RunScope from, RunScope run) throws InterruptedException {
    MergeCandidate candidate = candidate(from);
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(approving(), candidate, gate);
    return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
  }

  /** Symptom: the first try of a run was on no branch once a second one, in a fork, had landed. */
  @Test
  void whatTheRunsOwnBranchHoldsIsKeptWhenAForkIsDelivered() throws Exception {
    Pipeline pipeline =
        run -> {
          run.implement(writes("OWN.java", "mine\n"), Feedback.none());
          RunScope second = run.fork("second");
          second.implement(writes("A.java", "v1\n"), Feedback.none());
          return deliver(second, run);
        };

    RunResult result = run(pipeline);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    String branch = "nightshift/" + result.report().runId();
    assertThat(fixture.workspaces.filesOf(fixture.workspaces.branches().get(branch)))
        .containsEntry("OWN.java", "mine\n");
    assertThat(result.report().forks())
        .extracting(ForkReport::name, ForkReport::fate, ForkReport::branch)
        .containsExactly(
            tuple("", ForkReport.Fate.NOT_DELIVERED, branch),
            tuple("second", ForkReport.Fate.DELIVERED, ""));
    assertThat(result.report().toMarkdown())
        .contains("## Forks: 1\n", "- the run's own branch: ", "`" + branch + "`");
  }

  @Test
  void anOwnBranchThatHoldsNothingIsNotTold() throws Exception {
    RunResult result =
        run(
            run -> {
              RunScope only = run.fork("only");
              only.implement(writes("A.java", "v1\n"), Feedback.none());
              return deliver(only, run);
            });

    assertThat(result.report().forks()).extracting(ForkReport::name).containsExactly("only");
    assertThat(fixture.workspaces.branches())
        .doesNotContainKey("nightshift/" + result.report().runId());
  }

  /** Symptom: what a command wrote after the merge was in no commit, branch or report. */
  @Test
  void aCandidateIsOldOnceACommandHasChangedFiles() throws Exception {
    fixture.workspaces.onCommand(
        (command, files) -> {
          files.write("FMT.txt", "x\n".getBytes(UTF_8));
          return CommandResult.builder(0, "").build();
        });
    RunResult result =
        run(
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              MergeCandidate candidate = candidate(run);
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(approving(), candidate, gate);
              run.run("format", Command.of("fmt"));
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("call merge() again");
    assertThat(
            fixture.workspaces.filesOf(fixture.workspaces.branches().get(result.report().branch())))
        .containsKeys("FMT.txt", "A.java");
  }

  /** Symptom: what an implementer wrote before it failed was lost when an old candidate landed. */
  @Test
  void aCandidateIsOldOnceAnImplementerHasFailedAfterIt() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              MergeCandidate candidate = candidate(run);
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(approving(), candidate, gate);
              try {
                run.implement(
                    assignment -> {
                      assignment.workspace().files().write("LATE.txt", "x\n".getBytes(UTF_8));
                      throw new IllegalStateException("no network");
                    },
                    Feedback.none());
              } catch (RuntimeException goesOn) {
                assertThat(goesOn).hasMessageContaining("no network");
              }
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(
            fixture.workspaces.filesOf(fixture.workspaces.branches().get(result.report().branch())))
        .containsKeys("LATE.txt", "A.java");
  }

  /** Symptom: an old candidate landed, and what could not be committed at once was nowhere. */
  @Test
  void aCandidateIsOldOnceTheWorkAfterItCouldNotBeCommitted() throws Exception {
    AtomicBoolean isFull = new AtomicBoolean();
    RunResult result;
    try (Nightshift nightshift =
        Nightshift.builder(failingToCommit(isFull))
            .provider((request, context) -> EngineFixture.answer(request))
            .build()) {
      result =
          nightshift.run(
              Task.builder("Change A").build(),
              run -> {
                run.implement(writes("A.java", "v1\n"), Feedback.none());
                MergeCandidate candidate = candidate(run);
                GateResult gate = run.check(green(), candidate);
                Review review = run.review(approving(), candidate, gate);
                isFull.set(true);
                assertThatThrownBy(() -> run.implement(writes("LATE.txt", "x\n"), Feedback.none()))
                    .hasMessage("no space left");
                isFull.set(false);
                return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
              });
    }

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(
            fixture.workspaces.filesOf(fixture.workspaces.branches().get(result.report().branch())))
        .containsKeys("LATE.txt", "A.java");
  }

  private Workspaces failingToCommit(AtomicBoolean isFull) {
    return new ForwardingWorkspaces(fixture.workspaces) {
      @Override
      public ManagedWorkspace open(WorkspacePlan plan) {
        ManagedWorkspace real = super.open(plan);
        return (ManagedWorkspace)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedWorkspace.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("checkpoint") && isFull.get()) {
                    throw new IllegalStateException("no space left");
                  }
                  return method.invoke(real, arguments);
                });
      }
    };
  }

  /**
   * Symptom: the answer to a request was "no change" because a delivery had been refused before.
   */
  @Test
  void aRefusedDeliveryLeavesAnEditTheAnswerToItsRequest() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              MergeCandidate candidate = candidate(run);
              GateResult gate = run.check(green(), candidate);
              Review asking = Review.changesRequested(request("A.java", 1, "do it"));
              Review review = run.review(asked -> asking, candidate, gate);
              Feedback feedback = new Feedback.ChangeRequested(request("A.java", 1, "do it"));
              assertThatThrownBy(
                  () ->
                      run.implement(
                          assignment -> {
                            assignment.workspace().files().write("A.java", "v2\n".getBytes(UTF_8));
                            throw new IllegalStateException("no network");
                          },
                          feedback));
              assertThatThrownBy(
                      () -> run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review)))
                  .hasMessageContaining("call merge() again");
              run.implement(assignment -> new Outcome.Changed("is done already"), feedback);
              return run.stop(EndReason.ESCALATED, "look");
            });

    assertThat(result.report().rounds())
        .flatExtracting(RoundReport::answers)
        .extracting(RoundReport.Answer::changed)
        .containsExactly(true);
  }

  /** Runs it, and tells it again from its record. */
  private RunResult run(Pipeline pipeline) throws InterruptedException {
    try (Nightshift nightshift =
        fixture.builder().journal(journal).pipeline("it", pipeline).build()) {
      RunResult result = nightshift.dispatch(Task.builder("Change A").build(), "it").await();
      assertThat(nightshift.replay(result.report().runId()).report()).isEqualTo(result.report());
      return result;
    }
  }
}
