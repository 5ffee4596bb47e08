package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
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

  @Test
  void aDetachedProcessWithoutATraceDoesNotSurvive() throws Exception {
    String mark = UUID.randomUUID().toString();

    shell("env -i setsid sh -c 'sleep 1000; : " + mark + "' </dev/null >/dev/null 2>&1 & sleep 1");

    assertThat(survivors(mark)).isEmpty();
  }

  @Test
  void aSandboxOfTheCallersOwnReplacesTheChoiceByMode() throws Exception {
    Sandbox own =
        new Sandbox() {
          @Override
          public String name() {
            return "own";
          }

          @Override
          public List<String> confine(List<String> argv, SandboxPolicy policy) {
            return List.of("echo", "confined", argv.get(0), policy.workspace().toString());
          }
        };

    CommandRunner runner = CommandRunner.create(policy().sandbox(own).build());

    assertThat(runner.sandbox().toDisplay()).isEqualTo("own");
    assertThat(runner.run(Command.of("true"), workspace, home).output())
        .isEqualTo("confined true " + workspace + "\n");
  }
}
