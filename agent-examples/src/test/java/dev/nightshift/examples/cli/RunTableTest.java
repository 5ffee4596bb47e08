package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

/** The lines of runs at work, character by character. */
class RunTableTest {
  private static RunLine line(String name, String spent, String cap) {
    TokenUsage usage = TokenUsage.builder().input(4_000).cacheRead(120_000).output(2_500).build();
    return new RunLine(
        name,
        "implementing",
        "nightshift/20261129-230000-0a1b2c3d",
        "anthropic:claude-opus-5-5",
        Duration.ofSeconds(3_725),
        usage,
        Money.usd(spent),
        Money.usd(cap),
        Money.usd("0.0211"),
        true);
  }

  @Test
  void plainLinesHaveNoColour() {
    assertThat(RunTable.live(List.of(line("fix-a", "1.31", "2.00")), Ansi.OFF))
        .containsExactly(
            "run                  state         spent                    USD/min  elapsed"
                + "      in/cached/out  model                branch",
            "fix-a                implementing  [######....] 65%   1.3100   0.0211  1:02:05"
                + "     124k/120k/2500  claude-opus-5-5      nightshift/20261129-230000-0a1b2c3d");
  }

  /** Symptom: a hundred runs that waited stood among those that worked. */
  @Test
  void whatWorksStandsBeforeWhatWaits() {
    RunLine works = line("z-works", "1.00", "2.00");
    RunLine waits =
        new RunLine(
            "a-waits",
            "queued",
            "",
            "",
            Duration.ZERO,
            TokenUsage.zero(),
            Money.zero(),
            Money.usd("2.00"),
            Money.zero(),
            true);

    assertThat(RunTable.live(List.of(waits, works), Ansi.OFF))
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("run"),
            first -> assertThat(first).startsWith("z-works"),
            second -> assertThat(second).startsWith("a-waits"));
  }

  /** Symptom: on a terminal with fewer lines each look left a copy of the one before. */
  @Test
  void nothingIsTallerThanTheTerminal() {
    List<String> lines = List.of("spent", "rate", "run", "a", "b", "c");

    assertThat(LiveBoard.fitting(lines, 7)).isEqualTo(lines);
    assertThat(LiveBoard.fitting(lines, 5))
        .containsExactly("spent", "rate", "run", "and 3 more lines");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 32m[..........]",
    "1.39, 32m[######....]",
    "1.40, 33m[#######...]",
    "1.79, 33m[########..]",
    "1.80, 31m[#########.]",
    "2.00, 31m[##########]",
    "2.60, 31m[##########]"
  })
  void theBarIsYellowFromSeventyAndRedFromNinetyPercent(String spent, String bar) {
    assertThat(Ansi.ON.string(RunTable.bar(Money.usd(spent), Money.usd("2.00"))))
        .startsWith("\u001b[" + bar);
  }

  @Test
  void aRunWithoutACapHasNoBar() {
    assertThat(Ansi.OFF.string(RunTable.bar(Money.usd("1.00"), Money.zero())))
        .isEqualTo("               -");
  }

  @Test
  void whatIsTooLongIsCutAndWhatATerminalWouldObeyIsNotPrinted() {
    List<String> lines =
        RunTable.live(
            List.of(line("a-name-that-is-much-too-long-for-it\u001b[2J", "0", "1")), Ansi.OFF);

    assertThat(lines.get(1)).doesNotContain("\u001b").hasSizeLessThan(180);
  }

  /** Symptom: {@code runs list} said "needs_clarificati…". */
  @Test
  void theLongestEndIsShownWhole() {
    RecordedRun run =
        new RecordedRun(
            RunId.of("20261129-230000-0a1b2c3d"),
            RecordedRun.Status.ENDED,
            new RecordedRun.Origin(Task.builder("Add b").build(), "it", Instant.EPOCH),
            RecordedRun.Progress.unknown(),
            new RecordedRun.End(EndReason.NEEDS_CLARIFICATION, "", ""));

    assertThat(RunTable.listed(List.of(run)).get(0)).contains("  needs_clarification Add b ");
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "59, 0:59", "60, 1:00", "3600, 1:00:00", "90061, 25:01:01"})
  void timesAreShort(long seconds, String text) {
    assertThat(RunTable.elapsed(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
