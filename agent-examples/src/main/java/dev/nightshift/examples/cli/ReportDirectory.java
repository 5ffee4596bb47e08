package dev.nightshift.examples.cli;

import dev.nightshift.core.RunReport;
import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.event.JsonLinesListener;
import dev.nightshift.core.event.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory that gets {@code report.md}, {@code report.json}, {@code events.jsonl} and {@code
 * changes.patch}.
 */
final class ReportDirectory implements AutoCloseable {
  private final Path directory;
  private final JsonLinesListener events;

  private ReportDirectory(Path directory, JsonLinesListener events) {
    this.directory = directory;
    this.events = events;
  }

  /**
   * Opens the directory before anything is spent, so that a run cannot end without a place for its
   * report.
   */
  static ReportDirectory open(Path directory) {
    try {
      Files.createDirectories(directory);
      Path events = directory.resolve("events.jsonl");
      Files.deleteIfExists(events);
      return new ReportDirectory(directory, RunListener.jsonLines(events));
    } catch (IOException | AgentException notWritable) {
      throw new BadUsageException(
          "--out",
          directory.toString(),
          "cannot be written (" + notWritable + "); name a directory that can be");
    }
  }

  Path path() {
    return directory;
  }

  RunListener events() {
    return events;
  }

  void write(RunReport report) {
    report.writeTo(directory);
  }

  @Override
  public void close() {
    events.close();
  }
}
