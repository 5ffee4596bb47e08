package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools made up below a home made up, looked for by commands that really run. */
@Tag("bubblewrap")
@Timeout(60)
class HomeToolsTest {
  @TempDir Path temporary;
  private Path userHome;
  private Path workspace;

  @BeforeEach
  void makeHome() throws IOException {
    Path real = temporary.toRealPath();
    userHome = Files.createDirectory(real.resolve("user"));
    workspace = Files.createDirectory(real.resolve("workspace"));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "cargo,  .cargo/bin,                       .cargo/bin .rustup",
    "rustc,  .rustup/toolchains/stable/bin,    .rustup",
    "python, .pyenv/shims,                     .pyenv",
    "gradle, .sdkman/candidates/gradle/current/bin, .sdkman/candidates",
    "npm2,   .nvm/versions/node/v20.1.0/bin,   .nvm/versions",
    "ruby,   .rbenv/shims,                     .rbenv",
    "elixir, .asdf/shims,                      .asdf",
    "uv,     .local/bin,                       .local/bin",
    "gofmt2, go/bin,                           go/bin",
    "mytool, bin,                              bin"
  })
  void toolBelowTheHomeIsNamedWithTheOptionsThatMakeItRun(String tool, String at, String needs)
      throws Exception {
    Bubblewrap.require();
    install(at, tool);
    Files.createDirectories(userHome.resolve(".rustup"));

    CommandResult hidden = run(List.of(), userHome.resolve(at), tool + " --version");

    assertThat(hidden.exitCode()).isEqualTo(127);
    assertThat(hidden.hint())
        .contains(userHome.resolve(at).resolve(tool).toString())
        .contains("the sandbox hides")
        .doesNotContain("on the PATH");
    assertThat(caches(hidden.hint()))
        .containsExactlyElementsOf(
            List.of(needs.split(" ")).stream().map(userHome::resolve).toList());
    CommandResult shown = run(caches(hidden.hint()), userHome.resolve(at), tool + " --version");
    assertThat(shown.output()).isEqualTo("tool at work\n");
    assertThat(shown.hint()).isEmpty();
  }

  @Test
  void toolThatNoSearchPathNamesIsFoundAllTheSame() throws Exception {
    Bubblewrap.require();
    install(".cargo/bin", "cargo");

    CommandResult result = run(List.of(), Path.of("/none"), "make -n 2>/dev/null; cargo build");

    assertThat(result.hint())
        .contains("--cache " + userHome.resolve(".cargo/bin"))
        .contains("put " + userHome.resolve(".cargo/bin") + " on the PATH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout 5 cargo -V",
        "nice cargo build",
        "env cargo -V",
        "nohup cargo -V",
        "exec cargo",
        "printf '#!%s\\n' $CARGO > x.sh; chmod +x x.sh; ./x.sh",
        "echo '/usr/bin/python3: No module named cargo'; exit 1"
      })
  void toolThatSomethingElseStartsGetsTheHint(String line) throws Exception {
    Bubblewrap.require();
    Path cargo = install(".cargo/bin", "cargo");

    CommandResult result =
        run(List.of(), Path.of("/none"), line.replace("$CARGO", cargo.toString()));

    assertThat(result.hint())
        .contains("--cache " + userHome.resolve(".cargo/bin"))
        .doesNotContain("[]");
  }

  @Test
  void programOfALinkIntoAnotherDirectoryNeedsBoth() throws Exception {
    Bubblewrap.require();
    Path real = install(".local/pipx/venvs/tox/bin", "tox");
    Files.createDirectories(userHome.resolve(".local/pipx/venvs/tox/lib"));
    Files.createDirectories(userHome.resolve(".local/bin"));
    Files.createSymbolicLink(userHome.resolve(".local/bin/tox"), real);

    CommandResult result = run(List.of(), userHome.resolve(".local/bin"), "exec tox");

    assertThat(caches(result.hint()))
        .containsExactly(userHome.resolve(".local/bin"), userHome.resolve(".local/pipx/venvs/tox"));
  }

  @Test
  void commandWithoutAShellAndOneWithoutASandboxGetTheHintToo() throws Exception {
    install(".cargo/bin", "cargo-of-tests");
    CommandPolicy policy = CommandPolicy.builder().caches(List.of()).build();
    SandboxChoice off = SandboxChoice.select(SandboxMode.OFF);

    CommandResult result =
        new LocalCommandRunner(policy, off, Map.of("PATH", "/usr/bin:/bin"), userHome)
            .run(Command.of("cargo-of-tests", "build"), workspace, temporary.resolve("home"));

    assertThat(result.exitCode()).isEqualTo(127);
    assertThat(result.hint()).contains("commands have a home of their own").contains("on the PATH");
  }

  @Test
  void shimThatFindsNothingInThePrivateHomeGetsTheHint() throws Exception {
    install(".cargo/bin", "cargo");
    Files.createDirectories(userHome.resolve(".rustup"));
    Path bin = userHome.resolve(".cargo/bin");
    CommandPolicy policy = CommandPolicy.builder().caches(List.of(bin)).build();
    Command proxy =
        Command.shell(
            "echo 'error: rustup could not choose a version of cargo to run, because one was'"
                + " 'not specified explicitly, and no default is configured.' >&2; exit 1");

    CommandResult result =
        new LocalCommandRunner(
                policy,
                SandboxChoice.select(SandboxMode.OFF),
                Map.of("PATH", bin + ":/usr/bin:/bin"),
                userHome)
            .run(proxy, workspace, temporary.resolve("home"));

    assertThat(caches(result.hint())).containsExactly(userHome.resolve(".rustup"));
  }

  @Test
  void programThatIsNowhereGetsNoHint() throws Exception {
    Bubblewrap.require();

    assertThat(run(List.of(), Path.of("/none"), "no-such-program-here").hint()).isEmpty();
    assertThat(run(List.of(), Path.of("/none"), "../x/y; ''; exit 127").hint()).isEmpty();
  }

  private CommandResult run(List<Path> caches, Path searched, String line) throws Exception {
    CommandPolicy policy =
        CommandPolicy.builder().sandboxMode(SandboxMode.REQUIRED).caches(caches).build();
    return new LocalCommandRunner(
            policy,
            SandboxChoice.select(SandboxMode.REQUIRED),
            Map.of("PATH", searched + ":/usr/bin:/bin"),
            userHome)
        .run(Command.shell(line), workspace, temporary.resolve("home" + caches.size()));
  }

  private static List<Path> caches(String hint) {
    List<Path> caches = new ArrayList<>();
    Matcher matcher = Pattern.compile("--cache ([^ ,]+)").matcher(hint);
    while (matcher.find()) {
      caches.add(Path.of(matcher.group(1)));
    }
    return caches;
  }

  private Path install(String at, String tool) throws IOException {
    Path directory = Files.createDirectories(userHome.resolve(at));
    Path program = Files.writeString(directory.resolve(tool), "#!/bin/sh\necho tool at work\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
