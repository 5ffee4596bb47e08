package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a run ends: what is on its branches is kept, and the report tells it. */
class WorkAtTheEndTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", ".gitignore", "build/\n"));
  private final Journal journal = Journal.inMemory();

  @BeforeEach
  void aCommandWritesAFile() {
    fixture.workspaces.onCommand(
        (command, files) -> {
          files.write("LATE.txt", "x\n".getBytes(UTF_8));
          return CommandResult.builder(0, "").build();
        });
  }

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: a pipeline that went on after it had ended its run lost what it did then. */
  @Test
  void whatARunDoesAfterItsEndIsKeptToo() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(writes("A.java", "v1\n"), Feedback.none());
              RunResult stopped = run.stop(EndReason.ESCALATED, "look at it");
              run.run("late", Command.of("late"));
              return stopped;
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().ending().detail()).isEqualTo("look at it");
    assertThat(filesOf(result.report().branch())).containsKeys("LATE.txt", "A.java");
    assertThat(result.report().patch()).contains("LATE.txt");
  }

  /** Symptom: a run that merged was reported as stopped with nothing changed on the target. */
  @Test
  void aDeliveryAfterTheEndOfTheRunIsTold() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate candidate = changed(run);
              RunResult stopped = run.stop(EndReason.ESCALATED, "look at it");
              tryDeliver(run, candidate, Delivery.merge());
              return stopped;
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(result.report().ending().detail()).contains("stopped as escalated: look at it");
  }

  /** Symptom: the same, when the run was ended within its delivery. */
  @Test
  void aDeliveryThatEndsItsRunFirstIsTold() throws Exception {
    RunResult[] stopped = new RunResult[1];
    RunResult result =
        run(
            run -> {
              tryDeliver(
                  run,
                  changed(run),
                  context -> {
                    stopped[0] = run.stop(EndReason.ESCALATED, "look at it");
                    return context.merge();
                  });
              return stopped[0];
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: the work of the run was nowhere when its fork had nothing to land. */
  @Test
  void aForkWithNothingToLandDoesNotDropTheWorkOfTheRun() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(writes("OWN.java", "mine\n"), Feedback.none());
              RunScope second = run.fork("second");
              MergeCandidate candidate = changed(second);
              fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
              return run.end(tryDeliver(run, candidate, Delivery.merge()));
            });

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
    assertThat(filesOf(result.report().branch())).containsEntry("OWN.java", "mine\n");
  }

  /** Symptom: a delivery that said itself that nothing was to land dropped the change. */
  @Test
  void anEmptyRefusalOfADeliveryDropsNoChange() throws Exception {
    RunResult result =
        run(
            run ->
                run.end(
                    tryDeliver(
                        run,
                        changed(run),
                        context -> new DeliveryResult.Refused(EndReason.EMPTY_DIFF, "is there"))));

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(filesOf(result.report().branch())).containsEntry("A.java", "v1\n");
  }

  /** Symptom: what was done after a delivery that had nothing to land was in no branch. */
  @Test
  void workAfterADeliveryOfNothingIsKept() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate candidate = changed(run);
              fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
              DeliveryResult nothing = tryDeliver(run, candidate, Delivery.merge());
              run.run("late", Command.of("late"));
              return run.end(nothing);
            });

    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    assertThat(filesOf(result.report().branch())).containsKey("LATE.txt");
  }

  /** Symptom: a file that no commit took was told nowhere once a fork had landed. */
  @Test
  void whatTheRunsOwnBranchLeftOutIsToldBesideAFork() throws Exception {
    RunResult result =
        run(
            run -> {
              run.implement(
                  assignment -> {
                    assignment.workspace().files().write("build/x", "x\n".getBytes(UTF_8));
                    return new Outcome.Changed("built it");
                  },
                  Feedback.none());
              RunScope second = run.fork("second");
              return run.end(tryDeliver(run, changed(second), Delivery.merge()));
            });

    assertThat(result.report().forks())
        .extracting(ForkReport::name, ForkReport::fate)
        .containsExactly(
            tuple("", ForkReport.Fate.NO_CHANGE), tuple("second", ForkReport.Fate.DELIVERED));
    assertThat(result.report().forks().get(0).detail()).contains("build/x");
    assertThat(result.report().toMarkdown()).contains("the run's own branch: ", "build/x");
  }

  private static DeliveryResult tryDeliver(RunScope run, MergeCandidate candidate, Delivery how)
      throws InterruptedException {
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(approving(), candidate, gate);
    return run.tryDeliver(how, candidate, gate, List.of(review));
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
}
