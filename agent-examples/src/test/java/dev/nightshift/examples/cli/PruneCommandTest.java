package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class PruneCommandTest {
  @TempDir private Path empty;
  private final StringWriter printed = new StringWriter();
  private final TemporaryRepository repository = TemporaryRepository.bare(Map.of("a.txt", "a\n"));

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  private int prune(String... options) {
    CommandLine line = Main.commandLine(Map.of());
    line.setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
    String[] arguments = new String[options.length + 3];
    System.arraycopy(options, 0, arguments, 3, options.length);
    System.arraycopy(
        new String[] {"prune", "--repo", repository.directory().toString()}, 0, arguments, 0, 3);
    return line.execute(arguments);
  }

  private Process openRun() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenRun.class.getName(),
                repository.directory().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  @Test
  void saysWhatItKeptOfAKilledRun() throws Exception {
    Process run = openRun();
    assertThat(prune()).isZero();
    assertThat(printed.toString())
        .contains("run dead: process " + run.pid())
        .contains("no run of a dead process was found");
    run.destroyForcibly().waitFor();

    assertThat(prune("--dry-run")).isZero();
    assertThat(printed.toString()).contains("would: run dead of process " + run.pid());
    assertThat(repository.refs()).noneMatch(ref -> ref.startsWith("refs/heads/nightshift/"));

    assertThat(prune()).isZero();
    assertThat(printed.toString())
        .contains("which no longer works on it: its work is on branch nightshift/dead");
    assertThat(repository.refs()).containsExactly("refs/heads/main", "refs/heads/nightshift/dead");
    assertThat(repository.files(repository.tip("nightshift/dead")))
        .containsOnlyKeys("a.txt", "b.txt");
  }

  @Test
  void refusesWhatIsNoRepository() {
    CommandLine line = Main.commandLine(Map.of()).setErr(new PrintWriter(printed));

    assertThat(line.execute("prune", "--repo", empty.toString())).isEqualTo(2);
    assertThat(printed.toString()).contains("--repo", "is not a git repository");
  }
}
