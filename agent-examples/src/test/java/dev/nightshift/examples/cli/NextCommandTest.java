package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextCommandTest {
  private static String next(EndReason reason, Kind... choices) {
    return NextCommand.of(run(reason, choices));
  }

  /** Symptom: {@code runs show} said that it has the question of a run, under that question. */
  @Test
  void whoSeesTheQuestionIsToldHowToAnswerIt() {
    RecordedRun asks = run(EndReason.NEEDS_CLARIFICATION, Kind.ANSWERED, Kind.REJECTED);

    assertThat(NextCommand.ofShown(asks))
        .isEqualTo(
            "'nightshift runs answer 20261129-230000-0a1b2c3d --text TEXT' answers its question");
    assertThat(NextCommand.of(asks)).startsWith("'nightshift runs show' has its question");
  }

  private static RecordedRun run(EndReason reason, Kind... choices) {
    return new RecordedRun(
        RunId.of("20261129-230000-0a1b2c3d"),
        RecordedRun.Status.ENDED,
        new RecordedRun.Origin(Task.builder("Add b").build(), "it", Instant.EPOCH),
        new RecordedRun.Progress(
            RunState.STOPPED,
            "nightshift/x",
            Duration.ZERO,
            RecordedRun.Progress.unknown().spend()),
        new RecordedRun.End(reason, "", "", null, List.of(), Set.of(choices)));
  }

  /** Symptom: a run whose work was not kept was said to be sent back with a budget. */
  @Test
  void whatCannotBeRevisedIsRunAgainWithALargerCap() {
    assertThat(next(EndReason.BUDGET_EXHAUSTED, Kind.REJECTED))
        .isEqualTo("run its task again with a larger --budget-usd, --budget-tokens or --timeout");
    assertThat(next(EndReason.BUDGET_EXHAUSTED, Kind.REVISED, Kind.REJECTED))
        .isEqualTo("'nightshift runs revise' sends it back, with a budget if its own is used up");
  }

  /** Symptom: of ends that can be revised only "run its task again" was said. */
  @Test
  void whatCanBeRevisedIsSaidToBe() {
    assertThat(next(EndReason.PROPOSED, Kind.ACCEPTED, Kind.REVISED, Kind.REJECTED))
        .isEqualTo(
            "look at branch nightshift/x and 'nightshift runs accept', 'runs revise' or"
                + " 'runs reject' it");
    assertThat(next(EndReason.GATE_FAILED, Kind.REVISED, Kind.REJECTED))
        .startsWith("read its report, and 'nightshift runs revise' sends it back; or run its task");
    assertThat(next(EndReason.MODEL_UNAVAILABLE, Kind.REVISED, Kind.REJECTED))
        .contains("'nightshift runs revise' sends it back", "'nightshift batch --again'");
  }

  /** Symptom: a run whose answer met an outage was to be run again, and the answer was lost. */
  @Test
  void whatCouldNotGoOnByItsAnswerIsAnsweredAgain() {
    assertThat(next(EndReason.MODEL_UNAVAILABLE, Kind.ANSWERED, Kind.REJECTED))
        .isEqualTo(
            "read its report, and 'nightshift runs answer' answers its question again; or run its"
                + " task again ('nightshift batch --again')");
  }

  @Test
  void whatTheSameBatchDoesAgainNeedsNoOption() {
    assertThat(next(EndReason.MODEL_UNAVAILABLE)).endsWith(" ('nightshift batch')");
    assertThat(next(EndReason.CANCELLED)).endsWith(" ('nightshift batch --again')");
  }
}
