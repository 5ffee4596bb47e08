package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own that is told to stop. */
@Timeout(120)
class StoppingTest {
  private static final String NOWHERE = "http://127.0.0.1:1";
  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeRoom() throws IOException {
    Files.createDirectories(directory.resolve("tmp"));
    Files.createDirectories(directory.resolve("bin"));
  }

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void stoppedBeforeTheRunBeganSaysSoAndLeavesNothing() throws Exception {
    Path probed = fifo();
    script("bwrap", "echo probing > " + probed + "; exec sleep 600");
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"))) {
      Process process = start(runOn(repository, "--sandbox", "preferred"));
      assertThat(Files.readString(probed)).isEqualTo("probing\n");

      process.toHandle().destroy();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(directory.resolve("stderr"))
          .hasContent("nightshift: stopped before the run began");
      assertThat(leftBehind()).isEmpty();
    }
  }

  @Test
  void aStoppedDemoLeavesNothingButItsReportAndBlamesNoPlugins() throws Exception {
    Path out = directory.resolve("out");
    for (String neededByTheGate : List.of("mvn", "grep")) {
      script(neededByTheGate, "exit 1");
    }
    Process process = start(List.of("demo", "--sandbox", "off", "--out", out.toString()));
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.lines().anyMatch(line -> line.contains("implementing"))).isTrue();

      process.toHandle().destroy();

      assertThat(lines.lines().toList())
          .anyMatch(line -> line.contains("stopped (interrupted)"))
          .noneMatch(line -> line.contains("did not end as it should"));
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(out.resolve("report.json")).content().contains("\"interrupted\"");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void aRequiredSandboxThatIsMissingIsNotTheTargetsFault() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "one\n"))) {
      Process process = start(runOn(repository, "--sandbox", "required"));

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
      assertThat(directory.resolve("stderr"))
          .content()
          .contains("--sandbox 'required'")
          .contains("bubblewrap is not installed")
          .doesNotContain("--target");
    }
  }

  private List<String> runOn(TemporaryRepository repository, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--repo", repository.directory().toString()));
    arguments.addAll(List.of("--title", "Add b", "--no-tests", "--gate", "true"));
    arguments.addAll(List.of("--out", directory.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(directory.resolve("stderr").toFile());
    builder.environment().put("PATH", directory.resolve("bin").toString());
    builder.environment().put("ANTHROPIC_BASE_URL", NOWHERE);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private Path fifo() throws Exception {
    Path fifo = directory.resolve("probed");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private void script(String name, String line) throws IOException {
    File file = directory.resolve("bin").resolve(name).toFile();
    Files.writeString(file.toPath(), "#!/bin/sh\nPATH=/usr/bin:/bin\n" + line + "\n");
    assertThat(file.setExecutable(true)).isTrue();
  }

  /** The JVM's own performance file belongs to no run. */
  private List<Path> leftBehind() throws IOException {
    try (var entries = Files.list(directory.resolve("tmp"))) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("hsperfdata_"))
          .toList();
    }
  }
}
