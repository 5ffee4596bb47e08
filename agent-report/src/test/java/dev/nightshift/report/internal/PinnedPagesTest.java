package dev.nightshift.report.internal;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunCourse;
import dev.nightshift.core.report.RunEvidence;
import dev.nightshift.core.report.RunPlace;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.report.RunWork;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The templates, and what they make of two runs, byte for byte; {@link PinnedText} says why. */
class PinnedPagesTest {
  private static final Path TEMPLATES = Path.of("src/main/jte");

  @Test
  void templatesHoldTheseBytes() throws Exception {
    StringBuilder hashes = new StringBuilder();

    for (Path template : templates()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(template));
      String name = TEMPLATES.relativize(template).toString().replace('\\', '/');
      hashes.append(HexFormat.of().formatHex(hash)).append("  ").append(name).append('\n');
    }

    PinnedText.assertIsKeptAs("templates.txt", hashes.toString());
  }

  @Test
  void aRunThatHasSomethingEverywhereIsThisPage() throws IOException {
    PinnedText.assertIsKeptAs("full-report.html", SampleReports.page("one & two"));
  }

  @Test
  void aRunThatHasNothingIsThisPage() throws IOException {
    RunReport nothing =
        new RunReport(
            RunId.of("run-2"),
            Task.builder("Fix it").build(),
            new RunReport.Ending(
                RunReport.Outcome.FAILED, EndReason.INTERRUPTED, "", RunReport.DeliveryKind.NONE),
            RunPlace.none(),
            new RunCourse(Instant.EPOCH, Duration.ZERO, Duration.ZERO, 0, "bubblewrap"),
            RunEvidence.none(),
            RunWork.none(),
            RunSpend.none());

    PinnedText.assertIsKeptAs("empty-report.html", Pages.report(nothing, List.of()));
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(TEMPLATES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
