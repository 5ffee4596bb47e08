package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gate that no change can turn green must not cost a round of the implementer. */
class CannotRunTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
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

  private static void script(Path directory, String line, boolean executable) throws IOException {
    Path file = Files.writeString(directory.resolve("mvnw"), "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  static Stream<MergeGate> gatesWithoutTheirProgram() {
    return Stream.of(
        Gates.command("build", "no-such-tool", "--check"),
        Gates.tests("no-such-tool", "test"),
        Gates.shell("no-such-tool test", TIMEOUT),
        Gates.shell("true && no-such-tool", TIMEOUT),
        Gates.allOf(Gates.maxDiff(10), Gates.shell("no-such-tool", TIMEOUT)));
  }

  static Stream<String> linesThatHideAMissingProgram() {
    return Stream.of(
        "echo 'make: no-such-tool: No such file or directory';"
            + " echo 'make: *** [Makefile:2: test] Error 127'; exit 2",
        "echo 'no-such-tool x'; echo 'make[1]: no-such-tool: No such file or directory';"
            + " echo 'make[1]: *** [Makefile:2: a] Error 127';"
            + " echo 'make[1]: Leaving directory'; echo 'make: *** [Makefile:9: b] Error 2'; exit 2",
        "timeout 5 no-such-tool",
        "nice no-such-tool",
        "env no-such-tool",
        "xargs no-such-tool < /dev/null",
        "no-such-tool; code=$?; echo \"/tmp/x.$$: No such file or directory\"; exit $code");
  }

  @ParameterizedTest
  @MethodSource("linesThatHideAMissingProgram")
  void endsTheRunThoughTheExitStatusHidesTheMissingProgram(String line) {
    for (MergeGate gate :
        List.of(Gates.command("c", "sh", "-c", line), Gates.tests("sh", "-c", line))) {
      assertThatThrownBy(() -> evaluate(gate))
          .isInstanceOfSatisfying(
              RunStoppedException.class,
              stop -> assertThat(stop.reason()).isEqualTo(EndReason.ENVIRONMENT))
          .hasMessageContaining("needs no-such-tool, which cannot be run here");
    }
  }

  /** Symptom: bash was named as the missing program, though it was what had run the line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-tool 2>/dev/null",
        "exit 127",
        "exit 126",
        "echo '128 failing'; exit 127",
        "no-such-tool --x > log 2>&1"
      })
  void doesNotNameTheProgramThatRanAsTheMissingOne(String line) {
    AcceptanceCriterion criterion = AcceptanceCriterion.proven("ok", "bash", "-c", line);
    GateBench bench =
        GateBench.in(candidate)
            .on(target)
            .task(Task.builder("Fix it").acceptance(criterion).build());

    for (MergeGate gate :
        List.of(
            Gates.command("lint", "bash", "-c", line),
            Gates.tests("bash", "-c", line),
            Gates.command("build", "sh", "-c", line),
            Gates.criteria())) {
      assertThatThrownBy(() -> bench.evaluate(gate))
          .isInstanceOf(RunStoppedException.class)
          .hasMessageContaining("of something it starts or of its own line")
          .hasMessageContaining("without it on 'main'")
          .hasMessageNotContainingAny("needs", "bash", "/bin/sh", "install the program");
    }
  }

  /**
   * Symptom: tests failed, with and without the change, and the run ended because an optional
   * program is missing, or because the output of a test said so.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'make: no-such-lint: No such file or directory';"
            + " echo 'make: [Makefile:2: check] Error 127 (ignored)'; echo 'FAILED test_a';"
            + " echo 'make: *** [Makefile:3: check] Error 1'; exit 2",
        "echo 'make: no-such-lint: No such file or directory';"
            + " echo 'make: [Makefile:2: check] Error 127 (ignored)';"
            + " echo 'make: *** [Makefile:3: check] Error 1'; exit 2",
        "no-such-tool || version=dev; exit 1",
        "no-such-tool || exit 3",
        "echo 'FAILED test_a'; no-such-reporter; exit 1",
        "echo 'FAILED test_a'; echo '/usr/bin/python3: No module named reporter'; exit 1",
        "echo 'FAILED test_shell'; echo 'sh: 1: no-such-command: not found'; exit 1",
        "echo 'sh: 1: x: not found'; echo 'make: *** [Makefile:3: check] Error 1'; exit 2",
      })
  void isRedWhenTestsFailBesideAProgramThatIsMissing(String line) throws Exception {
    GateResult result = evaluate(Gates.command("c", "sh", "-c", line));

    assertThat(result.detail()).startsWith("exited ").doesNotContain("the change calls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'python3 -m pytest -q'; echo '/usr/bin/python3: No module named pytest';"
            + " echo 'make: *** [Makefile:2: test] Error 1'; exit 2",
        "echo '/usr/bin/python3: No module named pytest'; exit 1"
      })
  void endsTheRunWhenPythonSaysThatItsToolIsMissingAndNothingElse(String line) {
    assertThatThrownBy(() -> evaluate(Gates.command("c", "sh", "-c", line)))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("needs pytest");
  }

  /** An optional tool is missing, and then the code under test is wrong. */
  @Test
  void isRedWhenWhatIsMissingIsNotWhatStoppedTheCommand() throws Exception {
    GateResult result =
        evaluate(
            Gates.command(
                "c", "sh", "-c", "no-such-tool || echo 'A.java:3: error: ; expected'; exit 1"));

    assertThat(result.detail()).startsWith("exited 1").contains("no-such-tool");
  }

  @Test
  void isRedWhenACommandFailsOnAMissingFileThatIsNoProgram() throws Exception {
    assertThat(evaluate(Gates.shell("cat no-such-file")).detail()).startsWith("exited 1");
    assertThat(evaluate(Gates.shell("cat /no/such/file")).detail()).startsWith("exited 1");
  }

  @Test
  void isRedWithItsOwnEndingWhenTheChangeAddsTheProgramWithoutItsBit() throws Exception {
    script(candidate, "exit 0", false);
    GateBench bench =
        GateBench.in(candidate)
            .on(target)
            .changing(new ChangedFile("mvnw", ChangedFile.Kind.ADDED, 2, 0));

    GateResult result = bench.evaluate(Gates.shell("./mvnw verify", TIMEOUT));

    assertThat(result.detail()).contains("exit status 126").contains("set its executable bit");
  }

  @Test
  void isRedWhileTheScriptThatTheTaskIsAboutIsNotThereYet() throws Exception {
    Task task = Task.builder("Add mvnw").build();
    for (String line : List.of("./mvnw verify", "sh ./mvnw verify", "sh mvnw")) {
      GateBench bench = GateBench.in(candidate).on(target).task(task);

      assertThat(bench.evaluate(Gates.shell(line, TIMEOUT)).isPassed()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("gatesWithoutTheirProgram")
  void endsTheRunWhenAProgramOfTheHostIsMissing(MergeGate gate) {
    assertThatThrownBy(() -> evaluate(gate))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.ENVIRONMENT))
        .hasMessageContaining("no-such-tool")
        .hasMessageContaining("exit status 127")
        .hasMessageContaining("without it on 'main'")
        .hasMessageContaining("install the program where commands run");
  }

  @Test
  void isRedWhenTheTargetsOwnScriptIsNotExecutable() throws Exception {
    script(candidate, "exit 0", false);
    script(target, "exit 0", false);

    assertThat(evaluate(Gates.shell("./mvnw test", TIMEOUT)).detail())
        .contains("set its executable bit");
  }

  /** Files of the repository, modules and sentences of tests are no programs of the host. */
  @Test
  void isRedWhenWhatIsMissingIsNoProgramOfTheHost() throws Exception {
    for (String line :
        List.of(
            "echo 'error: user: not found'; exit 1",
            "echo 'make: ./run-tests: No such file or directory'; exit 2",
            "echo 'bash: run-tests: No such file or directory'; exit 127",
            "echo \"python3: can't open file '$PWD/run.py': [Errno 2] No such file\"; exit 2",
            "sh run-tests")) {
      assertThat(evaluate(Gates.tests("sh", "-c", line)).isPassed()).isFalse();
    }
  }

  @Test
  void isRedWhenTheTaskNamesTheScriptThatMisspellsItsProgram() throws Exception {
    for (Path directory : List.of(candidate, target)) {
      Files.writeString(directory.resolve("check.sh"), "gerp x y\n");
    }
    Task task = Task.builder("check.sh fails. Find out why and mend it.").build();
    GateBench bench = GateBench.in(candidate).on(target).task(task);

    assertThat(bench.evaluate(Gates.shell("sh check.sh", TIMEOUT)).detail())
        .contains("if this is a program of the host");
    assertThatThrownBy(() -> evaluate(Gates.shell("sh check.sh", TIMEOUT)))
        .isInstanceOf(RunStoppedException.class);
  }

  @Test
  void isRedWhenTheTaskIsAboutTheMakeTargetThatMisspellsItsProgram() throws Exception {
    Files.writeString(target.resolve("Makefile"), "test:\n\tgerp x y\n");
    String line =
        "echo '/bin/sh: 1: gerp: not found'; echo 'make: *** [Makefile:2: test] Error 127'; exit 2";
    for (String title : List.of("Mend the Makefile", "Fix the misspelt program in the makefile")) {
      Task task = Task.builder(title).build();
      GateBench bench = GateBench.in(candidate).on(target).task(task);
      assertThat(bench.evaluate(Gates.command("c", "sh", "-c", line)).isPassed()).isFalse();
    }
    assertThatThrownBy(() -> evaluate(Gates.command("c", "sh", "-c", line)))
        .isInstanceOf(RunStoppedException.class);
  }

  @Test
  void doesNotAskToRestoreAProgramThatTheChangeItselfCalls() throws Exception {
    Files.writeString(candidate.resolve("t.sh"), "no-such-jqq .\n");
    Files.writeString(target.resolve("t.sh"), "exit 0\n");

    assertThat(evaluate(Gates.shell("sh t.sh", TIMEOUT)).detail())
        .contains("the change calls no-such-jqq")
        .doesNotContain("restore");
  }

  @Test
  void isRedWhenTheChangeDeletedTheProgram() throws Exception {
    script(target, "exit 0", true);

    GateResult result = evaluate(Gates.command("build", "sh", "-c", "./mvnw verify"));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .contains("command not found (exit status 127)")
        .contains("it can be run on 'main' without the change, so restore");
  }

  @Test
  void isRedWhenTheChangeTookTheExecutableBit() throws Exception {
    script(candidate, "exit 0", false);
    script(target, "exit 0", true);

    GateResult result = evaluate(Gates.shell("./mvnw verify", TIMEOUT));

    assertThat(result.detail()).contains("exit status 126").contains("restore");
  }

  /** What is red on the target can run there. */
  @Test
  void isRedWhenTheTargetIsRedItself() throws Exception {
    script(target, "exit 1", true);

    assertThat(evaluate(Gates.shell("./mvnw verify", TIMEOUT)).detail()).contains("restore");
  }

  /** The change added a script that needs more than there is; it can do without. */
  @Test
  void isRedWhenSomethingElseIsMissingWithoutTheChange() throws Exception {
    script(candidate, "no-such-linter .", true);

    GateResult result = evaluate(Gates.shell("./mvnw verify", TIMEOUT));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).contains("no-such-linter").doesNotContain("restore");
  }

  @Test
  void isRedWhereTheTargetIsNotKnown() throws Exception {
    GateResult result = GateBench.in(candidate).evaluate(Gates.command("build", "no-such-tool"));

    assertThat(result.detail()).startsWith("command not found (exit status 127)");
  }

  @Test
  void endsTheRunWhenACriterionNeedsAProgramOfTheHost() {
    Task task =
        Task.builder("Fix it")
            .acceptance(AcceptanceCriterion.proven("it is formatted", "no-such-formatter", "."))
            .build();
    GateBench bench = GateBench.in(candidate).on(target).task(task);

    assertThatThrownBy(() -> bench.evaluate(Gates.criteria()))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageStartingWith("criterion 'it is formatted' needs no-such-formatter");
    assertThat(Gates.criteria().requiredPrograms(task)).containsExactly("no-such-formatter");
  }

  /** Symptom: a module that a check starts, and that was not written yet, ended the run. */
  @Test
  void isRedWhenACriterionStartsAModuleThatIsNotThereYet() throws Exception {
    Task task =
        Task.builder("Write it")
            .acceptance(
                AcceptanceCriterion.proven(
                    "it prints ok",
                    "sh",
                    "-c",
                    "echo \"/usr/bin/python3: No module named mytool\" >&2; exit 1 # mytool"))
            .build();
    GateBench bench = GateBench.in(candidate).on(target).task(task);

    assertThat(bench.evaluate(Gates.criteria()).isPassed()).isFalse();
  }

  /** A criterion is often about a file that is not there yet. */
  @Test
  void aCriterionAboutAMissingFileIsNotMet() throws Exception {
    Task task =
        Task.builder("Add a script")
            .acceptance(AcceptanceCriterion.proven("there is a script", "sh", "-c", "./hello.sh"))
            .build();

    GateResult result = GateBench.in(candidate).on(target).task(task).evaluate(Gates.criteria());

    assertThat(result.criteria()).singleElement().matches(evidence -> !evidence.met());
  }

  @Test
  void namesTheProgramsItNeedsOfTheHost() {
    Task task = Task.builder("Fix it").build();

    MergeGate gate =
        Gates.allOf(
            Gates.maxDiff(10),
            Gates.tests("mvn", "verify"),
            Gates.command("lint", "./lint"),
            Gates.command("build", "mvn", "-q", "package"));

    assertThat(gate.requiredPrograms(task)).containsExactly("mvn");
  }
}
