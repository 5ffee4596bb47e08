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
    EndCommand.awaitAll();

    assertThat(Files.readAllLines(told)).containsExactly("run-1 merged");
  }

  /** Symptom: a restart of the host told of an end of each run that went on after it. */
  @Test
  void tellsNothingOfARunThatGoesOn() {
    Path told = directory.resolve("told");
    RunEvent left =
        new RunEvent(RunId.of("run-1"), Instant.EPOCH, "run.ended", Map.of("goesOn", true));

    shell("touch " + told).onEvent(left);
    EndCommand.awaitAll();

    assertThat(told).doesNotExist();
  }

  @Test
  void handsOverWhatAnAgentSaidAsDataAndNotAsShell() throws IOException {
    Path told = directory.resolve("told");

    shell("printf '%s' \"$NIGHTSHIFT_EVENT\" > " + told).onEvent(event("run.ended"));
    EndCommand.awaitAll();

    assertThat(Files.readString(told)).isEqualTo(event("run.ended").toJson());
  }

  /** Symptom: a cancel took as long as the command that told of it. */
  @Test
  void nobodyWaitsForACommandThatHangs() throws IOException {
    Path begun = directory.resolve("begun");
    Path goOn = directory.resolve("go-on");

    shell(
            "touch %s; until [ -e %s ]; do sleep 0.02; done; echo >> %s"
                .formatted(begun, goOn, begun))
        .onEvent(event("run.ended"));
    Files.createFile(goOn);
    EndCommand.awaitAll();

    assertThat(Files.readString(begun)).isNotEmpty();
  }

  /** Symptom: no command can be started with a text of more than 128 KiB in its environment. */
  @Test
  void aLongEndIsToldInPart() throws IOException {
    Path told = directory.resolve("told");
    RunEvent long80 =
        new RunEvent(
            RunId.of("run-1"), Instant.EPOCH, "run.ended", Map.of("detail", "\0".repeat(80_000)));

    shell("printf '%s' \"$NIGHTSHIFT_EVENT\" > " + told).onEvent(long80);
    EndCommand.awaitAll();

    assertThat(Files.readString(told)).contains("the report has it whole").hasSizeLessThan(60_000);
  }

  @Test
  void aCommandThatFailsOrIsMissingEndsNoRun() {
    shell("echo no mail today; exit 3").onEvent(event("run.ended"));
    RunListener.commandAtEnd(LIMIT, "no-such-program-here").onEvent(event("run.ended"));
    EndCommand.awaitAll();
  }

  @Test
  void aCommandThatHangsIsKilledAtItsLimit() {
    RunListener listener =
        RunListener.commandAtEnd(Duration.ofMillis(100), "/bin/sh", "-c", "sleep 600");

    listener.onEvent(event("run.ended"));
    EndCommand.awaitAll();

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
