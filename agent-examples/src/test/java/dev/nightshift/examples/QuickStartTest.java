package dev.nightshift.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.examples.demo.DemoProject;
import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.git.testing.TemporaryRepository;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the README's first example as a stranger would: its own JVM, a key in the environment, a
 * real project.
 */
@Timeout(600)
class QuickStartTest {
  @Test
  void landsAChangeThatTheProjectsOwnTestsPassed() throws Exception {
    String note = "Divides a catalogue into pages.\n";
    ScriptPlayer player =
        new ScriptPlayer()
            .add(
                "claude-opus-5-5",
                List.of(
                    ModelTurn.of("", ToolCall.write("README", note)),
                    ModelTurn.of("", ToolCall.finish("Describes the project"))))
            .add("claude-haiku-5-5", List.of(ModelTurn.of("", ToolCall.approve(0, ""))));
    try (TemporaryRepository repository = TemporaryRepository.bare(DemoProject.files());
        ScriptedModelServer server = ScriptedModelServer.start(player)) {
      String printed = run(repository.directory(), server.baseUrl());

      assertThat(printed).contains("# Merged: Describe the project").contains("tests executed 4");
      assertThat(repository.read(repository.tip("main"), "README")).isEqualTo(note);
      assertThat(player.unused()).isZero();
    }
  }

  private static String run(Path repository, String baseUrl) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            QuickStart.class.getName(),
            repository.toString(),
            "Describe the project");
    builder.environment().put("ANTHROPIC_API_KEY", "test");
    builder.environment().put("ANTHROPIC_BASE_URL", baseUrl);
    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
