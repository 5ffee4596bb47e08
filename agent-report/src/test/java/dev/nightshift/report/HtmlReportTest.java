package dev.nightshift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.report.RunCourse;
import dev.nightshift.core.report.RunEvidence;
import dev.nightshift.core.report.RunPlace;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.report.RunWork;
import dev.nightshift.core.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  @TempDir private Path directory;

  private final HtmlReport page = HtmlReport.of(report());

  @Test
  void writesThePageIntoADirectoryThatItMakes() throws Exception {
    Path reports = directory.resolve("a/b");

    page.writeTo(reports);
    page.writeTo(reports);

    assertThat(reports.resolve("report.html")).hasContent(page.html());
    assertThat(page.html()).startsWith("<!DOCTYPE html>").contains("<title>failed: Fix it</title>");
    try (var files = Files.list(reports)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void saysWhereItCannotBeWritten() throws Exception {
    Path file = Files.createFile(directory.resolve("file\u202e"));

    assertThatThrownBy(() -> page.writeTo(file))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("\u27e6U+202E\u27e7")
        .hasMessageNotContaining("\u202e");
  }

  private static RunReport report() {
    return new RunReport(
        RunId.of("run-2"),
        Task.builder("Fix it").build(),
        new RunReport.Ending(
            RunReport.Outcome.FAILED, EndReason.INTERRUPTED, "", RunReport.DeliveryKind.NONE),
        RunPlace.none(),
        new RunCourse(Instant.EPOCH, Duration.ZERO, Duration.ZERO, 0, "bubblewrap"),
        RunEvidence.none(),
        RunWork.none(),
        RunSpend.none());
  }
}
