package dev.nightshift.core.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One command run to its end, with closed input, a time limit, and nothing left behind.
 *
 * <p>Its output goes through a {@code cat} of ours: the JDK empties the pipe of a dead process
 * without limit, so a flooding orphan would fill the heap; a relay can be killed.
 */
public final class ChildProcess {
  /** A command that prints more than this is killed. */
  public static final long FLOOD_BYTES = 1L << 30;

  /**
   * Exit statuses from here on mean death by a signal, which may have hit the namespace's keeper.
   */
  private static final int SIGNALS = 128;

  private static final Path RELAY = Path.of("/bin/cat");
  static final String MARK = "NIGHTSHIFT_COMMAND";
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final long FIRST_SLICE_NANOS = Duration.ofMillis(5).toNanos();
  private static final long SLICE_NANOS = Duration.ofMillis(200).toNanos();
  private static final long READER_TIMEOUT_MILLIS = 2_000;

  private final List<Process> pipeline;
  private final ProcessTree tree;
  private final OutputCapture capture;
  private final Thread reader;
  private final boolean contained;

  private ChildProcess(List<ProcessBuilder> builders, OutputCapture capture, boolean contained)
      throws IOException {
    String mark = UUID.randomUUID().toString();
    builders.get(0).environment().put(MARK, mark);
    pipeline = Spawner.start(builders);
    this.capture = capture;
    this.contained = contained;
    Process last = pipeline.get(pipeline.size() - 1);
    Optional<Path> pipe =
        pipeline.size() > 1 ? ProcessTree.openFile(last.pid(), 0) : Optional.empty();
    tree = new ProcessTree(pipeline.get(0), MARK + "=" + mark, pipe);
    reader = new Thread(() -> capture.drain(last.getInputStream()), "nightshift-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** How a command came to its end. */
  public enum End {
    /** By itself, or killed by somebody else. */
    EXITED,
    /** Killed at its time limit. */
    TIMED_OUT,
    /** Killed because it printed too much. */
    FLOODED
  }

  /**
   * Starts a command.
   *
   * @param argv the program and its arguments
   * @param directory where it starts
   * @param environment all of its environment
   * @param capture takes what it prints
   * @return the running command
   * @throws IOException if the program cannot be started
   */
  public static ChildProcess start(
      List<String> argv, Path directory, Map<String, String> environment, OutputCapture capture)
      throws IOException {
    ProcessBuilder command = builder(argv, directory, environment);
    List<ProcessBuilder> builders = new ArrayList<>(List.of(command));
    if (Files.isExecutable(RELAY)) {
      ProcessBuilder relay = new ProcessBuilder(RELAY.toString());
      relay.environment().clear();
      builders.add(relay.redirectError(ProcessBuilder.Redirect.DISCARD));
    }
    return new ChildProcess(builders, capture, false);
  }

  /**
   * Starts a command that ends only after all it started, as a process namespace guarantees: one
   * that exits by itself leaves nothing to look for among the processes of this computer, and no
   * orphan prints on, so that no relay is needed.
   *
   * @param argv the program and its arguments
   * @param directory where it starts
   * @param environment all of its environment
   * @param capture takes what it prints
   * @return the running command
   * @throws IOException if the program cannot be started
   */
  public static ChildProcess startContained(
      List<String> argv, Path directory, Map<String, String> environment, OutputCapture capture)
      throws IOException {
    return new ChildProcess(List.of(builder(argv, directory, environment)), capture, true);
  }

  private static ProcessBuilder builder(
      List<String> argv, Path directory, Map<String, String> environment) {
    ProcessBuilder command = new ProcessBuilder(argv);
    command.directory(directory.toFile()).redirectErrorStream(true).redirectInput(nothing());
    command.environment().clear();
    command.environment().putAll(environment);
    return command;
  }

  /**
   * Waits until it ends or must be ended; then all its children are dead too.
   *
   * @param limit the longest it may run
   * @return how it ended
   * @throws InterruptedException if this thread was interrupted; it is dead then
   */
  public End await(Duration limit) throws InterruptedException {
    boolean gone = false;
    try {
      End end = awaitRoot(limit);
      gone = contained && end == End.EXITED && exitCode() < SIGNALS;
      return end;
    } finally {
      if (!gone) {
        tree.kill();
      }
      finishReading();
    }
  }

  /**
   * Returns the exit status, after {@link #await}.
   *
   * @return 128 + signal if it was killed by one
   */
  public int exitCode() {
    return pipeline.get(0).isAlive() ? 137 : pipeline.get(0).exitValue();
  }

  private End awaitRoot(Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    long nanos = limit.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : limit.toNanos();
    Process root = pipeline.get(0);
    long slice = FIRST_SLICE_NANOS;
    while (true) {
      long left = nanos - (System.nanoTime() - start);
      if (root.waitFor(Math.max(0, Math.min(left, slice)), TimeUnit.NANOSECONDS)) {
        return End.EXITED;
      }
      slice = Math.min(2 * slice, SLICE_NANOS);
      if (!contained) {
        tree.observe();
      }
      if (left <= 0) {
        return End.TIMED_OUT;
      }
      if (capture.total() > FLOOD_BYTES) {
        return End.FLOODED;
      }
    }
  }

  /** Lets the reader see the end of the pipe; a writer that escaped must not hold it for ever. */
  private void finishReading() {
    boolean interrupted = !joinReader();
    pipeline.forEach(Process::destroyForcibly);
    interrupted |= !joinReader();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean joinReader() {
    try {
      reader.join(READER_TIMEOUT_MILLIS);
      return true;
    } catch (InterruptedException again) {
      return false;
    }
  }

  private static File nothing() {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return new File(windows ? "NUL" : "/dev/null");
  }
}
