package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.BranchWorkspace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A delivery that uses the scope of its run delivers what was validated, all of it, or nothing. */
@Timeout(20)
class WorkWithinDeliveryTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();
  private final AtomicReference<BranchWorkspace> kept = new AtomicReference<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  static Stream<Arguments> lateWork() {
    return Stream.<Map.Entry<String, Work>>of(
            Map.entry("a command", run -> run.run("changelog", Command.of("changelog"))),
            Map.entry(
                "a command and a merge",
                run -> {
                  run.run("changelog", Command.of("changelog"));
                  run.merge();
                }),
            Map.entry("an implementer", run -> run.implement(late(), Feedback.none())),
            Map.entry("an implementer that fails", WorkWithinDeliveryTest::failing),
            Map.entry(
                "an implementer, a merge and a red gate",
                run -> {
                  run.implement(late(), Feedback.none());
                  run.check(red(), candidate(run));
                }))
        .flatMap(
            work ->
                Stream.<Map.Entry<String, Delivery>>of(
                        Map.entry("merge", context -> context.merge()),
                        Map.entry("propose", context -> context.propose("for the team")))
                    .map(how -> Arguments.of(work.getKey(), how.getKey(), work, how.getValue())));
  }

  private static Implementer late() {
    return writes("LATE.txt", "x\n");
  }

  private static void failing(RunScope run) throws InterruptedException {
    try {
      run.implement(
          assignment -> {
            late().implement(assignment);
            throw new IllegalStateException("no network");
          },
          Feedback.none());
    } catch (RuntimeException goesOn) {
      assertThat(goesOn).hasMessageContaining("no network");
    }
  }

  /**
   * Symptom: what a delivery let the run do was in no branch and no report, or was published though
   * a gate had been red on it, and the report named a commit that never landed.
   */
  @ParameterizedTest(name = "{0}, then {1}")
  @MethodSource("lateWork")
  void aDeliveryRefusesTheCandidateThatItsOwnWorkMadeOld(
      String work, String how, Map.Entry<String, Work> working, Delivery delivery)
      throws Exception {
    fixture.workspaces.onCommand(
        (command, files) -> {
          files.write("LATE.txt", "x\n".getBytes(UTF_8));
          return CommandResult.builder(0, "").build();
        });

    RunResult result =
        run(
            run ->
                deliver(
                    run,
                    changed(run),
                    context -> {
                      working.getValue().in(run);
                      return delivery.deliver(context);
                    }));

    assertThat(result).as(work + ", then " + how).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail())
        .contains("of this delivery is an old one", "call merge() of the run");
    assertThat(fixture.workspaces.targetFiles()).isEqualTo(Map.of("A.java", "v0\n"));
    assertThat(filesOf(result.report().branch())).containsKeys("LATE.txt", "A.java");
    assertThat(result.report().toMarkdown()).doesNotContain("git revert");
  }

  /** Symptom: what an implementer's workspace was used for later was in no branch and no report. */
  @Test
  void whatIsWrittenBesideTheStepsMakesACandidateOldToo() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").build(),
            run -> {
              run.implement(
                  assignment -> {
                    kept.set(assignment.workspace());
                    return writes("A.java", "v1\n").implement(assignment);
                  },
                  Feedback.none());
              return deliver(
                  run,
                  candidate(run),
                  context -> {
                    kept.get().files().write("LATE.txt", "x\n".getBytes(UTF_8));
                    return context.merge();
                  });
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(filesOf(result.report().branch())).containsKeys("LATE.txt", "A.java");
  }

  /** Symptom: a gate that is asked again after the target moved could make work that got lost. */
  @Test
  void workOfAGateThatIsAskedAgainMakesTheFreshCandidateOld() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").build(),
            run -> {
              run.implement(
                  assignment -> {
                    kept.set(assignment.workspace());
                    return writes("A.java", "v1\n").implement(assignment);
                  },
                  Feedback.none());
              MergeCandidate candidate = candidate(run);
              MergeGate gate =
                  (judged, looking) -> {
                    if (asked.getAndIncrement() > 0) {
                      kept.get().files().write("LATE.txt", "x\n".getBytes(UTF_8));
                    }
                    return GateResult.passed("tests", "green");
                  };
              GateResult said = run.check(gate, candidate);
              Review review = run.review(approving(), candidate, said);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b\n"));
              return run.deliver(Delivery.merge(), candidate, said, List.of(review));
            });

    assertThat(asked).hasValue(2);
    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    assertThat(filesOf(result.report().branch())).containsKeys("LATE.txt", "A.java");
  }

  /** Symptom: a gate that only the delivery had asked was not asked again, and the merge landed. */
  @Test
  void aGateOfTheDeliveryIsAskedAgainWhenTheTargetMoved() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    RunResult result =
        run(
            run -> {
              asked.set(0);
              MergeCandidate candidate = changed(run);
              return deliver(
                  run,
                  candidate,
                  context -> {
                    run.check(
                        (judged, looking) ->
                            asked.getAndIncrement() == 0
                                ? GateResult.passed("late", "")
                                : GateResult.failed("late", "not on this target"),
                        candidate);
                    fixture.workspaces.advanceTarget(Map.of("B.java", "b\n"));
                    return context.merge();
                  });
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: the report of a run that delivered its fork was about its own branch. */
  @Test
  void aDeliveryThatDeliversAForkInsteadIsToldAsTheFork() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(writes("OWN.java", "mine\n"), Feedback.none());
              MergeCandidate own = candidate(run);
              RunScope second = run.fork("second");
              MergeCandidate other = changed(second);
              GateResult gate = run.check(green(), other);
              Review review = run.review(approving(), other, gate);
              return deliver(
                  run,
                  own,
                  context -> run.tryDeliver(Delivery.merge(), other, gate, List.of(review)));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles()).doesNotContainKey("OWN.java");
    assertThat(result.report().commits().merge()).isEqualTo(fixture.workspaces.targetCommit());
    assertThat(result.report().forks())
        .extracting(ForkReport::name, ForkReport::fate)
        .containsExactly(
            tuple("", ForkReport.Fate.NOT_DELIVERED), tuple("second", ForkReport.Fate.DELIVERED));
  }

  /** Symptom: a merge landed after the human had cancelled its run, within the delivery. */
  @Test
  void nothingLandsAfterTheRunWasCancelledWithinItsDelivery() throws Exception {
    for (String how : List.of("merge", "propose")) {
      CompletableFuture<Run> known = new CompletableFuture<>();
      Run handle =
          fixture.nightshift.dispatch(
              Task.builder("Change A by " + how).build(),
              run ->
                  deliver(
                      run,
                      changed(run),
                      context -> {
                        known.join().cancel("not today");
                        Thread.interrupted();
                        return how.equals("merge") ? context.merge() : context.propose("p");
                      }));
      known.complete(handle);

      RunResult result = handle.await();

      assertThat(result.reason()).as(how).isEqualTo(EndReason.CANCELLED);
      assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    }
  }

  /** Symptom: a delivery that had ended could still land what its run had given up. */
  @Test
  void aContextIsUsedByItsThreadDuringItsDeliveryOnly() throws Exception {
    AtomicReference<DeliveryContext> leaked = new AtomicReference<>();
    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").build(),
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(approving(), candidate, gate);
              DeliveryResult later =
                  run.tryDeliver(
                      context -> {
                        leaked.set(context);
                        CompletableFuture<DeliveryResult> elsewhere =
                            CompletableFuture.supplyAsync(() -> context.propose("elsewhere"));
                        try {
                          return elsewhere.join();
                        } catch (CompletionException refused) {
                          return new DeliveryResult.Refused(
                              EndReason.ESCALATED, String.valueOf(refused.getMessage()));
                        }
                      },
                      candidate,
                      gate,
                      List.of(review));
              assertThat(later).isInstanceOf(DeliveryResult.Refused.class);
              return leaked.get().merge() == null ? null : run.end(later);
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("during its delivery");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  private static RunResult deliver(RunScope run, MergeCandidate candidate, Delivery how)
      throws InterruptedException {
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(approving(), candidate, gate);
    return run.deliver(how, candidate, gate, List.of(review));
  }

  private Map<String, String> filesOf(String branch) {
    return fixture.workspaces.filesOf(fixture.workspaces.branches().get(branch));
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

  private interface Work {
    void in(RunScope run) throws InterruptedException;
  }
}
