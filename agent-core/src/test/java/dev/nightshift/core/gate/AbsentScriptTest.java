package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Symptom: a gate whose script was misspelt was red like any other, and cost four paid rounds. */
class AbsentScriptTest {
  private static final String NODE =
      "printf '%%s\\n' 'node:internal/modules/cjs/loader:1210' '  throw err;' '  ^' ''"
          + " \"Error: Cannot find module '$PWD/gradelw.js'\""
          + " '    at Module._load (node:internal/modules/cjs/loader:1038:27) {'"
          + " \"  code: 'MODULE_NOT_FOUND',\" '  requireStack: [%s]' '}' '' 'Node.js v20.20.2'; exit 1";

  @TempDir private Path temporary;
  private Path candidate;
  private Path target;

  @BeforeEach
  void makeDirectories() throws IOException {
    candidate = Files.createDirectory(temporary.resolve("candidate"));
    target = Files.createDirectory(temporary.resolve("target"));
  }

  static Stream<Arguments> linesThatLackSomething() {
    return Stream.of(
        Arguments.of("./gradelw test", "./gradelw"),
        Arguments.of("true && ./gradelw test", "./gradelw"),
        Arguments.of("bash gradelw", "gradelw"),
        Arguments.of("sh ./ci/gradelw", "./ci/gradelw"),
        Arguments.of("python3 tools/gradelw", "gradelw"),
        Arguments.of("java -jar gradelw.jar", "gradelw.jar"),
        Arguments.of("java Gradelw.java", "Gradelw.java"),
        Arguments.of("perl gradelw.pl", "gradelw.pl"),
        Arguments.of(NODE.formatted(""), "gradelw.js"),
        Arguments.of("make tset", "tset"),
        Arguments.of("make -f no.mk", "no.mk"),
        Arguments.of("make misspelt", "./gradelw"),
        Arguments.of(
            "printf '%s\\n' 'npm error Missing script: \"tset\"' 'npm error' 'npm error To see a"
                + " list of scripts, run:' 'npm error   npm run'; exit 1",
            "tset"),
        Arguments.of(
            "printf '%s\\n' '[INFO] Scanning for projects...' '[ERROR] Unknown lifecycle phase"
                + " \"tset\". You must specify a valid one' '[ERROR] ' '[ERROR] Re-run Maven'; exit 1",
            "tset"),
        Arguments.of(
            "printf '%s\\n' '* What went wrong:' \"Task 'tset' not found in root project 'demo'.\""
                + " '' '* Try:' '> Run gradle tasks.' '' 'BUILD FAILED in 1s'; exit 1",
            "tset"));
  }

  @ParameterizedTest
  @MethodSource("linesThatLackSomething")
  void tellsWhatIsNowhere(String line, String missing) throws Exception {
    Files.writeString(candidate.resolve("Makefile"), "all:\nmisspelt:\n\t@./gradelw test\n");
    Files.copy(candidate.resolve("Makefile"), target.resolve("Makefile"));

    GateResult result = evaluate(Gates.command("check", "sh", "-c", line));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.missing()).isEqualTo(missing);
    assertThat(result.detail()).contains("'main' has no " + missing + " either");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // What stood before it may be why it is not there.
        "echo 'main.c:1: error: no'; ./build/test",
        "make build; ./build/test",
        // What is asked for by what is there.
        "make broken",
        "echo \"Error: Cannot find module './gradelw'\"; exit 1",
        "echo \"Task 'tset' not found in root project 'x'.\"; echo '3 tests failed'; exit 1",
        "./locked.sh",
        "exit 1"
      })
  void saysNothingOfWhatMayHaveGoneWrongElsewhere(String line) throws Exception {
    for (Path root : new Path[] {candidate, target}) {
      Files.writeString(root.resolve("Makefile"), "build:\n\t@echo no\nbroken: missing.c\n");
      Files.writeString(root.resolve("locked.sh"), "exit 0\n");
    }

    GateResult result = evaluate(Gates.command("check", "sh", "-c", line));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.missing()).isEmpty();
  }

  @Test
  void aModuleThatAScriptAsksNodeForIsNoScript() throws Exception {
    GateResult result =
        evaluate(Gates.command("check", "sh", "-c", NODE.formatted(" '/app/index.js' ")));

    assertThat(result.missing()).isEmpty();
  }

  @Test
  void whatTheChangeDeletedIsNotNowhere() throws Exception {
    Files.writeString(target.resolve("run.sh"), "exit 0\n");

    GateResult result = evaluate(Gates.command("check", "sh", "-c", "sh run.sh"));

    assertThat(result.missing()).isEmpty();
    assertThat(result.detail()).contains("restore what the change took");
  }

  @Test
  void aCriterionTellsItToo() throws Exception {
    Task task =
        Task.builder("Fix it")
            .acceptance(AcceptanceCriterion.proven("it is fast", "true"))
            .acceptance(AcceptanceCriterion.proven("./gradelw passes", "sh", "-c", "./gradelw"))
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

  private GateResult evaluate(MergeGate gate) throws InterruptedException {
    return GateBench.in(candidate).on(target).evaluate(gate);
  }
}
