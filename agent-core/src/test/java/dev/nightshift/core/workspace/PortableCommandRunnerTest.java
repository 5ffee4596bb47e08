package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortableCommandRunnerTest extends CommandRunnerContract {
  @Override
  SandboxMode mode() {
    return SandboxMode.OFF;
  }

  @Test
  void saysThatThereIsNoSandbox() {
    SandboxChoice choice = CommandRunner.create(policy().build()).sandbox();

    assertThat(choice.toDisplay()).isEqualTo("none (switched off)");
  }
}
