package dev.nightshift.examples.cli;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.report.HtmlReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

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
   * @param said what was said in the run; empty if that is not known
   * @throws AgentException if one cannot be written
   */
  static void write(RunReport report, List<RunConversation> said, Path directory) {
    report.writeTo(directory);
    HtmlReport.of(report).withConversations(said).writeTo(directory);
  }

  /** What was said in a run; a page without it is better than none. */
  static List<RunConversation> said(Path state, RunId run) {
    try {
      return StateDirectory.at(state).conversations(run);
    } catch (AgentException | IllegalArgumentException unreadable) {
      return List.of();
    }
  }

  /** Writes a report; that it cannot be written is told, since the run ended all the same. */
  static void write(Path state, RunReport report, PrintWriter err) {
    Path directory = of(state, report.runId());
    try {
      OwnersFiles.makeDirectory(directory);
      write(report, said(state, report.runId()), directory);
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
