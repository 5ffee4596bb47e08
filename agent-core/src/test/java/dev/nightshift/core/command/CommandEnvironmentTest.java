package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEnvironmentTest {
  private static final Map<String, String> HOST =
      Map.of(
          "PATH", "/bin",
          "LC_ALL", "C",
          "ANTHROPIC_API_KEY", "k",
          "GITHUB_TOKEN", "t",
          "AWS_SECRET_ACCESS_KEY", "s",
          "GIT_DIR", "/x",
          "MAVEN_OPTS", "-Dpassword=p",
          "JAVA_TOOL_OPTIONS", "-javaagent:x",
          "https_proxy", "http://proxy:1",
          "HTTP_PROXY", "http://me:secret@proxy:1");

  @Test
  void takesOnlyHarmlessVariablesOfTheHost() {
    Map<String, String> variables = of(CommandPolicy.standard(), Command.of("x"));

    assertThat(variables).containsEntry("PATH", "/bin").containsEntry("LC_ALL", "C");
    assertThat(variables)
        .doesNotContainKeys(
            "ANTHROPIC_API_KEY",
            "GITHUB_TOKEN",
            "AWS_SECRET_ACCESS_KEY",
            "GIT_DIR",
            "JAVA_TOOL_OPTIONS",
            "https_proxy");
    assertThat(variables.get("MAVEN_OPTS")).doesNotContain("password");
  }

  @Test
  void proxiesWithoutPasswordsGoWithTheNetwork() {
    Map<String, String> variables =
        of(CommandPolicy.builder().network(true).build(), Command.of("x"));

    assertThat(variables).containsKey("https_proxy").doesNotContainKey("HTTP_PROXY");
  }

  @Test
  void declaredVariablesWinAndJvmOptionsAreAdded() {
    CommandPolicy policy =
        CommandPolicy.builder().environment("A", "p").environment("MAVEN_OPTS", "-Xmx1g").build();

    Map<String, String> variables = of(policy, Command.of("x").withEnvironment("A", "c"));

    assertThat(variables).containsEntry("A", "c").containsEntry("HOME", "/runs/home");
    assertThat(variables.get("MAVEN_OPTS"))
        .startsWith("-Xmx1g ")
        .contains("-Duser.home=/runs/home");
    assertThat(variables).containsEntry("GIT_CEILING_DIRECTORIES", "/runs");
  }

  @Test
  void withoutAUserDatabaseOfItsOwnEveryJvmIsToldTheHome() {
    assertThat(unconfined(CommandPolicy.standard(), "/runs/home"))
        .containsEntry("JAVA_TOOL_OPTIONS", "-Duser.home=/runs/home");
    assertThat(unconfined(CommandPolicy.standard(), "/the runs/it's"))
        .containsEntry("JAVA_TOOL_OPTIONS", "\"-Duser.home=/the runs/it's\"");
    CommandPolicy.Builder declared = CommandPolicy.builder();
    assertThat(unconfined(declared.environment("JAVA_TOOL_OPTIONS", "-Xss1m").build(), "/h"))
        .containsEntry("JAVA_TOOL_OPTIONS", "-Xss1m -Duser.home=/h");
    assertThat(of(CommandPolicy.standard(), Command.of("x")))
        .doesNotContainKey("JAVA_TOOL_OPTIONS");
  }

  @Test
  void callerWhoEmptiesTheOptionsOfJvmsIsLeftAlone() {
    CommandPolicy policy = CommandPolicy.builder().environment("JAVA_TOOL_OPTIONS", "").build();

    assertThat(unconfined(policy, "/h")).containsEntry("JAVA_TOOL_OPTIONS", "");
  }

  private static Map<String, String> unconfined(CommandPolicy policy, String home) {
    return new CommandEnvironment(HOST, policy, false)
        .of(Command.of("x"), Path.of("/runs/workspace"), Path.of(home));
  }

  private static Map<String, String> of(CommandPolicy policy, Command command) {
    return new CommandEnvironment(HOST, policy, true)
        .of(command, Path.of("/runs/workspace"), Path.of("/runs/home"));
  }

  @Test
  void gradleReadsADeclaredCacheWithoutLockingIt(@TempDir Path directory) throws Exception {
    Path caches = directory.resolve("gradle").resolve("caches");
    Path modules = Files.createDirectories(caches.resolve("modules-2"));

    for (Path declared : List.of(caches, caches.resolve(".."), modules)) {
      Path cache = declared.normalize();
      CommandPolicy policy = CommandPolicy.builder().caches(List.of(directory, cache)).build();

      assertThat(of(policy, Command.of("x")))
          .containsEntry("GRADLE_RO_DEP_CACHE", caches.toString());
    }
    assertThat(of(CommandPolicy.builder().caches(List.of(directory)).build(), Command.of("x")))
        .doesNotContainKey("GRADLE_RO_DEP_CACHE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "=", "A\0", "HOME"})
  void namesThatNoCommandCanBeGivenAreRefusedAtTheCall(String name) {
    String named = name.equals("HOME") ? "HOME cannot be set to '/tmp'" : "cannot be set";

    assertThatThrownBy(() -> CommandPolicy.builder().environment(name, "/tmp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
    assertThatThrownBy(() -> Command.of("true").withEnvironment(name, "/tmp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
    assertThatThrownBy(() -> CommandPolicy.builder().environment("A", "x\0y"))
        .hasMessageContaining("value of the environment variable A");
  }
}
