package dev.nightshift.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.PatchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportWriteTest {
  @TempDir Path temp;

  @Test
  void writesTheFourFilesAndNothingElse() throws IOException {
    Path directory = temp.resolve("deep/er");
    RunReport report = SampleReports.merged("text é").build();

    report.writeTo(directory);

    assertThat(directory.resolve("report.md")).hasContent(report.toMarkdown());
    assertThat(directory.resolve("report.json")).hasContent(report.toJson());
    assertThat(directory.resolve("changes.diff")).hasContent("text é");
    assertThat(directory.resolve("changes.patch")).hasContent("text é");
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    assertThat(directory.toFile().list()).hasSize(4);
  }

  @Test
  void replacesAnOlderReportAndItsPatch() {
    SampleReports.merged("older").build().writeTo(temp);
    RunReport newer = SampleReports.ended(RunReport.Outcome.STOPPED, EndReason.STUCK).build();

    newer.writeTo(temp);

    assertThat(temp.resolve("report.json")).hasContent(newer.toJson());
    assertThat(temp.resolve("changes.patch")).isEmptyFile();
  }

  @Test
  void writesThePatchAsTheBytesItHas() throws IOException {
    byte[] bytes = {'+', (byte) 0xfc, '\r', '\n'};
    ReportDraft report = SampleReports.merged("x");
    report.change = SampleReports.withPatch(report.change, PatchFile.of(bytes));

    report.build().writeTo(temp);

    assertThat(temp.resolve("changes.patch")).hasBinaryContent(bytes);
  }

  @Test
  void leavesNoPatchThatOnlyLooksWhole() throws IOException {
    SampleReports.merged("older").build().writeTo(temp);
    ReportDraft newer = SampleReports.merged("x");
    newer.change = SampleReports.withPatch(newer.change, PatchFile.tooLarge());

    newer.build().writeTo(temp);

    assertThat(temp.resolve("changes.patch")).doesNotExist();
    assertThat(temp.resolve("report.md")).content().contains("There is no `changes.patch`");
    assertThat(temp.resolve("report.json")).content().contains("\"patchBytes\" : null");
  }

  @Test
  void writesOnAnInterruptedThread() {
    Thread.currentThread().interrupt();

    SampleReports.merged("text").build().writeTo(temp);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(temp.resolve("report.md")).isNotEmptyFile();
  }

  @Test
  void namesTheDirectoryThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> SampleReports.merged("text").build().writeTo(file))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("'" + file + "'")
        .hasMessageContaining("choose a directory that can be written");
  }

  @Test
  void leavesNoTemporaryFileBehindWhenItFails() throws IOException {
    Files.createDirectories(temp.resolve("report.json/in-the-way"));

    assertThatThrownBy(() -> SampleReports.merged("text").build().writeTo(temp))
        .isInstanceOf(WorkspaceException.class);

    assertThat(temp).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
  }
}
