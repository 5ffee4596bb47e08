package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
  void reportSaysThatTheMavenCacheIsSharedOnceItIs() throws Exception {
    CachedRepository cache = CachedRepository.create(temporary.toRealPath(), 1);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());
    String before = runner.toDisplay();

    runner.run(Command.of("true"), workspace, home);

    assertThat(before).isEqualTo("none (switched off)");
    assertThat(runner.toDisplay())
        .matches("none \\(switched off\\), Maven cache shared (read-only|by all commands)");
  }

  @Test
  void jarThatOneCommandOverwroteIsWholeForTheNext() throws Exception {
    CachedRepository cache = CachedRepository.create(temporary.toRealPath(), 1);
    CommandRunner runner = CommandRunner.create(policy().caches(List.of(cache.path())).build());
    String jar = "$HOME/.m2/repository/" + CachedRepository.JAR;

    runner.run(Command.shell("echo poison > " + jar), workspace, home);
    CommandResult next =
        runner.run(Command.shell("cat " + jar), workspace, temporary.toRealPath().resolve("next"));

    // A root that may not mount is the one user whom nothing keeps from writing.
    boolean mighty = Files.getAttribute(workspace, "unix:uid").equals(0);
    if (!(mighty && runner.toDisplay().endsWith("by all commands"))) {
      assertThat(next.output()).isEqualTo("original");
    }
    cache.assertUnchanged();
  }

  @Test
  void jvmAndShellAgreeOnTheHomeAlsoWithABlankInItsPath() throws Exception {
    Files.writeString(
        workspace.resolve("Home.java"),
        "class Home { public static void main(String[] a) throws Exception {"
            + " System.out.println(System.getProperty(\"user.home\")); if (a.length == 0) {"
            + " new ProcessBuilder(ProcessHandle.current().info().command().get(), \"Home.java\","
            + " \"forked\").inheritIO().start().waitFor(); } } }");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path blank = temporary.toRealPath().resolve("a home");

    CommandResult result =
        CommandRunner.create(policy().build())
            .run(Command.shell("echo \"$HOME\"; " + java + " Home.java"), workspace, blank);

    assertThat(result.output().lines().filter(line -> !line.startsWith("Picked up")))
        .containsExactly(blank.toString(), blank.toString(), blank.toString());
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
