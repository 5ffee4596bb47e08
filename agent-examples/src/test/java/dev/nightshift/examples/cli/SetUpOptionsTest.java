package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxMode;
import dev.nightshift.core.setup.SetUp;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the options of a set-up come to. */
class SetUpOptionsTest {
  @Test
  void areOneSetUp() {
    SetUp setUp =
        parsed(
                "--set-up=npm ci",
                "--set-up=npm run build-tools",
                "--set-up-lock=package-lock.json",
                "--set-up-keep=node_modules",
                "--set-up-keep=~/.cache/tools",
                "--set-up-secret=NPM_TOKEN")
            .orElseThrow();

    assertThat(setUp.commands())
        .extracting(Command::toDisplay)
        .containsExactly("npm ci", "npm run build-tools");
    assertThat(setUp.lockFiles()).containsExactly("package-lock.json");
    assertThat(setUp.keeps()).containsExactly("node_modules", "~/.cache/tools");
    assertThat(setUp.secrets()).containsExactly("NPM_TOKEN");
  }

  @Test
  void areNothingUnlessAsked() {
    assertThat(parsed()).isEmpty();
  }

  @Test
  void nameTheOneThatIsRefused() {
    assertThatThrownBy(
            () -> parsed("--set-up=npm ci", "--set-up-lock=../lock", "--set-up-keep=node_modules"))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("--set-up-lock")
        .hasMessageContaining("../lock");
    assertThatThrownBy(
            () ->
                parsed(
                    "--set-up=npm ci",
                    "--set-up-lock=lock",
                    "--set-up-keep=node_modules",
                    "--set-up-secret=TOKEN=abc"))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("--set-up-secret");
  }

  /** Symptom: the target was blamed. */
  @Test
  void areRefusedByNameWhereCommandsHaveNoSandbox() {
    CommandPolicy off = CommandPolicy.builder().sandboxMode(SandboxMode.OFF).build();
    WorkOptions.SetUpOptions options =
        options("--set-up=npm ci", "--set-up-lock=lock", "--set-up-keep=node_modules");

    assertThatThrownBy(() -> options.toSetUp(off))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("--set-up 'npm ci'")
        .hasMessageContaining("bubblewrap");
  }

  private static Optional<SetUp> parsed(String... arguments) {
    return options(arguments).toSetUp();
  }

  private static WorkOptions.SetUpOptions options(String... arguments) {
    WorkOptions.SetUpOptions options = new WorkOptions.SetUpOptions();
    CommandSpec holder = CommandSpec.create();
    holder.addMixin("setUp", CommandSpec.forAnnotatedObject(options));
    new CommandLine(holder).parseArgs(arguments);
    return options;
  }
}
