package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.tree.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Symptom: what only the host can mend was a red gate, and cost all rounds of the implementer,
 * because the task or the change mentioned it, or because it was named by a path.
 */
class HostFaultTest {
  private static final String MAKE_WITHOUT_GCC =
      "echo '/bin/sh: 1: no-such-gcc: not found'; echo 'make: *** [Makefile:2: t] Error 127'; exit 2";
  @TempDir private Path temporary;
  private Path candidate;
  private Path target;
  private TaskBuilder task = Task.builder("Fix the parser");
  private ChangedFile[] changed = {};

  @BeforeEach
  void makeDirectories() throws IOException {
    candidate = Files.createDirectory(temporary.resolve("candidate"));
    target = Files.createDirectory(temporary.resolve("target"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '/usr/bin/python3: No module named pytest' >&2; exit 1",
        "echo '/usr/bin/python3: No module named no_such_module' >&2; exit 1",
        ".venv/bin/pytest -q",
        "./node_modules/.bin/jest",
        "app/venv/bin/pytest",
        "no-such-cargo test",
        MAKE_WITHOUT_GCC,
        "echo '/usr/bin/env: ‘no-such-node’: No such file or directory'; exit 127",
      })
  void isTheHostsThoughTaskAndChangeAreNearIt(String line) throws Exception {
    task =
        Task.builder("Make the no-such-cargo build faster")
            .instructions(
                "Run no-such-cargo test and pytest before you finish, see the Makefile and jest.")
            .acceptance("no-such-cargo test passes with pytest");
    changed = new ChangedFile[] {modified("Makefile"), modified("docs/no-such-cargo")};
    both("Makefile", "t:\n\tno-such-gcc x.c\n", false);

    requireEnvironment(shell(line));
  }

  @Test
  void aProgramIsTheHostsThoughAFileInItsArgumentsIsChanged() {
    task = Task.builder("Raise the version in pom.xml");
    changed = new ChangedFile[] {modified("pom.xml")};

    requireEnvironment(Gates.tests("no-such-mvn", "-f", "pom.xml", "verify"));
    requireEnvironment(Gates.command("b", "sh", "-c", "no-such-mvn -f pom.xml verify"));
  }

  @Test
  void aCriterionThatIsNamedAfterItsCommandMakesItsProgramNoWork() {
    task =
        Task.builder("Fix it")
            .acceptance(
                AcceptanceCriterion.proven("no-such-cargo test passes", "no-such-cargo", "t"))
            .acceptance(AcceptanceCriterion.proven("pytest passes", ".venv/bin/pytest", "-q"));

    requireEnvironment(Gates.criteria());
  }

  @Test
  void aScriptWhoseInterpreterIsMissingMayBeMendedOnce() throws Exception {
    both("bad.sh", "#!/usr/bin/no-such-interpreter\n", true);

    assertThat(evaluate(shell("./bad.sh")).missing()).isEqualTo("./bad.sh");
    assertThat(evaluate(Gates.command("x", "./bad.sh")).missing()).isEqualTo("./bad.sh");
  }

  /** As on a file system that is mounted noexec. */
  @Test
  void aScriptIsWholeIfItMustNotBeRunThoughItsBitIsSet() throws Exception {
    both("mvnw", "#!/bin/sh\n", true);

    requireEnvironment(shell("echo 'sh: 1: ./mvnw: Permission denied'; exit 126"));
  }

  @Test
  void aCarriageReturnBehindTheInterpreterIsTheRepositorys() throws Exception {
    both("crlf.sh", "#!/bin/sh\r\nexit 0\r\n", true);

    requireRed(shell("./crlf.sh"));
    requireRed(Gates.command("x", "./crlf.sh"));
  }

  @Test
  void aScriptThatIsNotThereYetIsTheTasks() throws Exception {
    requireRed(Gates.command("licences", "scripts/check-licences"));
    requireRed(shell("sh check.sh"));
  }

  @Test
  void aScriptThatTheChangeDeletedIsTheChanges() throws Exception {
    Files.writeString(target.resolve("run.sh"), "exit 0\n");

    requireRed(shell("sh run.sh"));
  }

  @Test
  void aModuleThatTheChangeAddsIsTheChanges() throws Exception {
    String line = "echo '/usr/bin/python3: No module named mytool.cli' >&2; exit 1";

    requireEnvironment(shell(line));
    changed = new ChangedFile[] {modified("src/mytool/__init__.py")};
    requireRed(shell(line));
    changed = new ChangedFile[] {modified("mytool.py")};
    requireRed(shell(line));
  }

  @Test
  void aModuleThatTheChangeDeletedIsToBeRestored() throws Exception {
    Files.writeString(target.resolve("mytool.py"), "print('ok')\n");
    changed = new ChangedFile[] {new ChangedFile("mytool.py", ChangedFile.Kind.DELETED, 0, 1)};
    String line = "test -e mytool.py || { echo 'python3: No module named mytool'; exit 1; }";

    assertThat(evaluate(shell(line)).detail()).contains("restore what the change took");
  }

  @Test
  void aProgramThatAScriptOfTheTaskMisspellsIsTheTasks() throws Exception {
    task = Task.builder("Mend ci/check.sh");
    String line = "echo 'ci/check.sh: 1: gerp: not found'; exit 127";

    requireEnvironment(shell(line));
    both("ci/check.sh", "gerp x y\n", false);
    requireRed(shell(line));
  }

  private void both(String path, String content, boolean executable) throws IOException {
    for (Path root : new Path[] {candidate, target}) {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      assertThat(file.toFile().setExecutable(executable)).isTrue();
    }
  }

  private static MergeGate shell(String line) {
    return Gates.command("check", "sh", "-c", line);
  }

  private static ChangedFile modified(String path) {
    return new ChangedFile(path, ChangedFile.Kind.MODIFIED, 1, 1);
  }

  private GateResult evaluate(MergeGate gate) throws InterruptedException {
    return GateBench.in(candidate).on(target).task(task.build()).changing(changed).evaluate(gate);
  }

  private void requireRed(MergeGate gate) throws InterruptedException {
    assertThat(evaluate(gate).isPassed()).isFalse();
  }

  private void requireEnvironment(MergeGate gate) {
    assertThatThrownBy(() -> evaluate(gate))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.ENVIRONMENT));
  }
}
