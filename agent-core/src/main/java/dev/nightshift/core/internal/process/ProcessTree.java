package dev.nightshift.core.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A process with everything it started, also what left its session and lost its parent.
 *
 * <p>On Linux such orphans are found by a mark in their environment or by the pipe their output
 * goes to. One that clears its environment <em>and</em> redirects its output is known only if
 * {@link #observe} saw it while its parents lived. A gap remains: such a program survives, outside
 * the sandbox, if its parents end between two looks, as with a command that ends within
 * milliseconds. The sandbox's process namespace ends that one too.
 *
 * <p><b>Threads:</b> used by one thread.
 */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final long TIMEOUT_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private final Process root;
  private final String mark;
  private final Optional<Path> pipe;
  private final Set<ProcessHandle> seen = new HashSet<>();

  /**
   * Creates the view of a tree.
   *
   * @param root the process at its top
   * @param mark an entry of its environment that no other process has
   * @param pipe what {@code /proc/PID/fd/1} of its members links to
   */
  ProcessTree(Process root, String mark, Optional<Path> pipe) {
    this.root = root;
    this.mark = mark;
    this.pipe = pipe;
  }

  /** Returns the file a process has open under a number, empty where that cannot be told. */
  static Optional<Path> openFile(long pid, int descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(PROC.resolve(pid + "/fd/" + descriptor)));
    } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
      return Optional.empty();
    }
  }

  /** Remembers what belongs to it now, for when that has lost its parent. */
  void observe() {
    Set<ProcessHandle> current = root.descendants().collect(Collectors.toSet());
    seen.removeIf(handle -> current.contains(handle) || !isRunning(handle));
    // What is left are orphans; they may have started more.
    List.copyOf(seen).forEach(orphan -> orphan.descendants().forEach(seen::add));
    seen.addAll(current);
  }

  /** Kills all of it and returns when nothing is left to find, at most after 5 seconds. */
  void kill() {
    observe();
    root.destroyForcibly();
    seen.forEach(ProcessHandle::destroyForcibly);
    long start = System.nanoTime();
    for (List<ProcessHandle> found = remaining();
        !found.isEmpty() && System.nanoTime() - start < TIMEOUT_NANOS;
        found = remaining()) {
      found.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private List<ProcessHandle> remaining() {
    List<ProcessHandle> found = marked();
    seen.stream().filter(ProcessTree::isRunning).forEach(found::add);
    return found;
  }

  /** Tells whether it is neither gone nor a zombie, which nothing but its parent can remove. */
  static boolean isRunning(ProcessHandle handle) {
    return handle.isAlive() && handle.info().command().isPresent();
  }

  private List<ProcessHandle> marked() {
    return Environment.processes(this::isMember);
  }

  private boolean isMember(long pid) {
    if (pipe.isPresent() && (openFile(pid, 1).equals(pipe) || openFile(pid, 2).equals(pipe))) {
      return true;
    }
    return Environment.of(pid).contains(mark);
  }
}
