package dev.nightshift.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftProcessesTest {
  @TempDir private Path directory;

  private Process start(String mark, Path home) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "100");
    builder.environment().clear();
    builder.environment().put(mark, "x");
    builder.environment().put("HOME", home.toString());
    return builder.start();
  }

  @Test
  void killsOnlyWhatWasStartedForADirectory() throws Exception {
    Path run = Files.createDirectory(directory.resolve("run"));
    Process left = start(ChildProcess.MARK, run.resolve("home"));
    Process foreign = start("OTHER", run.resolve("home"));
    Process ofAnother = start(ChildProcess.MARK, directory.resolve("run-2/home"));
    try {
      List<String> killed = LeftProcesses.of(run).kill();

      assertThat(killed).hasSize(1);
      assertThat(killed.get(0)).startsWith("process " + left.pid()).endsWith("was killed");
      assertThat(left.waitFor()).isNotZero();
      assertThat(foreign.isAlive()).isTrue();
      assertThat(ofAnother.isAlive()).isTrue();
      assertThat(LeftProcesses.of(run).kill()).isEmpty();
    } finally {
      foreign.destroyForcibly();
      ofAnother.destroyForcibly();
    }
  }
}
