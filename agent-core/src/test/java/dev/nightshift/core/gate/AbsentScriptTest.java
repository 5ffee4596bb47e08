package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Symptom: a gate whose script was misspelt was red like any other, and cost four paid rounds. */
class AbsentScriptTest {
  @TempDir private Path temporary;
  private Path candidate;
  private Path target;

  @BeforeEach
  void makeDirectories() throws IOException {
    candidate = Files.createDirectory(temporary.resolve("candidate"));
    target = Files.createDirectory(temporary.resolve("target"));
  }

  @ParameterizedTest
  @CsvSource({
    "./gradelw test, ./gradelw",
    "bash gradelw, gradelw",
    "env CI=1 ./gradelw -q test, ./gradelw",
    "./gradelw --all 2>&1, ./gradelw",
    "./gradelw && ./other.sh, ./gradelw",
    "bash ci/tset; exit $?, ci/tset",
    "'./gradelw', ./gradelw",
    "./prüfe.sh, ./prüfe.sh",
    "bash tools/check.sh, tools/check.sh",
    "ci/gradelw -q, ci/gradelw"
  })
  void tellsWhatIsNowhere(String line, String missing) throws Exception {
    Files.writeString(target.resolve("run.sh"), "exit 0\n");
    Files.copy(target.resolve("run.sh"), candidate.resolve("run.sh"));

    GateResult result = evaluate(Gates.command("check", "sh", "-c", line));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.missing()).isEqualTo(missing);
    assertThat(result.detail()).contains("'main' has no " + missing + " either");
  }

  /** Symptom: the same misspelt script behind another command was red in each of four rounds. */
  @ParameterizedTest
  @CsvSource({
    "test -d app && ./tset.sh, ./tset.sh",
    "if true; then ./tset.sh; else exit 1; fi, ./tset.sh",
    "cd app && bash tset.sh, tset.sh",
    "sh tset.sh, tset.sh",
    "python3 tset.py, tset.py",
    "./app, ./app",
    "cd app && ./run.sh, ./run.sh",
    "sh calls.sh, ./nowhere",
    "make -s -C app check, ./tset.sh",
    "./locked.sh, ./locked.sh",
    "./sub//script.sh, ./sub//script.sh",
    "./app/../script.sh, ./app/../script.sh",
    "sh build.sh && ./out/tool, ./out/tool"
  })
  void tellsItBehindOtherCommandsToo(String line, String missing) throws Exception {
    writeFiles();

    GateResult result = evaluate(Gates.command("check", "sh", "-c", line));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.missing()).isEqualTo(missing);
  }

  @Test
  void tellsItOnALineOfItsOwnToo() throws Exception {
    assertThat(evaluate(Gates.command("check", "sh", "-c", "set -eu\n./tset.sh")).missing())
        .isEqualTo("./tset.sh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make tset",
        "echo tests; sh tset.sh; exit 2",
        "sh setup.sh; grep -q ok run.sh",
        "python3 gen.py || cmp -s run.sh Makefile",
        "sh node_modules/x/setup.sh; grep -q ok run.sh",
        "sh build.sh || exit 1; read x < out/report.csv",
        "echo \"app: cannot open data.csv: No such file or directory\"; exit 1",
        "exit 1"
      })
  void lacksNothingWhereTheCommandCouldRun(String line) throws Exception {
    writeFiles();

    GateResult result = evaluate(Gates.command("check", "sh", "-c", line));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.missing()).isEmpty();
  }

  private void writeFiles() throws IOException {
    for (Path root : new Path[] {candidate, target}) {
      Files.writeString(root.resolve("Makefile"), "build:\n\t@echo no\n");
      Files.writeString(root.resolve("locked.sh"), "exit 0\n");
      Files.writeString(root.resolve("calls.sh"), "./nowhere\n");
      Files.writeString(root.resolve("build.sh"), "exit 0\n");
      Files.writeString(root.resolve("run.sh"), "exit 0\n");
      assertThat(root.resolve("run.sh").toFile().setExecutable(true)).isTrue();
      Files.createDirectories(root.resolve("app"));
      Files.writeString(root.resolve("app/Makefile"), "check:\n\t./tset.sh\n");
    }
  }

  /** One rule for all: who speaks of a script has not brought it either. */
  @Test
  void tellsItAlsoOfWhatTheTaskSpeaksOf() throws Exception {
    Task task = Task.builder("Fix it").instructions("Add tools/check.sh, which lints.").build();
    MergeGate gate = Gates.command("check", "sh", "-c", "./tools/check.sh");

    assertThat(GateBench.in(candidate).on(target).task(task).evaluate(gate).missing())
        .isEqualTo("./tools/check.sh");
  }

  /**
   * Symptom: who had brought the script, and not yet its executable bit, was told that nobody had.
   */
  @Test
  void whatTheChangeBringsIsNotNowhere() throws Exception {
    GateBench bench =
        GateBench.in(candidate)
            .on(target)
            .changing(new ChangedFile("scripts/check.sh", ChangedFile.Kind.ADDED, 2, 0));

    GateResult result = bench.evaluate(Gates.command("check", "sh", "-c", "./check.sh"));

    assertThat(result.missing()).isEmpty();
    assertThat(result.detail()).contains("the change has a file of that name");
  }

  @Test
  void whatTheTargetHoldsAndCannotStartIsNotNowhere() throws Exception {
    writeFiles();

    assertThat(evaluate(Gates.command("check", "sh", "-c", "./locked.sh")).detail())
        .contains("'main' has ./locked.sh, which cannot be started there either");
  }

  @Test
  void whatTheChangeDeletedIsNotNowhere() throws Exception {
    Files.writeString(target.resolve("run.sh"), "exit 0\n");

    GateResult result = evaluate(Gates.command("check", "sh", "-c", "bash run.sh"));

    assertThat(result.missing()).isEmpty();
    assertThat(result.detail()).contains("restore what the change took");
  }

  @Test
  void aCriterionTellsItToo() throws Exception {
    Task task =
        Task.builder("Fix it")
            .acceptance(AcceptanceCriterion.proven("it is fast", "true"))
            .acceptance(AcceptanceCriterion.proven("it builds", "sh", "-c", "./gradelw"))
            .build();

    GateResult result = GateBench.in(candidate).on(target).task(task).evaluate(Gates.criteria());

    assertThat(result.missing()).isEqualTo("./gradelw");
  }

  @Test
  void aPassedResultLacksNothing() {
    GateResult.Builder passed = GateResult.builder("check", true, "").missing("./gradelw");

    assertThatIllegalArgumentException()
        .isThrownBy(passed::build)
        .withMessageContaining("cannot be passed with './gradelw' missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u202e"})
  void whatIsMissingIsOneVisibleLine(String name) {
    GateResult.Builder failed = GateResult.builder("check", false, "");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> failed.missing(name))
        .withMessageContaining("must be one line of at most 300 visible characters");
  }

  private GateResult evaluate(MergeGate gate) throws InterruptedException {
    return GateBench.in(candidate).on(target).evaluate(gate);
  }
}
