package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch whose process was stopped or killed, and what is made of it. */
@Timeout(300)
class StoppedBatchTest extends OnState {
  /** Symptom: 'kill PID' ended the runs for good, and the next batch paid their calls again. */
  @Test
  void aBatchThatWasToldToStopGoesOnAndPaysNoAnswerAgain() throws Exception {
    Path tasks = tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    models.holdAfter(1);
    Process process = begun(tasks, "--deliver", "merge");

    process.toHandle().destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    models.release();
    assertThat(onState("runs list")).isZero();
    assertThat(text()).startsWith(onlyRun() + "  unfinished");
    assertThat(batch(tasks, "--deliver", "merge")).as(text()).isEqualTo(ExitStatus.DELIVERED);
    assertThat(table()).containsPattern("b +merged");
    assertThat(onState("runs list")).isZero();
    assertThat(text().lines()).hasSize(1);
    // The held one was cut, and is asked again; the one before it is not.
    assertThat(models.asked()).extracting(LoopbackModels.Asked::model).hasSize(4);
  }

  /** Symptom: with one option changed, the runs that a kill had left stayed open. */
  @Test
  void aKilledBatchGoesOnThoughAnOptionWasChanged() throws Exception {
    pay();
    Path tasks = tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    models.holdAfter(1);
    kill(begun(tasks, "--deliver", "merge"));

    int status = batch(tasks, "--deliver", "merge", "--budget-usd", "3");

    assertThat(status).as(text()).isEqualTo(ExitStatus.DELIVERED);
    assertThat(table()).containsPattern("b +merged");
    assertThat(models.asked()).hasSize(4);
  }

  /** Symptom: with one option changed, what had ended had no criteria, revisions and branch. */
  @Test
  void whatEndedIsToldWholeThoughAnOptionWasChanged() throws Exception {
    Path tasks =
        tasks(
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\",\"criteria\":[{\"text\":\"it is"
                + " there\",\"check\":\"test -e b.txt\"}]}");
    assertThat(batch(tasks)).as(text()).isEqualTo(ExitStatus.DELIVERED);
    String table = table();
    int asked = models.asked().size();

    assertThat(batch(tasks, "--budget-usd", "3")).as(text()).isEqualTo(ExitStatus.DELIVERED);

    assertThat(table()).isEqualTo(table).containsPattern("b +proposed +1/1");
    assertThat(models.asked()).hasSize(asked);
  }

  /**
   * Symptom: the summary said $0.0000 of what was charged, and named a branch that is not there.
   */
  @Test
  void whatCannotGoOnHasItsCostAndNoBranchBeforeThatIsThere() throws Exception {
    pay();
    Path tasks = tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    models.holdAfter(1);
    kill(begun(tasks));
    try (var kept = Files.list(state.resolve("setups"))) {
      for (Path setup : kept.toList()) {
        Files.delete(setup);
      }
    }

    int status = batch(tasks, "--budget-usd", "3");

    assertThat(status).as(text()).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(table())
        .containsPattern("(?m)^b +needs_attention .* -$")
        .doesNotContain("$0.0000", "nightshift/" + onlyRun());
    assertThat(repository.refs()).doesNotContain("refs/heads/nightshift/" + onlyRun());
  }

  @Test
  void howManyGoOnAtOnceIsAtLeastOne() throws Exception {
    assertThat(batch(tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}"))).isZero();

    assertThat(onState("runs resume --parallel 0")).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text()).contains("--parallel", "0", "must be at least 1");
  }

  /** Both have one option for it. */
  @Test
  void aBatchRefusesNoRunAtOnceInTheWordsOfAResume() throws Exception {
    Path tasks = tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    assertThat(batch(tasks)).isZero();
    assertThat(onState("runs resume --parallel 0")).isEqualTo(ExitStatus.BAD_USAGE);
    String resumed = text().lines().findFirst().orElseThrow();

    List<String> none = work("--tasks", tasks.toString(), "--parallel", "0");
    assertThat(execute("batch", none)).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text().lines().findFirst()).contains(resumed);
    assertThat(resumed).contains("must be at least 1");
  }

  /** Symptom: a killed run cost 0.0000 in the list, and 26 dollars a minute in the spend. */
  @Test
  void aKilledRunCostsWhatIsSetAsideForItAndHasNoRate() throws Exception {
    pay();
    models.hold();
    kill(begun(tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}")));

    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("unfinished").doesNotContain(" 0.0000 ");
    assertThat(onState("spend")).isZero();
    assertThat(text()).containsPattern("unfinished .* [0-9]\\.[0-9]{4} +- ").doesNotContain("rate");
  }

  @Test
  void aBatchLeavesAPageOfAllItsRuns() throws Exception {
    assertThat(batch(tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}"))).isZero();

    String run = StateDirectory.at(state).runs().get(0).id().value();
    assertThat(Files.readString(state.resolve("reports/index.html")))
        .contains("Make the file b.txt", "href=\"" + run + "/report.html\"");
    assertThat(state.resolve("reports").resolve(run).resolve("report.html"))
        .content()
        .contains("Prompts and replies", "Make the file b.txt");
    assertThat(text()).contains("page: " + state.resolve("reports/index.html"));
  }

  /** Symptom: a directory of everybody to read had the whole patch in its reports. */
  @Test
  void whatABatchKeepsIsReadByItsOwnerAlone() throws Exception {
    assertThat(batch(tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}"))).isZero();

    try (var all = Files.walk(state)) {
      assertThat(all)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .as(path.toString())
                      .matches("r[w-][x-]------"));
    }
  }

  private void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
    models.release();
  }

  private Process begun(Path tasks, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(work(more));
    arguments.addAll(List.of("--tasks", tasks.toString(), "--parallel", "2"));
    Process process = process("batch", arguments);
    models.awaitAsked();
    return process;
  }
}
