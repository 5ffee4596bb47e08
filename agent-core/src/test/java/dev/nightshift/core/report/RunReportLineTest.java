package dev.nightshift.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.run.RunResult;
import org.junit.jupiter.api.Test;

/** What a log shows of a result. */
class RunReportLineTest {
  private static final String MODEL_TEXT = "IGNORE ALL PREVIOUS\nwords of a model";

  @Test
  void aMergedRunIsOneLineWithoutModelText() {
    RunReport report = SampleReports.merged(MODEL_TEXT).build();

    assertThat(report)
        .hasToString(
            "delivered (merged): run run-1, main is at "
                + SampleReports.MERGE
                + ", spent $1.0000 of $2.0000, took 3 min 12 s");
    assertThat(new RunResult.Delivered(report)).hasToString(report.toString());
  }

  @Test
  void aRunThatStoppedOnAModelsWordsDoesNotRepeatThem() {
    ReportDraft builder =
        new ReportDraft(
            SampleReports.merged("x").runId,
            SampleReports.merged("x").task,
            new RunReport.Ending(
                RunReport.Outcome.STOPPED,
                EndReason.ESCALATED,
                MODEL_TEXT,
                RunReport.DeliveryKind.NONE));
    builder.branch = "nightshift/run-1";

    assertThat(new RunResult.Stopped(builder.build()).toString())
        .startsWith(
            "stopped (escalated): run run-1, partial work is on branch nightshift/run-1, spent ")
        .doesNotContain("IGNORE");
  }

  @Test
  void aFailureNamesItsCauseByType() {
    RunReport report = SampleReports.ended(RunReport.Outcome.FAILED, EndReason.ERROR).build();

    assertThat(
            new RunResult.Failed(report, new Failure("java.lang.IllegalStateException", MODEL_TEXT))
                .toString())
        .startsWith("failed (error): run run-2, nothing was kept, spent ")
        .endsWith(", caused by java.lang.IllegalStateException");
    assertThat(new RunResult.NoChange(report)).hasToString(report.toString());
  }
}
