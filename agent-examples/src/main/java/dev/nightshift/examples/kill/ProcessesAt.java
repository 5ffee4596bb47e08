package dev.nightshift.examples.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Processes that work in a directory or name it, children of init included. */
public final class ProcessesAt {
  private static final int MAX_LOOKS = 50;
  private final Path directory;

  /**
   * Chooses a directory.
   *
   * @param directory absolute, without links in it
   */
  public ProcessesAt(Path directory) {
    this.directory = directory;
  }

  /**
   * Returns those that live now, without this one.
   *
   * @return their ids
   */
  public Set<Long> alive() {
    long self = ProcessHandle.current().pid();
    Set<Long> alive = new TreeSet<>();
    ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> pid != self && isAtHome(pid))
        .forEach(alive::add);
    return alive;
  }

  /**
   * Waits up to two and a half seconds until there are none.
   *
   * @return the ids of those that live still
   * @throws InterruptedException if it is interrupted
   */
  public Set<Long> left() throws InterruptedException {
    for (int looks = 0; looks < MAX_LOOKS && !alive().isEmpty(); looks++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return alive();
  }

  private boolean isAtHome(long pid) {
    try {
      Path proc = Path.of("/proc", Long.toString(pid));
      return Files.readSymbolicLink(proc.resolve("cwd")).startsWith(directory)
          || Files.readString(proc.resolve("cmdline")).contains(directory.toString());
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }
}
