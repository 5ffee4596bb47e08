package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JGit keeps for the life of a JVM what it once read, so that these tests start one of their own.
 */
class HostConfigurationTest {
  @TempDir private Path temporary;

  @Test
  void neitherReadsTheUsersConfigurationNorRunsGit() throws Exception {
    Path home = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(home.resolve(".gitconfig"), "[user\nmalformed = {{\n");
    Path ran = temporary.resolve("git-was-run");
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Path git = Files.writeString(bin.resolve("git"), "#!/bin/sh\necho \"$@\" >> '" + ran + "'\n");
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path output = temporary.resolve("output");
    ProcessBuilder jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                WholeRun.class.getName(),
                temporary.resolve("runs").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    jvm.environment().put("HOME", home.toString());
    jvm.environment().put("PATH", bin + ":/usr/bin:/bin");

    int status = jvm.start().waitFor();

    assertThat(status).as(Files.readString(output)).isZero();
    assertThat(ran).doesNotExist();
  }

  /** Opens, commits, lands, publishes and closes a run. */
  static final class WholeRun {
    private WholeRun() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Workbench bench = Workbench.bare(Path.of(arguments[0]), Map.of("A.java", "a\n"));
          ManagedWorkspace workspace = bench.open("r1")) {
        Workbench.write(workspace, "B.java", "b\n");
        var candidate = bench.clean("r1", Workbench.commit(workspace));
        assertThat(bench.land("r1", candidate)).isEqualTo(new Landing.Landed(candidate));
        workspace.publish();
      }
    }
  }
}
