package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of a batch about which a human decides while others of it still work. */
@Timeout(300)
class DecidedBatchTest extends OnState {
  /** Symptom: at its end the batch wrote "Proposed" over the report of a run that was merged. */
  @Test
  void aBatchDoesNotOverwriteTheReportOfARunThatWasAcceptedMeanwhile() throws Exception {
    Path held = directory.resolve("held");
    assertThat(new ProcessBuilder("mkfifo", held.toString()).start().waitFor()).isZero();
    Path tasks =
        tasks(
            "{\"id\":\"a\",\"description\":\"Make the file a2.txt\"}",
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\",\"gates\":[\"cat %s\"]}"
                .formatted(held));
    List<String> arguments = work();
    arguments.addAll(List.of("--tasks", tasks.toString(), "--parallel", "2"));
    Process batch = process("batch", arguments);
    String rest;
    String run;
    try (BufferedReader out = batch.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("task a: proposed")) {
        line = out.readLine();
      }
      run = proposed();

      int accepted = onState("runs accept", run);

      assertThat(accepted).as(text()).isEqualTo(ExitStatus.DELIVERED);
      Files.writeString(held, "go\n");
      rest = String.join("\n", out.lines().toList());
    }
    assertThat(batch.waitFor()).isEqualTo(ExitStatus.DELIVERED);
    Path reports = state.resolve("reports").resolve(run);
    assertThat(reports.resolve("report.md")).content().contains("A human accepted it");
    assertThat(reports.resolve("report.json")).content().contains("\"reason\" : \"merged\"");
    assertThat(rest).containsPattern("a +merged").containsPattern("b +proposed");
  }

  private String proposed() {
    assertThat(onState("runs list")).isZero();
    return text()
        .lines()
        .filter(line -> line.contains("  proposed "))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElseThrow();
  }
}
