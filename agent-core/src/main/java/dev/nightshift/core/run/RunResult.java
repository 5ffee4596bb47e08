package dev.nightshift.core.run;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.report.RunReport;

/** How a run ended. Every end has a report, and {@code toString} gives its one line. */
public sealed interface RunResult {
  /**
   * Returns the report.
   *
   * @return what happened, from git, the test reports and the ledger
   */
  RunReport report();

  /**
   * Returns why it ended.
   *
   * @return the typed reason
   */
  default EndReason reason() {
    return report().reason();
  }

  /**
   * The change was merged or proposed.
   *
   * @param report the report
   */
  record Delivered(RunReport report) implements RunResult {
    /** Refuses nulls. */
    public Delivered {
      Require.nonNull(report, "report");
    }

    @Override
    public String toString() {
      return report.toString();
    }
  }

  /**
   * Nothing had to change.
   *
   * @param report the report
   */
  record NoChange(RunReport report) implements RunResult {
    /** Refuses nulls. */
    public NoChange {
      Require.nonNull(report, "report");
    }

    @Override
    public String toString() {
      return report.toString();
    }
  }

  /**
   * The run ended without a change to take; partial work is on the branch named in the report.
   *
   * @param report the report
   */
  record Stopped(RunReport report) implements RunResult {
    /** Refuses nulls. */
    public Stopped {
      Require.nonNull(report, "report");
    }

    @Override
    public String toString() {
      return report.toString();
    }
  }

  /**
   * Something failed that no rule expects, or the model could not be reached.
   *
   * @param report the report
   * @param failure what was thrown, as data; its stack trace is in the log of the engine
   */
  record Failed(RunReport report, Failure failure) implements RunResult {
    /** Refuses nulls. */
    public Failed {
      Require.nonNull(report, "report");
      Require.nonNull(failure, "failure");
    }

    @Override
    public String toString() {
      return report + ", caused by " + failure.type();
    }
  }
}
