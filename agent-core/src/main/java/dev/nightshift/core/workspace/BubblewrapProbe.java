package dev.nightshift.core.workspace;

import dev.nightshift.core.internal.process.ChildProcess;
import dev.nightshift.core.internal.process.OutputCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out by really running a confined command whether bubblewrap works on this computer; a
 * program that is there but not permitted is common (containers, AppArmor).
 */
final class BubblewrapProbe {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private BubblewrapProbe() {}

  /** Returns what is wrong, empty if it confines as promised. Runs the command once per JVM. */
  static Optional<String> fault() {
    return Once.FAULT;
  }

  private static Optional<String> probe() {
    if (BubblewrapSandbox.program().isEmpty()) {
      return Optional.of("bubblewrap is not installed");
    }
    try {
      Path directory = Files.createTempDirectory("nightshift-probe").toRealPath();
      try {
        return probeIn(directory);
      } finally {
        deleteAll(directory);
      }
    } catch (IOException failed) {
      return Optional.of("bubblewrap cannot be started: " + failed.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("the check of bubblewrap was interrupted");
    }
  }

  private static Optional<String> probeIn(Path directory) throws IOException, InterruptedException {
    Path workspace = Files.createDirectory(directory.resolve("workspace"));
    Path home = Files.createDirectory(directory.resolve("home"));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    String script =
        "touch "
            + outside.resolve("escaped")
            + " 2>/dev/null; touch inside && readlink /proc/self/ns/net /proc/self/ns/pid";
    List<String> argv =
        Sandboxes.BUBBLEWRAP.confine(
            List.of("/bin/sh", "-c", script), new SandboxPolicy(workspace, home, List.of(), false));
    OutputCapture output =
        new OutputCapture(
            () -> {
              throw new IOException("the output of a probe is short");
            });
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    ChildProcess child = ChildProcess.start(argv, directory, environment, output);
    child.await(LIMIT);
    String printed = output.text("").strip();
    if (child.exitCode() != 0 || !Files.exists(workspace.resolve("inside"))) {
      return Optional.of(
          "bubblewrap does not work here: " + printed.lines().findFirst().orElse(""));
    }
    if (Files.exists(outside.resolve("escaped"))) {
      return Optional.of("bubblewrap let a command write outside its workspace");
    }
    return sharesNamespace(printed)
        ? Optional.of("bubblewrap did not separate network and processes")
        : Optional.empty();
  }

  /** Compares the namespaces inside with those of this process. */
  private static boolean sharesNamespace(String printed) throws IOException {
    List<String> inside = printed.lines().toList();
    return inside.size() != 2
        || inside.contains(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString())
        || inside.contains(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static final class Once {
    static final Optional<String> FAULT = probe();
  }
}
