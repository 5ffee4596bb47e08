package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.event.RunEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ProgressLinesTest {
  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
  private final StringWriter written = new StringWriter();
  private final RunId run = RunId.create(START, 1);

  @Test
  void showsTimeAndMoneyOnEveryLine() {
    ProgressLines progress = new ProgressLines(new PrintWriter(written), Ansi.OFF);

    progress.onEvent(event(0, "run.dispatched", Map.of("title", "Fix it")));
    progress.onEvent(event(3, "model.call", Map.of("totalNanos", 12_345_678L)));
    progress.onEvent(
        event(
            65, "gate.finished", Map.of("gate", "mvn test", "passed", true, "durationMs", 5200L)));

    assertThat(written.toString().lines())
        .containsExactly(
            "00:00    $0.0000  dispatched   Fix it",
            "01:05    $0.0123  gate         mvn test passed (5.2 s)");
  }

  @Test
  void writesNoEscapesWithoutColours() {
    ProgressLines progress = new ProgressLines(new PrintWriter(written), Ansi.OFF);

    progress.onEvent(
        event(
            0,
            "tool.call",
            Map.of("role", "implementer", "tool", "run_command", "detail", "\u001b[2J")));

    assertThat(written.toString())
        .doesNotContain("\u001b")
        .contains("run_command \u27e6U+001B\u27e7[2J");
  }

  @Test
  void colourDoesNotReachTheTextOfModels() {
    ProgressLines progress = new ProgressLines(new PrintWriter(written), Ansi.ON);

    progress.onEvent(event(0, "decision", Map.of("title", "@|red bold|@ %s")));

    assertThat(written.toString()).contains("\u001b[").contains("@|red bold|@ %s");
  }

  @Test
  void toleratesEventsItDoesNotKnow() {
    ProgressLines progress = new ProgressLines(new PrintWriter(written), Ansi.OFF);

    progress.onEvent(event(0, "something.new", Map.of()));

    assertThat(written.toString()).isEmpty();
  }

  private RunEvent event(long second, String name, Map<String, Object> attributes) {
    return new RunEvent(run, START.plusSeconds(second), name, attributes);
  }
}
