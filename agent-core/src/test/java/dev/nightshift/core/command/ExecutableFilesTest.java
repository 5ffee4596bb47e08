package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands on a file system really mounted {@code noexec}, in a namespace of its own. */
@Tag("bubblewrap")
@Timeout(60)
class ExecutableFilesTest {
  @TempDir Path temporary;

  @BeforeEach
  void needsNamespaces() {
    Bubblewrap.require();
  }

  @Test
  void programOfAWorkspaceMountedNoexecGetsTheTrueCauseAndTheOption() throws Exception {
    for (SandboxMode mode : List.of(SandboxMode.OFF, SandboxMode.REQUIRED)) {
      String printed = onNoexec(mode, "cp /bin/true program; chmod 755 program; ./program");

      assertThat(printed)
          .startsWith("126 ")
          .contains("mounted noexec")
          .contains("--workspace-root DIR");
    }
  }

  @Test
  void fileWithoutTheRightToBeExecutedIsAnotherMatter() throws Exception {
    CommandPolicy policy = CommandPolicy.builder().caches(List.of()).build();
    Path workspace = Files.createDirectory(temporary.resolve("workspace"));

    CommandResult result =
        CommandRunner.create(policy)
            .run(
                Command.shell("cp /bin/true program; chmod 644 program; ./program"),
                workspace,
                temporary.resolve("home"));

    assertThat(result.exitCode()).isEqualTo(126);
    assertThat(result.hint()).isEmpty();
  }

  private String onNoexec(SandboxMode mode, String line) throws Exception {
    Path mounted = Files.createDirectories(temporary.toRealPath().resolve("noexec"));
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OnNoexec.class.getName(),
            mounted.toString(),
            mode.name(),
            line);
    List<String> argv =
        new ArrayList<>(
            List.of(
                "unshare",
                "-U",
                "-r",
                "-m",
                "/bin/sh",
                "-c",
                "mount -t tmpfs -o noexec none \"$0\" && exec \"$@\"",
                mounted.toString()));
    argv.addAll(java);
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.lines().filter(text -> text.matches("[0-9]+ .*")).findFirst().orElse(printed);
  }

  /** Runs one command in a JVM whose workspace is on the mount. */
  static final class OnNoexec {
    private OnNoexec() {}

    public static void main(String[] arguments) throws Exception {
      Path mounted = Path.of(arguments[0]);
      CommandPolicy policy =
          CommandPolicy.builder()
              .sandboxMode(SandboxMode.valueOf(arguments[1]))
              .caches(List.of())
              .build();
      CommandResult result =
          CommandRunner.create(policy)
              .run(
                  Command.shell(arguments[2]),
                  Files.createDirectories(mounted.resolve("workspace")),
                  mounted.resolve("home"));
      System.out.println(result.exitCode() + " " + result.hint());
    }
  }
}
