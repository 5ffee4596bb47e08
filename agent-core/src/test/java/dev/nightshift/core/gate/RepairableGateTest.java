package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change can mend is red, also where it cannot be run without the change either. */
class RepairableGateTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String NPM_HEAD = "\n> p@1.0.0 test\n> no-such-jest x\n\n";
  private static final String NOT_FOUND = "sh: 1: no-such-jest: not found\n";
  private static final String NPM_11 = NPM_HEAD + NOT_FOUND;
  private static final String NPM_9 =
      NPM_HEAD
          + NOT_FOUND
          + "npm ERR! Lifecycle script `test` failed with error: \n"
          + "npm ERR! Error: command failed \nnpm ERR!   in workspace: p@1.0.0 \n";
  private static final String NPM_7 =
      NPM_HEAD
          + NOT_FOUND
          + "npm ERR! code 127\nnpm ERR! path /x\nnpm ERR! command failed\n"
          + "npm ERR! command sh -c no-such-jest x\n";
  private static final String MAKEFILE =
      """
      make: ci.mk: No such file or directory
      make: *** No rule to make target 'ci.mk'.  Stop.
      """;
  private static final String NESTED_MAKEFILE =
      """
      make -f ci.mk
      make[1]: Entering directory '/x'
      make[1]: ci.mk: No such file or directory
      make[1]: *** No rule to make target 'ci.mk'.  Stop.
      make[1]: Leaving directory '/x'
      make: *** [Makefile:2: all] Error 2
      """;
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

  /** Symptom: a misspelt script of npm 11 (recorded here) ended the run; older ones say more. */
  @ParameterizedTest
  @ValueSource(strings = {NPM_7, NPM_9, NPM_11})
  void isRedWhenTheTaskIsAboutThePackageThatMisspellsItsProgram(String said) throws Exception {
    Files.writeString(target.resolve("package.json"), "{'scripts':{'test':'no-such-jest x'}}");
    Files.writeString(candidate.resolve("said"), said);
    MergeGate npm = Gates.command("npm", "sh", "-c", "cat said; exit 127");
    Files.writeString(target.resolve("said"), said);
    Task task = Task.builder("Mend the test script of package.json.").build();

    assertThat(GateBench.in(candidate).on(target).task(task).evaluate(npm).isPassed()).isFalse();
    assertThatThrownBy(() -> evaluate(npm))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("needs no-such-jest");
  }

  /** Symptom: the word "test" in a title was taken for the script of that name. */
  @Test
  void endsTheRunWhenTheTaskOnlyUsesTheWordThatIsTheNameOfAScript() throws Exception {
    for (Path directory : List.of(candidate, target)) {
      Files.writeString(directory.resolve("test"), "no-such-tool x\n");
      Files.writeString(directory.resolve("README.md"), "Run no-such-tool x.\n");
    }
    MergeGate gate = Gates.shell("sh test", TIMEOUT);
    for (String title : List.of("Fix the failing test", "Test more", "Fix a typo in README.md")) {
      GateBench bench = GateBench.in(candidate).on(target).task(Task.builder(title).build());
      assertThatThrownBy(() -> bench.evaluate(gate)).isInstanceOf(RunStoppedException.class);
    }
    for (String title : List.of("Mend `test`", "Mend ./test")) {
      GateBench bench = GateBench.in(candidate).on(target).task(Task.builder(title).build());
      assertThat(bench.evaluate(gate).isPassed()).isFalse();
    }
  }

  /** Symptom: a script with CRLF, which no host can run, ended the run as lacking "sh\\r". */
  @ParameterizedTest
  @ValueSource(strings = {"#!/usr/bin/env sh\r\n", "#!/usr/bin/env python3\r\n", "#!/bin/sh\r\n"})
  void isRedWhenAScriptEndsItsLinesWithCarriageReturns(String script) throws Exception {
    crlf(candidate, script);
    assertThat(evaluate(Gates.shell("./run.sh", TIMEOUT)).isPassed()).isFalse();
    crlf(target, script);
    assertThat(evaluate(Gates.shell("./run.sh", TIMEOUT)).isPassed()).isFalse();
    assertThat(evaluate(Gates.command("c", "sh", "-c", "./run.sh")).isPassed()).isFalse();
  }

  @Test
  void isRedWhenACarriageReturnBelongsToTheNameOfAProgram() throws Exception {
    crlf(candidate, "make\r\n");
    crlf(target, "make\r\n");

    assertThat(evaluate(Gates.shell("sh run.sh", TIMEOUT)).detail())
        .contains("end its lines with LF");
  }

  private static void crlf(Path directory, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("run.sh"), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Symptom: a makefile that is not there was a program to install. */
  @ParameterizedTest
  @ValueSource(strings = {MAKEFILE, NESTED_MAKEFILE})
  void isRedWhenAMakefileIsMissing(String said) throws Exception {
    MergeGate make = Gates.command("make", "sh", "-c", "cat said; exit 2");
    Files.writeString(candidate.resolve("said"), said);
    Files.writeString(target.resolve("said"), said);
    assertThat(evaluate(make).isPassed()).isFalse();

    Files.writeString(target.resolve("said"), "");
    Files.writeString(target.resolve("ci.mk"), "all:\n");
    MergeGate fails = Gates.command("make", "sh", "-c", "cat said; test ! -s said || exit 2");
    assertThat(evaluate(fails).detail()).contains("restore what the change took");
  }

  /** Symptom: a package of the repository without a main module was a program to install. */
  @Test
  void isRedWhenAPackageOfTheTargetHasNoMainModule() throws Exception {
    MergeGate python = Gates.command("run", "sh", "-c", "cat said; exit 1");
    for (Path directory : List.of(candidate, target)) {
      Files.writeString(
          directory.resolve("said"),
          "/usr/bin/python3: No module named pkg.__main__; 'pkg' is a package and cannot be"
              + " directly executed\n");
    }
    assertThatThrownBy(() -> evaluate(python)).isInstanceOf(RunStoppedException.class);

    for (String where : List.of("pkg", "src/pkg", "lib/pkg")) {
      Path module = Files.createDirectories(target.resolve(where));
      Path init = Files.writeString(module.resolve("__init__.py"), "");
      assertThat(evaluate(python).isPassed()).isFalse();
      Files.delete(init);
    }
  }
}
