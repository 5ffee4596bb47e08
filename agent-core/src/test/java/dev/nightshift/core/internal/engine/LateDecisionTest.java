package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.durable.RunFolder;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a human decides about a run to which something else happened as well. */
@Timeout(60)
class LateDecisionTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private EndReason cutBy = EndReason.INTERRUPTED;
  @TempDir private Path state;

  /** Is cut, with half of its work written, if it is asked for {@code half}; before, if none. */
  private Pipeline writing() {
    return StandardPipeline.builder()
        .implementer(
            assignment -> {
              String text =
                  assignment.feedback() instanceof Feedback.HumanRequested asked
                      ? asked.request()
                      : "v1";
              if (text.equals("none")) {
                throw new RunStoppedException(cutBy, "it was cut");
              }
              assignment.workspace().files().write("A.java", (text + "\n").getBytes(UTF_8));
              if (text.equals("half")) {
                throw new RunStoppedException(cutBy, "it was cut");
              }
              return new Outcome.Changed("wrote " + text);
            })
        .reviewer(approving())
        .gate(green())
        .build();
  }

  private Nightshift engine(Pipeline pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .state(state)
        .pipeline("it", pipeline)
        .build();
  }

  private RunId proposed(Task task, Pipeline pipeline) throws InterruptedException {
    try (Nightshift first = engine(pipeline)) {
      Run run = first.dispatch(task, "it");
      assertThat(ended(run).reason()).isEqualTo(EndReason.PROPOSED);
      return run.id();
    }
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(Duration.ofSeconds(20)).orElseThrow();
  }

  /** Symptom: a run that was asked to stop just before its end could never be accepted. */
  @Test
  void aWishThatCameTooLateForTheEndStopsNoDecision() throws Exception {
    RunId run = proposed(Task.builder("Change A").build(), writing());
    RunFolder folder = RunFolder.of(state, run);
    folder.askToStop("no longer wanted");

    try (Nightshift second = engine(writing())) {
      Run accepted = second.accept(run);

      assertThat(folder.whyStopped()).isEmpty();
      assertThat(ended(accepted).reason()).isEqualTo(EndReason.MERGED);
    }
  }

  @Test
  void theWorkOfAForkIsRejected() throws Exception {
    Pipeline forked =
        scope -> {
          RunScope fork = scope.fork("b");
          MergeCandidate candidate = changed(fork);
          GateResult gate = fork.check(green(), candidate);
          Review review = fork.review(approving(), candidate, gate);
          return scope.deliver(Delivery.branch(), candidate, gate, List.of(review));
        };
    RunId run = proposed(Task.builder("Change A").build(), forked);

    try (Nightshift second = engine(forked)) {
      RunResult rejected = ended(second.reject(run, RejectionReason.NOT_NEEDED, ""));
      assertThat(rejected.reason()).isEqualTo(EndReason.REJECTED);
      assertThat(second.replay(run)).isEqualTo(rejected);
    }
    assertThat(workspaces.parked()).isEmpty();
    workspaces.assertNothingOpen();
  }

  /** Symptom: a claim that a command can prove landed unproven, since no gate had asked it. */
  @Test
  void aCriterionThatNoGateAskedIsProvenBeforeItLands() throws Exception {
    Task task =
        Task.builder("Change A").acceptance(AcceptanceCriterion.proven("it runs", "app")).build();
    Pipeline ungated =
        scope -> {
          MergeCandidate candidate = changed(scope);
          GateResult gate = scope.check(green(), candidate);
          return scope.deliver(
              Delivery.branch(),
              candidate,
              gate,
              List.of(scope.review(approving(), candidate, gate)));
        };
    RunId run = proposed(task, ungated);
    workspaces.onCommand(command -> CommandResult.builder(1, "it crashes").build());

    try (Nightshift second = engine(ungated)) {
      RunResult refused = ended(second.accept(run));

      assertThat(refused.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(refused.report().humanDecisions().get(0).outcome())
          .startsWith("not landed: gate failed: criteria");
      assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
      assertThat(second.replay(run)).isEqualTo(refused);
      workspaces.onCommand(command -> CommandResult.builder(0, "it runs").build());
      RunResult landed = ended(second.accept(run));
      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(second.replay(run)).isEqualTo(landed);
    }
  }

  /** Symptom: an outage while a proposal was revised left it to nobody. */
  @Test
  void aRevisionThatWasCutIsSentBackAgain() throws Exception {
    for (EndReason cut :
        List.of(
            EndReason.INTERRUPTED,
            EndReason.CANCELLED,
            EndReason.MODEL_UNAVAILABLE,
            EndReason.ERROR)) {
      cutBy = cut;
      RunId run = proposed(Task.builder("Change A, cut by " + cut).build(), writing());

      try (Nightshift second = engine(writing())) {
        RunResult revised = ended(second.revise(run, "half"));
        assertThat(revised.reason()).isEqualTo(cut);
        assertThat(second.replay(run)).isEqualTo(revised);
        assertThat(workspaces.parked()).hasSize(1);
        RunResult again = ended(second.revise(run, "whole of " + cut));
        assertThat(again.reason()).isEqualTo(EndReason.PROPOSED);
        RunResult landed = ended(second.accept(run));
        assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
        assertThat(second.replay(run)).isEqualTo(landed);
      }
      assertThat(workspaces.targetFiles()).containsEntry("A.java", "whole of " + cut + "\n");
      workspaces.assertNothingOpen();
    }
  }

  /** Symptom: a proposal that was sent back was none any more if its target had moved. */
  @Test
  void aProposalStandsThoughItsTargetMovedBeforeARequestOfWhichNothingCame() throws Exception {
    RunId run = proposed(Task.builder("Change A").build(), writing());

    try (Nightshift second = engine(writing())) {
      String head = second.replay(run).report().commits().head();
      for (EndReason cut : List.of(EndReason.BUDGET_EXHAUSTED, EndReason.MODEL_UNAVAILABLE)) {
        cutBy = cut;
        workspaces.advanceTarget(Map.of("Of-" + cut + ".java", "b\n"));
        RunResult revised = ended(second.revise(run, "none"));

        assertThat(revised.reason()).as("cut by %s", cut).isEqualTo(EndReason.PROPOSED);
        assertThat(revised.report().commits().head()).isEqualTo(head);
        assertThat(revised.report().ending().detail())
            .endsWith("After that the run was stopped as " + cut + ": it was cut");
        assertThat(second.replay(run)).isEqualTo(revised);
      }
      RunResult landed = ended(second.accept(run));
      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(second.replay(run)).isEqualTo(landed);
      assertThat(workspaces.parentsOf(workspaces.targetCommit()).get(1)).isEqualTo(head);
    }
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v1\n").hasSize(3);
    workspaces.assertNothingOpen();
  }

  @Test
  void aProposalThatStandsOnAMovedTargetIsSentBackAgain() throws Exception {
    RunId run = proposed(Task.builder("Change A").build(), writing());
    workspaces.advanceTarget(Map.of("B.java", "b\n"));

    try (Nightshift second = engine(writing())) {
      assertThat(ended(second.revise(run, "none")).reason()).isEqualTo(EndReason.PROPOSED);
      RunResult again = ended(second.revise(run, "v2"));
      assertThat(again.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(again.report().changedFiles()).hasSize(1);
      RunResult landed = ended(second.accept(run));
      assertThat(landed.reason()).isEqualTo(EndReason.MERGED);
      assertThat(second.replay(run)).isEqualTo(landed);
    }
    assertThat(workspaces.targetFiles())
        .containsEntry("A.java", "v2\n")
        .containsEntry("B.java", "b\n");
  }
}
