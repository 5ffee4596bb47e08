package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In a round that begins with a conflict, resolving it is no answer to anything else. */
class ConflictAnswerTest {
  private static final RoundReport.Cause CONFLICT = RoundReport.Cause.CONFLICTED;
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<Dispute> disputes = new ArrayList<>();
  private boolean moved;

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: resolving A.java was "answered the request R1 with a change", though R1 is B.java. */
  @Test
  void resolvingAConflictIsNoAnswerToARequestAboutAnotherFile() throws Exception {
    RunResult result = requested("B.java", assignment -> write(assignment, "A.java", "both\n"));

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(disputes).containsExactly(new Dispute("R1", "answered"));
    assertThat(answers(result)).containsExactly(conflict(true), ofRequest(false));
    assertThat(result.report().toMarkdown())
        .contains(
            "answered the conflict with a change; the implementer answered the request R1"
                + " **without changing anything for it**, a dispute");
  }

  @Test
  void aChangeBesideTheConflictIsAnAnswer() throws Exception {
    RunResult result =
        requested(
            "B.java",
            assignment -> {
              write(assignment, "A.java", "both\n");
              write(assignment, "B.java", "b1\n");
            });

    assertThat(disputes).isEmpty();
    assertThat(answers(result)).containsExactly(conflict(true), ofRequest(true));
  }

  @Test
  void resolvingTheConflictInTheFileOfTheRequestIsAnAnswer() throws Exception {
    RunResult result = requested("A.java", assignment -> write(assignment, "A.java", "both\n"));

    assertThat(disputes).isEmpty();
    assertThat(answers(result)).containsExactly(conflict(true), ofRequest(true));
  }

  /** Symptom: with the markers left in, that nothing was done was a change. */
  @Test
  void anImplementerThatDoesNothingAnswersNothing() throws Exception {
    RunResult result = requested("A.java", assignment -> {});

    assertThat(result.reason()).isEqualTo(EndReason.CONFLICTED);
    assertThat(answers(result).subList(0, 2)).containsExactly(conflict(false), ofRequest(false));
  }

  @Test
  void anImplementerThatDoesNothingAnswersNoRedGate() throws Exception {
    MergeGate redOnce =
        (candidate, context) -> {
          if (moved) {
            return GateResult.passed("tests", "green");
          }
          land();
          return GateResult.failed("tests", "red");
        };

    RunResult result =
        fixture.nightshift.run(
            task, pipeline(first(assignment -> {})).gate(redOnce).maxConflicts(0).build());

    assertThat(answers(result))
        .containsExactly(
            conflict(false),
            new RoundReport.Answer(RoundReport.Cause.GATE_FAILED, "", false, "answered"));
  }

  /** Runs a task whose target gets a conflict with A.java while a change is requested. */
  private RunResult requested(String path, Consumer<Assignment> next) throws InterruptedException {
    Reviewer reviewer =
        asked -> {
          disputes.addAll(asked.disputes());
          if (moved) {
            return Review.approvedClosing(asked.openRequests());
          }
          land();
          return Review.changesRequested(EngineFixture.request(path, 1, "x"));
        };
    return fixture.nightshift.run(task, pipeline(first(next)).reviewer(reviewer).build());
  }

  private Implementer first(Consumer<Assignment> next) {
    return assignment -> {
      if (assignment.feedback() instanceof Feedback.None) {
        return writes("A.java", "v1\n").implement(assignment);
      }
      next.accept(assignment);
      return new Outcome.Changed("answered");
    };
  }

  private static void write(Assignment assignment, String path, String content) {
    try {
      writes(path, content).implement(assignment);
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void land() {
    moved = true;
    fixture.workspaces.advanceTarget(Map.of("A.java", "t1\n"));
  }

  private static List<RoundReport.Answer> answers(RunResult result) {
    return result.report().rounds().stream().flatMap(round -> round.answers().stream()).toList();
  }

  private static RoundReport.Answer conflict(boolean changed) {
    return new RoundReport.Answer(CONFLICT, "", changed, "answered");
  }

  private static RoundReport.Answer ofRequest(boolean changed) {
    return new RoundReport.Answer(RoundReport.Cause.CHANGE_REQUESTED, "R1", changed, "answered");
  }
}
