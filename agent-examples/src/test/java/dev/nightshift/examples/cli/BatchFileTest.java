package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of tasks may say, and what is told of its mistakes. */
class BatchFileTest {
  @TempDir private Path directory;

  private List<BatchTask> read(String... lines) {
    Path file = directory.resolve("tasks.jsonl");
    try {
      Files.write(file, List.of(lines));
    } catch (IOException notWritten) {
      throw new UncheckedIOException(notWritten);
    }
    return BatchFile.read(file);
  }

  @Test
  void readsAllThatATaskMaySay() {
    BatchTask read =
        read(
                "",
                "{\"id\":\"a-1\",\"title\":\"Fix A\",\"description\":\"Do it.\\nAll of it.\","
                    + "\"kind\":\"refactoring\",\"risk\":\"high\",\"priority\":-7,\"target\":\"release\",\"base\":\"main\",\"after\":[\"b\"],"
                    + "\"criteria\":[\"it reads well\",{\"text\":\"it is there\",\"check\":\"test -e x\"}],"
                    + "\"paths\":[\"src/**\"],\"binaries\":[\"*.png\"],"
                    + "\"tests\":[\"mvn test\"],\"gates\":[\"true\"]}")
            .get(0);

    Task task = read.task();
    assertThat(read.line()).isEqualTo(2);
    assertThat(task.dispatchKey()).isEqualTo("a-1");
    assertThat(task.title()).isEqualTo("Fix A");
    assertThat(task.instructions()).isEqualTo("Do it.\nAll of it.");
    assertThat(task.kind().name()).isEqualTo("refactoring");
    assertThat(task.risk()).isEqualTo(Risk.HIGH);
    assertThat(task.priority()).isEqualTo(-7);
    assertThat(task.target()).isEqualTo("release");
    assertThat(task.base()).isEqualTo("main");
    assertThat(task.after()).containsExactly("b");
    assertThat(task.acceptance())
        .containsExactly(
            AcceptanceCriterion.judged("it reads well"),
            AcceptanceCriterion.proven("it is there", "/bin/sh", "-c", "test -e x"));
    assertThat(task.allowedPaths()).containsExactly("src/**");
    assertThat(task.allowedBinaries()).containsExactly("*.png");
    assertThat(read.tests()).containsExactly("mvn test");
    assertThat(read.gates()).containsExactly("true");
  }

  @Test
  void theFirstLineOfADescriptionIsTheTitleUnlessThereIsOne() {
    assertThat(read("{\"id\":\"a\",\"description\":\"Fix A\\nbecause it is broken\"}"))
        .singleElement()
        .satisfies(task -> assertThat(task.task().title()).isEqualTo("Fix A"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':'a' | line 1: is no JSON object | half an object",
        "[1] | line 1: is a list; write a JSON object | a list",
        "{'description':'d'} | line 1, id: is missing; add it | no id",
        "{'id':'a'} | line 1, description: is missing; add it | no description",
        "{'id':'a b','description':'d'} | line 1, id: 'a b' must be 1 to 64 letters | a blank in the id",
        "{'id':'a','description':7} | line 1, description: is a number; write a text | a number as text",
        "{'id':'a','description':' '} | line 1, description: is a text that is blank | a blank text",
        "{'id':'a','description':'d','prio':1} | line 1, prio: is not known; known are [after, | a wrong name",
        "{'id':'a','description':'d','priority':'1'} | line 1, priority: is a text; write a whole number | a text as number",
        "{'id':'a','description':'d','priority':5000} | line 1, priority: | a priority out of range",
        "{'id':'a','description':'d','risk':'huge'} | line 1, risk: 'huge' is not known; write low, medium or high | an unknown risk",
        "{'id':'a','description':'d','kind':'Bug Fix'} | line 1, kind: | a kind that is no word",
        "{'id':'a','description':'d','paths':'src'} | line 1, paths: is a text; write a list | a text as list",
        "{'id':'a','description':'d','paths':['/etc']} | line 1, paths: | a path outside",
        "{'id':'a','description':'d','criteria':[{'text':'t'}]} | line 1, criteria: holds an object; write a text | half a criterion",
        "{'id':'a','description':'d','after':['a']} | line 1, after: 'a' is the task itself | it waits for itself",
        "{'id':'a','id':'b','description':'d'} | line 1: is no JSON object | a member twice"
      })
  void aMistakeNamesLineMemberAndRemedy(String line, String told, String name) {
    assertThatExceptionOfType(BadUsageException.class)
        .as(name)
        .isThrownBy(() -> read(line.replace('\'', '"')))
        .withMessageContaining("nothing was begun, because")
        .withMessageContaining(told);
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () ->
                read(
                    "{\"id\":\"a\",\"description\":\"d\"}",
                    "{}",
                    "{\"id\":\"a\",\"description\":\"d\"}"))
        .withMessageContaining("line 2, id: is missing")
        .withMessageContaining("line 3, id: 'a' is that of line 1");
  }

  @Test
  void aFileWithoutATaskIsRefused() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> read(" ", ""))
        .withMessageContaining("it has no task");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> BatchFile.read(directory.resolve("none")))
        .withMessageContaining("--tasks")
        .withMessageContaining("cannot be read");
  }
}
