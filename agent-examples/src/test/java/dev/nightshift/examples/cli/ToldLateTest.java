package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom {@code --notify} tells of the end of a run whose process was killed before it had. */
@Timeout(300)
class ToldLateTest extends OnState {
  /** Symptom: the one notification of a run was lost with the process that was about to send it. */
  @Test
  void anEndThatAKilledProcessDidNotTellIsToldWhenRunsAreResumed() throws Exception {
    Path told = directory.resolve("told-of");
    String notify = "echo $NIGHTSHIFT_RUN $NIGHTSHIFT_REASON >> " + told;
    List<String> arguments = new ArrayList<>(work("--notify", notify));
    arguments.addAll(List.of("--title", "Add b", "--out", directory.resolve("out").toString()));
    assertThat(process("run", arguments).waitFor()).isZero();
    String line = onlyRun() + " proposed";
    assertThat(Files.readAllLines(told)).containsExactly(line);

    assertThat(resume()).isZero();
    assertThat(Files.readAllLines(told)).as("told once").containsExactly(line);
    Files.delete(state.resolve("runs").resolve(onlyRun()).resolve("told"));
    assertThat(resume()).isZero();
    assertThat(resume()).isZero();

    assertThat(Files.readAllLines(told)).as("told once more").containsExactly(line, line);
  }

  /** In a process of its own, whose end waits for the command. */
  private int resume() throws Exception {
    return process("runs", List.of("resume", "--state", state.toString())).waitFor();
  }
}
