package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.report.HtmlIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The page of all runs of a state directory, written anew while a batch works. */
final class BatchIndex {
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

  /** Each look reads the journals of all runs; it may take so much of the time, and no more. */
  private static final int PAUSE_FOR_EACH_LOOK = 20;

  private final Path state;
  private final TimeSource time;
  private final PrintWriter err;
  private Instant next = Instant.MIN;

  BatchIndex(Path state, TimeSource time, PrintWriter err) {
    this.state = state;
    this.time = time;
    this.err = err;
  }

  /** Where it is. */
  Path file() {
    return Reports.directory(state).resolve(HtmlIndex.FILE);
  }

  /** Writes it unless that was done just now. */
  synchronized void refresh() {
    if (!time.now().isBefore(next)) {
      write();
    }
  }

  /** Writes it; that it cannot be written is told, since the runs ended all the same. */
  synchronized void write() {
    Instant begun = time.now();
    Path directory = Reports.directory(state);
    try {
      OwnersFiles.makeDirectory(directory);
      HtmlIndex.of(directory, StateDirectory.at(state).runs()).write();
      OwnersFiles.closeAll(directory);
    } catch (IOException | AgentException notWritten) {
      err.println("nightshift: " + file() + " could not be written: " + notWritten.getMessage());
      err.flush();
    }
    Duration took = Duration.between(begun, time.now());
    Duration pause = took.multipliedBy(PAUSE_FOR_EACH_LOOK);
    next = time.now().plus(pause.compareTo(LEAST_PAUSE) > 0 ? pause : LEAST_PAUSE);
  }
}
