package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole demo, with the real Maven project. */
@Timeout(900)
class DemoCommandTest {
  @TempDir Path directory;

  @Test
  void landsOnMainAfterExactlyOneRequest() throws Exception {
    StringWriter printed = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("demo", "--out", directory.toString()));
    // Surefire tells where this build's artefacts are.
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      arguments.addAll(List.of("--cache", repository));
    }

    int status =
        Main.commandLine(Map.of())
            .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
            .setOut(new PrintWriter(printed, true))
            .execute(arguments.toArray(String[]::new));

    assertThat(status).as(printed.toString()).isZero();
    assertThat(printed.toString())
        .contains("Model replies are scripted; git, tools, tests, merge and accounting are real.")
        .containsOnlyOnce("changes_requested")
        .contains("approved, 0 findings")
        .contains("delivered (merged)")
        .contains("implementer  $")
        .contains("reviewer     $")
        .contains(directory.resolve("report.md").toString())
        .doesNotContain("\u001b");
    JsonNode report =
        JsonMapper.shared().readTree(Files.readString(directory.resolve("report.json")));
    assertThat(report.path("revisions").asInt()).isEqualTo(1);
    assertThat(report.path("gates").path(2).path("testsExecuted").asInt()).isEqualTo(6);
  }
}
