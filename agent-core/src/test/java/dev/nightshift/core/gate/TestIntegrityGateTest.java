package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a weaker test; which changes are some is shown by the proof of cheats. */
class TestIntegrityGateTest {
  private static final ChangedFile CHANGED =
      new ChangedFile("AddTest.java", ChangedFile.Kind.MODIFIED, 1, 1);

  @TempDir Path temp;
  private GateBench bench;

  @BeforeEach
  void weakenATest() throws IOException {
    Path before = Files.createDirectory(temp.resolve("before"));
    Path after = Files.createDirectory(temp.resolve("after"));
    String test = "class AddTest {\n  @Test\n  void adds() {\n    int sum = add(1, 2);\n%s  }\n}\n";
    Files.writeString(
        before.resolve("AddTest.java"), test.formatted("    assertEquals(3, sum);\n"));
    Files.writeString(after.resolve("AddTest.java"), test.formatted("    assertNotNull(sum);\n"));
    bench = GateBench.in(after).on(before).changing(CHANGED);
  }

  @Test
  void tellsTheImplementerThePlaceAndWhatToDo() throws Exception {
    GateResult result = bench.evaluate(Gates.testIntegrity());

    assertThat(result.isPassed()).isFalse();
    assertThat(result.name()).isEqualTo("test integrity");
    assertThat(result.detail())
        .isEqualTo(
            """
            the change weakens what judges it:
              AddTest.java:2 replaces assertions by ones that hardly anything fails: adds
            restore these and make the code do what the tests ask for; if the task cannot be done \
            without such a change, say so: only its author or the host can allow it""");
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void asksAHumanToLookAtEachPlace() throws Exception {
    GateResult result = bench.evaluate(Gates.testIntegrity(TestIntegrity.askHuman()));

    assertThat(result.isPassed()).isTrue();
    assertThat(result.notes())
        .containsExactly(
            new GateNote(
                "Tests: the change replaces assertions by ones that hardly anything fails",
                "AddTest.java:2 replaces assertions by ones that hardly anything fails: adds",
                true));
  }

  @Test
  void tellsWhatTheTaskAllowsAndHoldsItAgainstNothing() throws Exception {
    Task task = Task.builder("Drop it").allowTestChange("AddTest.java").build();

    GateResult result = bench.task(task).evaluate(Gates.testIntegrity());

    assertThat(result.isPassed()).isTrue();
    assertThat(result.notes())
        .singleElement()
        .satisfies(note -> assertThat(note.text()).endsWith("adds (allowed)"))
        .satisfies(note -> assertThat(note.asksHuman()).isFalse());
  }

  @Test
  void passesWhatTheHostAllowsAndOtherFilesNot() throws Exception {
    assertThat(bench.evaluate(Gates.testIntegrity(TestIntegrity.block().allowing("AddTest.java"))))
        .matches(GateResult::isPassed);
    assertThat(bench.evaluate(Gates.testIntegrity(TestIntegrity.block().allowing("docs/**"))))
        .matches(result -> !result.isPassed());
  }

  @Test
  void guardsWhatGatesRun() throws Exception {
    GateResult result =
        bench
            .changing(new ChangedFile("run.sh", ChangedFile.Kind.MODIFIED, 1, 1))
            .evaluate(Gates.testIntegrity(TestIntegrity.block().guarding("run.sh")));

    assertThat(result.detail()).contains("run.sh is run by the gate, and was changed");
  }

  @Test
  void refusesAGlobThatMatchesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestIntegrity.block().guarding("src/["))
        .withMessageContaining("src/[");
  }
}
