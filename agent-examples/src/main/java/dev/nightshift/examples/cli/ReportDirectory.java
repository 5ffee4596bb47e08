package dev.nightshift.examples.cli;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.event.JsonLinesListener;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.report.HtmlReport;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory that gets {@code report.md}, {@code report.json}, {@code report.html}, {@code
 * events.jsonl}, {@code changes.diff} and {@code changes.patch}.
 */
final class ReportDirectory implements AutoCloseable {
  private static final String EVENTS = "events.jsonl";
  private static final String REPORT = "report.md";
  private static final List<String> FILES =
      List.of(REPORT, "report.json", HtmlReport.FILE, "changes.diff", "changes.patch", EVENTS);

  private final Path directory;

  /** Where the run is recorded; null if it is not. */
  private final @Nullable Path state;

  private final JsonLinesListener events;

  private ReportDirectory(Path directory, @Nullable Path state, JsonLinesListener events) {
    this.directory = directory;
    this.state = state;
    this.events = events;
  }

  /** Opens the directory for a run that is not recorded. */
  static ReportDirectory open(Path chosen) {
    return open(chosen, null);
  }

  /**
   * Opens the directory before anything is spent, so that a run cannot end without a place for its
   * report, and removes what an earlier run left in it.
   */
  static ReportDirectory open(Path chosen, @Nullable Path state) {
    if (chosen.toString().isBlank()) {
      throw new BadUsageException(
          "--out", chosen.toString(), "must not be blank; name a directory");
    }
    Path directory = chosen.toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory);
      for (String earlier : FILES) {
        Files.deleteIfExists(directory.resolve(earlier));
      }
      return new ReportDirectory(
          directory, state, RunListener.jsonLines(directory.resolve(EVENTS)));
    } catch (IOException | AgentException notWritable) {
      throw new BadUsageException(
          "--out",
          chosen.toString(),
          "cannot be written (" + notWritable + "); name a directory that can be");
    }
  }

  RunListener events() {
    return events;
  }

  private List<RunConversation> said(RunReport report) {
    return state == null ? List.of() : Reports.said(state, report.runId());
  }

  /**
   * Writes the report, into a new temporary directory if it cannot be written where it belongs:
   * what became of the change must not get lost with it.
   *
   * @return where it is
   */
  Path write(RunReport report, PrintWriter err) {
    try {
      Reports.write(report, said(report), directory);
      return directory;
    } catch (AgentException notWritten) {
      Path elsewhere = writeElsewhere(report);
      err.println("nightshift: " + PrintableText.of(notWritten.getMessage()));
      err.println("The run " + fate(report) + "; its report was written to " + elsewhere);
      return elsewhere;
    }
  }

  private Path writeElsewhere(RunReport report) {
    try {
      Path directory = Files.createTempDirectory("nightshift-report-");
      Reports.write(report, said(report), directory);
      return directory;
    } catch (IOException | AgentException nowhere) {
      throw new IllegalStateException(
          "the run " + fate(report) + ", but its report could not be written: " + nowhere, nowhere);
    }
  }

  /**
   * Writes what is known of a run that was given up.
   *
   * @return where it is, or why it is nowhere; the second half of a sentence
   */
  String writeUnended(Run run) {
    SpendView spend = run.spend();
    String known =
        """
        # Run %1$s was given up before it ended

        It was told to stop and did not end in time. Its state then: %2$s. What became of its change
        is not known: look at the target before you dispatch the task again.

        - Spent: %3$s
        - Set aside for calls whose outcome is open: %4$s
        - What it did: `%5$s` beside this file
        - What it committed: in the repository, under `refs/nightshift/runs/%1$s/`
        """
            .formatted(
                run.id(),
                run.state(),
                spend.spent().cost().toDisplay(),
                spend.reserved().toDisplay(),
                EVENTS);
    File file = directory.resolve(REPORT).toFile();
    // A plain file stream: a channel would be closed by the interrupt that cut the wait short.
    try (FileOutputStream output = new FileOutputStream(file)) {
      output.write(known.getBytes(StandardCharsets.UTF_8));
      return "what is known of it is in " + file;
    } catch (IOException notWritten) {
      return "no report could be written: " + notWritten.getMessage();
    }
  }

  private static String fate(RunReport report) {
    return switch (report.ending().delivery()) {
      case MERGED -> "merged its change onto " + report.target();
      case PROPOSED -> "proposed its change as branch " + report.branch();
      case NONE -> "delivered nothing";
    };
  }

  @Override
  public void close() {
    events.close();
  }
}
