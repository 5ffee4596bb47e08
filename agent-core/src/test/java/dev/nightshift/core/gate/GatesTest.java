package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatesTest {
  @TempDir Path directory;

  private static ChangedFile executable(String path) {
    return new ChangedFile(
        path,
        ChangedFile.Kind.MODIFIED,
        0,
        0,
        "",
        new ChangedFile.Modes("100644", "100755"),
        ChangedFile.Shown.PLAIN);
  }

  private static ChangedFile modified(String path, int added, int removed) {
    return new ChangedFile(path, ChangedFile.Kind.MODIFIED, added, removed);
  }

  private static ChangedFile renamed(String from, String to) {
    return new ChangedFile(to, ChangedFile.Kind.RENAMED, 0, 0, from);
  }

  private GateResult scope(ChangedFile... files) throws InterruptedException {
    Task task = Task.builder("Fix").allowPath("src/main/**").allowPath("*.md").build();
    return GateBench.in(directory).task(task).changing(files).evaluate(Gates.scope());
  }

  @Test
  void scopePassesWhenEveryPathIsAllowed() throws Exception {
    GateResult result = scope(modified("src/main/a/A.java", 1, 1), modified("README.md", 1, 0));

    assertThat(result.isPassed()).isTrue();
    assertThat(result.name()).isEqualTo("scope");
    assertThat(result.detail()).contains("all 2 changed paths", "src/main/**");
  }

  @Test
  void scopeFailsAndNamesThePathsOutside() throws Exception {
    GateResult result = scope(modified("src/main/A.java", 1, 1), modified("pom.xml", 1, 0));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .isEqualTo(
            "1 path is outside what the task allows: pom.xml; undo these changes (allowed:"
                + " src/main/**, *.md)");
  }

  @Test
  void scopeCountsADeletionAndBothPathsOfARename() throws Exception {
    ChangedFile deleted = new ChangedFile("pom.xml", ChangedFile.Kind.DELETED, 0, 9);

    assertThat(scope(deleted).isPassed()).isFalse();
    assertThat(scope(renamed("pom.xml", "src/main/pom.xml")).isPassed()).isFalse();
    assertThat(scope(renamed("src/main/A.java", "B.java")).isPassed()).isFalse();
    assertThat(scope(renamed("src/main/A.java", "src/main/B.java")).isPassed()).isTrue();
  }

  @Test
  void scopeFailsWhenTheOriginOfARenameIsUnknown() throws Exception {
    GateResult result = scope(new ChangedFile("src/main/B.java", ChangedFile.Kind.RENAMED, 0, 0));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).contains("unknown origin");
  }

  @Test
  void scopePassesAndSaysSoWhenTheTaskAllowsEveryPath() throws Exception {
    GateResult result =
        GateBench.in(directory).changing(modified("any", 1, 1)).evaluate(Gates.scope());

    assertThat(result.isPassed()).isTrue();
    assertThat(result.detail()).isEqualTo("the task allows every path; 1 changed");
  }

  @Test
  void onlyCommandsNeedACheckout() throws Exception {
    GateBench bench = GateBench.in(directory).changing(modified("any", 1, 1));
    MergeGate cheap = Gates.allOf(Gates.scope(), Gates.maxDiff(10), Gates.criteria());

    assertThat(bench.evaluate(cheap).isPassed()).isTrue();
    assertThat(bench.opened()).isZero();

    bench.evaluate(Gates.allOf(Gates.command("a", "true"), Gates.shell("true")));
    assertThat(bench.opened()).isEqualTo(2);
  }

  @Test
  void scopeListsAtMostTwentyPathsWithoutControlCharacters() throws Exception {
    ChangedFile[] files =
        IntStream.range(0, 30)
            .mapToObj(i -> modified("x\n\u001b[31m" + i, 1, 0))
            .toArray(ChangedFile[]::new);

    GateResult result = scope(files);

    assertThat(result.detail()).doesNotContain("\n", "\u001b").contains(", x 19, and 10 more;");
  }

  @Test
  void maxDiffAllowsExactlyTheMaximum() throws Exception {
    GateBench bench =
        GateBench.in(directory)
            .changing(modified("a", 6, 2), executable("run.sh"), modified("c", 1, 0));

    GateResult fits = bench.evaluate(Gates.maxDiff(10));
    GateResult tooLarge = bench.evaluate(Gates.maxDiff(9));

    assertThat(fits.isPassed()).isTrue();
    assertThat(fits.detail()).contains("10 lines", "3 files");
    assertThat(tooLarge.isPassed()).isFalse();
    assertThat(tooLarge.detail()).contains("at most 9 allowed", "Largest: a 8, run.sh 1, c 1");
  }

  @Test
  void maxDiffFailsForABinaryFileThatNobodyCanRead() throws Exception {
    GateBench bench = GateBench.in(directory);
    MergeGate gate = Gates.maxDiff(1_000);
    ChangedFile.Kind gone = ChangedFile.Kind.DELETED;

    bench.changing(new ChangedFile("a.jar", ChangedFile.Kind.ADDED, 0, 0, "", true));
    assertThat(bench.evaluate(gate).isPassed()).isFalse();
    assertThat(bench.evaluate(gate).detail()).contains("1 binary files", "a.jar");

    bench.changing(new ChangedFile("a.jar", gone, 0, 0, "", true));
    assertThat(bench.evaluate(gate).isPassed()).isTrue();
  }

  @Test
  void maxDiffCountsTheLinesOfATextTooLongToShow() throws Exception {
    GateBench bench = GateBench.in(directory);

    bench.changing(new ChangedFile("lock", ChangedFile.Kind.ADDED, 90, 0, "", true));

    assertThat(bench.evaluate(Gates.maxDiff(90)).isPassed()).isTrue();
    assertThat(bench.evaluate(Gates.maxDiff(89)).isPassed()).isFalse();
  }

  @Test
  void maxDiffTakesABinaryFileTheTaskAllows() throws Exception {
    GateBench bench =
        GateBench.in(directory)
            .task(Task.builder("Draw").allowBinary("*.png").build())
            .changing(new ChangedFile("doc/a.png", ChangedFile.Kind.ADDED, 0, 0, "", true));

    assertThat(bench.evaluate(Gates.maxDiff(1)).isPassed()).isTrue();
  }

  @Test
  void maxDiffCountsEachFileWhoseModeChanged() throws Exception {
    ChangedFile[] scripts =
        IntStream.range(0, 3).mapToObj(i -> executable("s" + i)).toArray(ChangedFile[]::new);

    GateResult result = GateBench.in(directory).changing(scripts).evaluate(Gates.maxDiff(2));

    assertThat(result.isPassed()).isFalse();
  }

  @Test
  void maxDiffDoesNotOverflow() throws Exception {
    GateResult result =
        GateBench.in(directory)
            .changing(modified("a", Integer.MAX_VALUE, Integer.MAX_VALUE))
            .evaluate(Gates.maxDiff(100));

    assertThat(result.isPassed()).isFalse();
  }

  @Test
  void maxDiffRefusesAMaximumBelowOne() {
    assertThatThrownBy(() -> Gates.maxDiff(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void criteriaRunsEveryCommandAndKeepsTheIndexOfEach() throws Exception {
    Files.writeString(directory.resolve("A.txt"), "hello");
    Task task =
        Task.builder("Fix")
            .acceptance("reads well")
            .acceptance(AcceptanceCriterion.proven("B says bye", "sh", "-c", "echo no B; exit 2"))
            .acceptance(AcceptanceCriterion.proven("A says hello", "grep", "-q", "hello", "A.txt"))
            .acceptance(AcceptanceCriterion.proven("C runs", "no-such-program-here"))
            .build();

    GateResult result = GateBench.in(directory).task(task).evaluate(Gates.criteria());

    assertThat(result.isPassed()).isFalse();
    assertThat(result.criteria())
        .extracting(CriterionEvidence::index, CriterionEvidence::met)
        .containsExactly(tuple(1, false), tuple(2, true), tuple(3, false));
    assertThat(result.criteria().get(1).evidence()).isEqualTo("grep -q hello A.txt — exited 0");
    assertThat(result.criteria().get(2).evidence()).contains("command not found");
    assertThat(result.detail())
        .contains("not met: B says bye", "no B", "met: A says hello")
        .doesNotContain("reads well");
    assertThat(result.command()).contains("; grep -q hello A.txt; ");
  }

  @Test
  void criteriaPassesWhenAllAreMet() throws Exception {
    Task task =
        Task.builder("Fix").acceptance(AcceptanceCriterion.proven("it holds", "true")).build();

    assertThat(GateBench.in(directory).task(task).evaluate(Gates.criteria()).isPassed()).isTrue();
  }

  @Test
  void criteriaPassesTriviallyWithoutCommands() throws Exception {
    Task task = Task.builder("Fix").acceptance("judged").build();

    GateResult result = GateBench.in(directory).task(task).evaluate(Gates.criteria());

    assertThat(result.isPassed()).isTrue();
    assertThat(result.criteria()).isEmpty();
    assertThat(result.detail()).isEqualTo("no criterion of the task has a command");
  }

  @Test
  void criteriaFailsACommandThatTimesOut() throws Exception {
    Task task =
        Task.builder("Fix").acceptance(AcceptanceCriterion.proven("ends", "sleep", "600")).build();

    GateResult result =
        GateBench.in(directory).task(task).evaluate(Gates.criteria(Duration.ofMillis(200)));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.criteria().get(0).evidence()).contains("timed out after 0.2 s");
  }

  @Test
  void criteriaRefusesATimeoutOfZero() {
    assertThatThrownBy(() -> Gates.criteria(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allOfStopsAtTheFirstFailureAndNamesWhatItLeftOut() throws Exception {
    Path marker = directory.resolve("ran");
    MergeGate later = Gates.command("later", "touch", marker.toString());

    GateResult result =
        GateBench.in(directory)
            .evaluate(
                Gates.allOf(
                    Gates.command("first", "true"), Gates.command("second", "false"), later));

    assertThat(result.isPassed()).isFalse();
    assertThat(marker).doesNotExist();
    assertThat(result.parts()).extracting(GateResult::name).containsExactly("first", "second");
    assertThat(result.detail())
        .isEqualTo("first passed: exited 0\nsecond failed: exited 1\nnot evaluated: later");
  }

  @Test
  void allOfPassesWithTheEvidenceOfItsParts() throws Exception {
    Task task =
        Task.builder("Fix").acceptance(AcceptanceCriterion.proven("it holds", "true")).build();
    String report = "echo '<testsuite><testcase name=\"a\"/></testsuite>' > ";

    GateResult result =
        GateBench.in(directory)
            .task(task)
            .evaluate(
                Gates.allOf(
                    Gates.allOf(Gates.scope(), Gates.criteria()),
                    Gates.tests("sh", "-c", report + "junit.xml"),
                    Gates.tests("sh", "-c", report + "report.xml; echo >> report.xml")));

    assertThat(result.isPassed()).as(result.detail()).isTrue();
    assertThat(result.tests()).hasValue(new TestEvidence(2, 0, 0, List.of()));
    assertThat(result.criteria()).hasSize(1);
    assertThat(result.leaves()).hasSize(4);
  }

  @Test
  void allOfRefusesAnEmptyList() {
    assertThatThrownBy(Gates::allOf)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
