package dev.nightshift.examples.cli;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.report.HtmlReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The reports of the runs of a state directory: {@code reports/<run>} has those of one. */
final class Reports {
  private static final String DIRECTORY = "reports";

  private Reports() {}

  /** Where the reports of all runs are. */
  static Path directory(Path state) {
    return state.resolve(DIRECTORY);
  }

  /** Where the report of a run is, or would be. */
  static Path of(Path state, RunId run) {
    return directory(state).resolve(run.value());
  }

  /**
   * Writes all files of a report.
   *
   * @throws AgentException if one cannot be written
   */
  static void write(RunReport report, Path directory) {
    report.writeTo(directory);
    HtmlReport.of(report).writeTo(directory);
  }

  /** Writes a report; that it cannot be written is told, since the run ended all the same. */
  static void write(Path state, RunReport report, PrintWriter err) {
    Path directory = of(state, report.runId());
    try {
      OwnersFiles.makeDirectory(directory);
      write(report, directory);
      OwnersFiles.closeAll(directory);
    } catch (IOException | AgentException notWritten) {
      err.println(
          "nightshift: the report of run "
              + report.runId()
              + " could not be written to "
              + directory
              + ": "
              + notWritten.getMessage());
      err.flush();
    }
  }
}
