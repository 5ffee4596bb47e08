package dev.nightshift.core.command;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.internal.jail.ScratchDirectory;
import dev.nightshift.core.internal.process.ChildProcess;
import dev.nightshift.core.internal.process.ChildProcess.End;
import dev.nightshift.core.internal.process.OutputCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by really running a confined command whether bubblewrap works on this computer; a
 * program that is there but not permitted is common (containers, AppArmor).
 */
final class BubblewrapProbe {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final BubblewrapProbe HERE = new BubblewrapProbe(() -> probe(false));
  private static final BubblewrapProbe WITHOUT_NESTING = new BubblewrapProbe(() -> probe(true));

  private final Attempt attempt;
  private final ReentrantLock running = new ReentrantLock();
  private volatile @Nullable Finding settled;

  BubblewrapProbe(Attempt attempt) {
    this.attempt = attempt;
  }

  /**
   * Returns what is wrong, empty if it confines as promised. Runs the commands once per JVM, again
   * only after an attempt that says nothing about bubblewrap.
   */
  static Optional<String> fault() {
    Optional<String> fault = HERE.check();
    if (fault.isEmpty()) {
      // Asked now, so that no command has to find it out while it is being stopped.
      WITHOUT_NESTING.check();
    }
    return fault;
  }

  /**
   * Tells whether bubblewrap here can keep commands from making user namespaces of their own; those
   * before 0.8 cannot, nor those that run without one.
   */
  static boolean refusesNesting() {
    return WITHOUT_NESTING.check().isEmpty();
  }

  /**
   * Returns what is wrong, empty if nothing.
   *
   * @throws WorkspaceException IO if this thread was interrupted, which it still is then: the
   *     absence of an answer must not choose "no sandbox"
   */
  Optional<String> check() {
    Finding known = settled;
    return (known != null ? known : find()).toFault();
  }

  private Finding find() {
    try {
      running.lockInterruptibly();
      try {
        Finding known = settled;
        return known != null ? known : tryOnce();
      } finally {
        running.unlock();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new WorkspaceException(
          Kind.IO, "the check whether bubblewrap works was interrupted; try again", interrupted);
    }
  }

  private Finding tryOnce() throws InterruptedException {
    try {
      Finding found = attempt.run();
      if (found.lasting()) {
        settled = found;
      }
      return found;
    } catch (IOException failed) {
      return new Finding("bubblewrap cannot be started: " + failed.getMessage(), false);
    }
  }

  private static Finding probe(boolean refusesNesting) throws IOException, InterruptedException {
    if (BubblewrapSandbox.program().isEmpty()) {
      return new Finding("bubblewrap is not installed", true);
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (ScratchDirectory scratch = ScratchDirectory.in(temporary, "nightshift-probe")) {
      return probeIn(
          scratch.path(), new BubblewrapSandbox(Sandboxes.tools(), () -> refusesNesting));
    }
  }

  private static Finding probeIn(Path directory, Sandbox sandbox)
      throws IOException, InterruptedException {
    Path workspace = Files.createDirectory(directory.resolve("workspace"));
    Path home = Files.createDirectory(directory.resolve("home"));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    String script =
        "touch "
            + outside.resolve("escaped")
            + " 2>/dev/null; touch inside && readlink /proc/self/ns/net /proc/self/ns/pid";
    List<String> argv =
        sandbox.confine(
            List.of("/bin/sh", "-c", script), new SandboxPolicy(workspace, home, List.of(), false));
    OutputCapture output = OutputCapture.ofEnds();
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    ChildProcess child = ChildProcess.start(argv, directory, environment, output);
    End end = child.await(LIMIT);
    String printed = output.text("").strip();
    if (end != End.EXITED || child.exitCode() > 128) {
      return new Finding("bubblewrap did not end within " + LIMIT + " or was killed", false);
    }
    if (child.exitCode() != 0 || !Files.exists(workspace.resolve("inside"))) {
      String line = printed.lines().findFirst().orElse("");
      return new Finding("bubblewrap does not work here: " + line, true);
    }
    if (Files.exists(outside.resolve("escaped"))) {
      return new Finding("bubblewrap let a command write outside its workspace", true);
    }
    return new Finding(
        sharesNamespace(printed) ? "bubblewrap did not separate network and processes" : "", true);
  }

  /** Compares the namespaces inside with those of this process. */
  private static boolean sharesNamespace(String printed) throws IOException {
    List<String> inside = printed.lines().toList();
    return inside.size() != 2
        || inside.contains(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString())
        || inside.contains(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
  }

  /** One run of a confined command. */
  interface Attempt {
    Finding run() throws IOException, InterruptedException;
  }

  /**
   * What an attempt found.
   *
   * @param fault what is wrong, empty if nothing
   * @param lasting false if the next attempt may well find something else
   */
  record Finding(String fault, boolean lasting) {
    Optional<String> toFault() {
      return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
    }
  }
}
