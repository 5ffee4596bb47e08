package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for the reason of an exit status 126 or 127, and what is not. */
class NotStartedTest {
  @TempDir private Path temporary;
  private Path candidate;
  private Path target;

  @BeforeEach
  void makeDirectories() throws IOException {
    candidate = Files.createDirectory(temporary.resolve("candidate"));
    target = Files.createDirectory(temporary.resolve("target"));
  }

  private GateResult evaluate(MergeGate gate) throws InterruptedException {
    return GateBench.in(candidate).on(target).evaluate(gate);
  }

  /** Symptom: each round was paid for, because the command had written a report before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '<testsuite><testcase name=\"a\"/></testsuite>' > TEST-A.xml; no-such-tool",
        "echo '<testsuite' > TEST-A.xml; no-such-tool",
        "echo '<testsuites/>' > TEST-A.xml; no-such-tool",
        "echo '<testsuite><testcase name=\"a\"/></testsuite>' > TEST-A.xml;"
            + " echo 'make: no-such-tool: No such file or directory';"
            + " echo 'make: *** [Makefile:2: test] Error 127'; exit 2",
      })
  void endsTheRunThoughAReportWasWrittenBeforeTheMissingProgram(String line) {
    assertThatThrownBy(() -> evaluate(Gates.tests("sh", "-c", line)))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.ENVIRONMENT))
        .hasMessageContaining("needs no-such-tool, which cannot be run here");
  }

  /** A report that says nothing does not prove that the tests could run. */
  @ParameterizedTest
  @ValueSource(strings = {"<testsuite", "<testsuites/>"})
  void endsTheRunWhenNothingIsNamedAndNoTestWasExecuted(String report) {
    String line = "echo '" + report + "' > TEST-A.xml; exit 127";

    assertThatThrownBy(() -> evaluate(Gates.tests("sh", "-c", line)))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("nothing it printed says of what");
  }

  @Test
  void isRedWhenTestsFailedBeforeAProgramIsMissing() throws Exception {
    String report = "<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>";
    String line = "echo '" + report + "' > TEST-A.xml; no-such-tool";

    assertThat(evaluate(Gates.tests("sh", "-c", line)).detail()).startsWith("1 of 1 tests failed");
  }

  /** Symptom: a file that a program could not read was to be installed as a program. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat settings.json; exit 127",
        "echo 'warn: cache.db: Permission denied'; exit 127",
        "echo 'ls: ./mvnw: Permission denied'; exit 126",
        "echo \"FileNotFoundError: No such file or directory: 'a.ini'\"; exit 127"
      })
  void namesNoFileThatAProgramCouldNotReadAsTheMissingProgram(String line) {
    assertThatThrownBy(() -> evaluate(Gates.tests("sh", "-c", line)))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("nothing it printed says of what")
        .hasMessageNotContainingAny("needs", "command not found", "install the program");
  }

  /** Symptom: bash, which ran the line, was looked for in the script that the task names. */
  @Test
  void endsTheRunThoughTheScriptOfTheTaskNamesTheProgramThatRanTheLine() throws Exception {
    for (Path directory : List.of(candidate, target)) {
      Files.writeString(directory.resolve("build.sh"), "# run me by bash\nexit 127\n");
    }
    Task task = Task.builder("Fix build.sh").build();
    GateBench bench = GateBench.in(candidate).on(target).task(task);

    assertThatThrownBy(() -> bench.evaluate(Gates.tests("bash", "build.sh")))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.ENVIRONMENT));
  }
}
