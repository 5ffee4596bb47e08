package dev.nightshift.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndCommandTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  @TempDir Path directory;

  private static RunEvent event(String name) {
    return new RunEvent(
        RunId.of("run-1"),
        Instant.EPOCH,
        name,
        Map.of("reason", "merged", "detail", "it's \"done\" $(false)\n`x`"));
  }

  private static RunListener shell(String line) {
    return RunListener.commandAtEnd(LIMIT, "/bin/sh", "-c", line);
  }

  @Test
  void tellsOfAnEndOnceAndOfNothingElse() throws IOException {
    Path told = directory.resolve("told");
    RunListener listener = shell("echo \"$NIGHTSHIFT_RUN $NIGHTSHIFT_REASON\" >> " + told);

    listener.onEvent(event("run.dispatched"));
    listener.onEvent(event("run.ended"));

    assertThat(Files.readAllLines(told)).containsExactly("run-1 merged");
  }

  @Test
  void handsOverWhatAnAgentSaidAsDataAndNotAsShell() throws IOException {
    Path told = directory.resolve("told");

    shell("printf '%s' \"$NIGHTSHIFT_EVENT\" > " + told).onEvent(event("run.ended"));

    assertThat(Files.readString(told)).isEqualTo(event("run.ended").toJson());
  }

  @Test
  void tellsOfACancelledRunAndKeepsItsThreadInterrupted() {
    Path told = directory.resolve("told");

    Thread.currentThread().interrupt();
    shell("touch " + told).onEvent(event("run.ended"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).exists();
  }

  @Test
  void aCommandThatFailsOrIsMissingEndsNoRun() {
    shell("echo no mail today; exit 3").onEvent(event("run.ended"));
    RunListener.commandAtEnd(LIMIT, "no-such-program-here").onEvent(event("run.ended"));
  }

  @Test
  void aCommandThatHangsIsKilledAtItsLimit() {
    RunListener listener =
        RunListener.commandAtEnd(Duration.ofMillis(100), "/bin/sh", "-c", "sleep 600");

    listener.onEvent(event("run.ended"));

    assertThat(ProcessHandle.current().descendants())
        .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 600"));
  }

  @Test
  void refusesACommandWithoutAProgram() {
    assertThatThrownBy(() -> RunListener.commandAtEnd(LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("argv needs a program");
  }
}
