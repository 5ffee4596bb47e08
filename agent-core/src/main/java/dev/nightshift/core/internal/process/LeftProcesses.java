package dev.nightshift.core.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that commands of a dead JVM left running: they have its mark in their environment, and
 * the name of a directory that was theirs alone.
 */
public final class LeftProcesses {
  private static final int MAX_LOOKS = 1_000;
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
  private final String directory;

  private LeftProcesses(String directory) {
    this.directory = directory;
  }

  /**
   * Describes what was started with a home or a workspace below a directory.
   *
   * @param directory of a run whose JVM is dead
   * @return the processes, not looked for yet
   */
  public static LeftProcesses of(Path directory) {
    String separator = directory.getFileSystem().getSeparator();
    try {
      return new LeftProcesses(directory.toRealPath() + separator);
    } catch (IOException gone) {
      return new LeftProcesses(directory + separator);
    }
  }

  /**
   * Kills them and returns when none is left to find, at most after 1,000 looks.
   *
   * @return one sentence for each that was killed
   */
  public List<String> kill() {
    Map<Long, String> killed = new TreeMap<>();
    List<ProcessHandle> found = find();
    for (int looks = 1; !found.isEmpty() && looks < MAX_LOOKS; looks++) {
      for (ProcessHandle process : found) {
        String program = process.info().command().orElse("a program");
        process.destroyForcibly();
        killed.put(process.pid(), "process " + process.pid() + " (" + program + ") was killed");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      found = find();
    }
    return List.copyOf(killed.values());
  }

  private List<ProcessHandle> find() {
    List<ProcessHandle> found = Environment.processes(this::isLeft);
    found.removeIf(process -> !ProcessTree.isRunning(process));
    return found;
  }

  private boolean isLeft(long pid) {
    Environment environment = Environment.of(pid);
    return environment.contains(ChildProcess.MARK + "=") && environment.contains(directory);
  }
}
