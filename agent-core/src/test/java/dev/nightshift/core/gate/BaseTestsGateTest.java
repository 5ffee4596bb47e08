package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ChangedFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the target over the code of the candidate. */
class BaseTestsGateTest {
  /** Each file of tests says what the code has to hold. */
  private static final Command TESTS =
      Command.of(
          "sh",
          "-c",
          "{ echo '<testsuite>'; for t in tests/*; do echo \"<testcase classname='T' name='$t'>\";"
              + " grep -qxf $t code || echo '<failure message=\"no\"/>'; echo '</testcase>'; done;"
              + " echo '</testsuite>'; } > TEST-t.xml; ! grep -q failure TEST-t.xml");

  private static final ChangedFile CODE = new ChangedFile("code", Kind.MODIFIED, 1, 1);
  private static final ChangedFile TEST = new ChangedFile("tests/sum", Kind.MODIFIED, 1, 1);

  @TempDir Path temp;
  private Path before;
  private Path after;

  @BeforeEach
  void expectSomethingElse() throws IOException {
    before = Files.createDirectories(temp.resolve("before"));
    after = Files.createDirectories(temp.resolve("after"));
    write(before, "tests/sum", "4");
    write(before, "code", "4");
    write(after, "tests/sum", "5");
    write(after, "code", "5");
  }

  @Test
  void findsAnExpectedValueThatFollowsWrongCode() throws Exception {
    GateResult result = evaluate(TestIntegrity.block(), CODE, TEST);

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .contains("with the tests of the target in place of those of the change (1 files put back")
        .contains("1 of 1 tests failed");
    assertThat(result.tests().orElseThrow().failedTests()).containsExactly("T.tests/sum");
  }

  @Test
  void showsItToAHumanWhereThePolicySaysSo() throws Exception {
    GateResult result = evaluate(TestIntegrity.askHuman(), CODE, TEST);

    assertThat(result.isPassed()).isTrue();
    assertThat(result.notes())
        .singleElement()
        .satisfies(note -> assertThat(note.asksHuman()).isTrue())
        .satisfies(note -> assertThat(note.text()).contains("T.tests/sum"));
  }

  @Test
  void leavesTestsOutThatTheChangeAdded() throws Exception {
    write(after, "tests/more", "7");
    write(after, "code", "4");
    ChangedFile more = new ChangedFile("tests/more", Kind.ADDED, 1, 0);

    GateResult result = evaluate(TestIntegrity.block(), CODE, TEST, more);

    assertThat(result.isPassed()).as(result.detail()).isTrue();
    assertThat(result.detail()).contains("1 files put back, 1 left out");
  }

  @Test
  void putsDeletedAndRenamedTestsBack() throws Exception {
    write(before, "tests/old", "4");
    Files.move(after.resolve("tests/sum"), after.resolve("tests/total"));
    ChangedFile renamed = new ChangedFile("tests/total", Kind.RENAMED, 0, 0, "tests/sum");
    ChangedFile deleted = new ChangedFile("tests/old", Kind.DELETED, 0, 1);

    GateResult result = evaluate(TestIntegrity.block(), CODE, renamed, deleted);

    assertThat(result.detail())
        .contains("2 of 2 tests failed")
        .contains("2 files put back, 1 left");
  }

  @Test
  void keepsWhatTheTaskAllows() throws Exception {
    Task task = Task.builder("Count otherwise").allowTestChange("tests/sum").build();

    GateResult result =
        GateBench.in(after)
            .on(before)
            .task(task)
            .changing(CODE, TEST)
            .evaluate(Gates.baseTests(TESTS, TestIntegrity.block()));

    assertThat(result.isPassed()).isTrue();
  }

  @Test
  void runsNothingForAChangeWithoutTests() throws Exception {
    GateResult result = evaluate(TestIntegrity.block(), CODE);

    assertThat(result.isPassed()).isTrue();
    assertThat(result.command()).isEmpty();
  }

  @Test
  void isRedWhereALinkStandsInTheWay() throws Exception {
    Path outside = write(temp, "outside", "mine");
    Files.delete(after.resolve("tests/sum"));
    Files.createSymbolicLink(after.resolve("tests/sum"), outside);

    GateResult result = evaluate(TestIntegrity.block(), CODE, TEST);

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("the tests of the target cannot be put back");
    assertThat(outside).hasContent("mine");
  }

  private GateResult evaluate(TestIntegrity policy, ChangedFile... files) throws Exception {
    return GateBench.in(after).on(before).changing(files).evaluate(Gates.baseTests(TESTS, policy));
  }

  private static Path write(Path directory, String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text + "\n");
  }
}
