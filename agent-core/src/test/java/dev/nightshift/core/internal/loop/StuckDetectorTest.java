package dev.nightshift.core.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.loop.StuckDetector.Verdict;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StuckDetectorTest {
  @Test
  void sameCallsWithResultsThatDifferInTimesOnlyAreARepetition() {
    assertThat(verdicts("a=ok in 3 s", "a=ok in 4 s", "a=ok in 5 s"))
        .containsExactly(Verdict.PROGRESS, Verdict.REPEATED, Verdict.STUCK);
  }

  @Test
  void anotherArgumentOrAnotherResultIsProgress() {
    assertThat(verdicts("a=ok", "b=ok", "b=failed", "c=failed")).containsOnly(Verdict.PROGRESS);
  }

  @Test
  void twoTurnsInAlternationAreARepetition() {
    assertThat(verdicts("a=1", "b=2", "a=1", "b=2", "a=1", "b=2"))
        .containsExactly(
            Verdict.PROGRESS,
            Verdict.PROGRESS,
            Verdict.PROGRESS,
            Verdict.REPEATED,
            Verdict.PROGRESS,
            Verdict.STUCK);
  }

  /** What follows from turns with one call each, written as its argument and its result. */
  private static List<Verdict> verdicts(String... turns) {
    StuckDetector detector = new StuckDetector();
    return Arrays.stream(turns)
        .map(
            turn -> {
              Answers answers = new Answers();
              answers.executed(
                  new ContentBlock.ToolUse("id", "run", turn.substring(0, 1)),
                  ToolOutcome.ok(turn.substring(2)));
              return detector.judge(answers);
            })
        .toList();
  }
}
