package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.command.OverlaidRepository.Layers;
import dev.nightshift.core.command.OverlaidRepository.Programs;
import dev.nightshift.core.command.OverlaidRepository.Upper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("bubblewrap")
@Timeout(60)
class OverlaidRepositoryTest {
  @TempDir private Path temporary;
  private Path root;
  private Path workspace;

  @BeforeEach
  void makeWorkspace() throws IOException {
    Bubblewrap.require();
    root = temporary.toRealPath();
    workspace = Files.createDirectory(root.resolve("workspace"));
  }

  /** Its directories cannot be written through an overlay: images of CI have such caches. */
  @Test
  void cacheThatItsUserMayNotWriteIsLinkedOnceAndNotForEachHome() throws Exception {
    CachedRepository cache = CachedRepository.create(root, 3);
    Files.setPosixFilePermissions(
        cache.path().resolve("org"), PosixFilePermissions.fromString("r-xr-xr-x"));
    CommandRunner runner = runner(cache);
    Command install =
        Command.shell(
            "cd ~/.m2/repository/org/x/lib && cat 1.*/*.jar && mkdir 2.0 && echo own > 2.0/own"
                + " && echo new > maven-metadata-local.xml");
    Command look = Command.shell("cd ~/.m2/repository/org/x/lib && ls; cat maven* 2.0/own");

    CommandResult installed = runner.run(install, workspace, root.resolve("home"));
    CommandResult again = runner.run(look, workspace, root.resolve("home"));
    CommandResult other = runner.run(look, workspace, root.resolve("other"));

    assertThat(installed.output()).isEqualTo("original".repeat(3));
    assertThat(again.output()).endsWith("new\nown\n");
    assertThat(other.output()).startsWith("1.0\n1.1\n1.2\nmaven").contains("original");
    assertThat(linksBelow(root.resolve("other"))).isEqualTo(2);
    assertThat(runner.toDisplay())
        .isEqualTo("bubblewrap, Maven cache linked once for all commands");
    cache.assertUnchanged();
  }

  @Test
  void commandsCannotPoisonTheLinksThatOthersGet() throws Exception {
    CachedRepository cache = CachedRepository.create(root, 1);
    Files.setPosixFilePermissions(
        cache.path().resolve("org"), PosixFilePermissions.fromString("r-xr-xr-x"));
    CommandRunner runner = runner(cache);
    String poison =
        "cd ~/.m2/repository/org/x/lib; echo p > 1.0/lib-1.0.jar; rm -rf 1.0; mkdir 1.0;"
            + " echo p > 1.0/lib-1.0.jar; cat 1.0/lib-1.0.jar";

    CommandResult poisoned = runner.run(Command.shell(poison), workspace, root.resolve("agent"));
    CommandResult gate =
        runner.run(
            Command.shell("cat ~/.m2/repository/" + CachedRepository.JAR),
            workspace,
            root.resolve("gate"));

    assertThat(poisoned.output()).contains("Read-only file system").endsWith("p\n");
    assertThat(gate.output()).isEqualTo("original");
    cache.assertUnchanged();
  }

  /** The second mount used to remove the work directory of the first. */
  @Test
  void twoCommandsAtOnceInOneHomeDoNotBreakEachOthersRepository() throws Exception {
    CachedRepository cache = CachedRepository.create(root, 4);
    CommandRunner runner = runner(cache);
    Path home = root.resolve("home");
    Command command =
        Command.shell(
            "cd ~/.m2/repository/org/x/lib && for i in 0 1 2 3; do echo n > 1.$i/lib-1.$i.pom"
                + " && rm -rf 1.$i && mkdir 1.$i && touch 1.$i/lib-1.$i.pom || exit 9; done");
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<CommandResult>> ends;
    try {
      ends = threads.invokeAll(Collections.nCopies(6, () -> runner.run(command, workspace, home)));
    } finally {
      threads.shutdownNow();
    }

    for (Future<CommandResult> end : ends) {
      assertThat(end.get().exitCode()).as(end.get().output()).isZero();
    }
    cache.assertUnchanged();
  }

  /** As for a home on a file system that cannot be the upper layer of an overlay. */
  @Test
  void whatIsWrittenInMemoryIsThereForTheNextCommandOfTheHome() throws Exception {
    CachedRepository cache = CachedRepository.create(root, 2);
    Path home = home("home", cache);
    Path other = home("other", cache);

    Ended first =
        inMemory(
            cache,
            home,
            "cat org/x/lib/1.1/*.jar; echo new > org/x/lib/1.1/lib-1.1.jar; rm -r org/x/lib/1.0;"
                + " mkdir org/x/lib/1.0; rm org/x/lib/maven*; exit 7");
    Ended second = inMemory(cache, home, "find * -type f | sort; cat org/x/lib/1.1/*.jar; pwd");
    Ended foreign = inMemory(cache, other, "cat org/x/lib/1.1/*.jar; kill -9 $$");

    assertThat(first).isEqualTo(new Ended(7, "original"));
    assertThat(second.output())
        .isEqualTo(
            "org/x/lib/1.1/lib-1.1.jar\norg/x/lib/1.1/lib-1.1.pom\nnew\n"
                + OverlaidRepository.mountPoint(home)
                + "\n");
    assertThat(foreign.output()).startsWith("original");
    assertThat(foreign.status()).isEqualTo(137);
    cache.assertUnchanged();
  }

  private static CommandRunner runner(CachedRepository cache) {
    return CommandRunner.create(
        CommandPolicy.builder()
            .sandboxMode(SandboxMode.REQUIRED)
            .caches(List.of(cache.path()))
            .build());
  }

  private Path home(String name, CachedRepository cache) throws IOException {
    Path home = Files.createDirectory(root.resolve(name));
    inMemory(cache, home).create(home, Files.createDirectory(home.resolve(".m2")));
    return home;
  }

  private Ended inMemory(CachedRepository cache, Path home, String script) throws Exception {
    List<String> argv =
        List.of("/bin/sh", "-c", "cd " + OverlaidRepository.mountPoint(home) + "; " + script);
    SandboxPolicy limits = new SandboxPolicy(workspace, home, List.of(cache.path()), false);
    List<String> wrapped =
        inMemory(cache, home).wrap(Sandboxes.BUBBLEWRAP.confine(argv, limits), home);
    Process process =
        new ProcessBuilder(wrapped).directory(workspace.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static OverlaidRepository inMemory(CachedRepository cache, Path home) throws IOException {
    Map<String, Path> paths = new HashMap<>();
    for (String name : Programs.NAMES) {
      paths.put(name, ToolLocations.locate(name, "/usr/bin:/bin").orElseThrow());
    }
    int user = (Integer) Files.getAttribute(home, "unix:uid");
    int group = (Integer) Files.getAttribute(home, "unix:gid");
    return new OverlaidRepository(
        new Layers(List.of(cache.path()), false),
        Upper.IN_MEMORY,
        new Programs(paths, user, group),
        true);
  }

  private static long linksBelow(Path home) throws IOException {
    try (var all = Files.walk(home)) {
      return all.filter(Files::isSymbolicLink).count();
    }
  }

  private record Ended(int status, String output) {}
}
