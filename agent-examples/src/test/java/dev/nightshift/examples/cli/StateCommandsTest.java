package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs that are kept in a state directory, over real git and models on this computer. */
@Timeout(300)
class StateCommandsTest extends OnState {
  @Test
  void aRunIsListedAndShownAfterItsProcess() throws Exception {
    assertThat(run()).as(text()).isZero();
    String id = onlyRun();

    assertThat(onState("runs list")).as(text()).isZero();
    assertThat(text())
        .startsWith(id + "  proposed")
        .contains("Add b")
        .contains("nightshift/" + id)
        .contains("; look at branch nightshift/" + id);
    assertThat(onState("runs list", "--json")).isZero();
    JsonNode json = JsonMapper.shared().readTree(text());
    assertThat(json.path("run").asString()).isEqualTo(id);
    assertThat(json.path("status").asString()).isEqualTo("ENDED");
    assertThat(json.path("reason").asString()).isEqualTo("proposed");
    assertThat(json.path("branch").asString()).isEqualTo("nightshift/" + id);
    assertThat(json.path("calls").asInt()).isEqualTo(3);
    assertThat(Instant.parse(json.path("dispatchedAt").asString())).isBefore(Instant.now());
    assertThat(onState("runs list", "--open")).isZero();
    assertThat(text()).isEqualToNormalizingNewlines("no run is open\n");
    assertThat(onState("runs list", "--open", "--json")).isZero();
    assertThat(text()).isEmpty();
    assertThat(onState("runs show", id)).isZero();
    assertThat(text()).contains("state        proposed").contains("spend#1");
    assertThat(onState("runs show", id, "--records")).isZero();
    assertThat(text().lines().findFirst().orElseThrow())
        .startsWith("{\"v\":1,\"step\":\"dispatched\"");
  }

  @Test
  void whatWasSpentIsShownAsTextAndAsJson() throws Exception {
    assertThat(run("--deliver", "merge")).as(text()).isZero();

    assertThat(onState("spend")).as(text()).isZero();
    assertThat(text()).contains("spent        $0.0000 settled").contains("in 3 calls");
    assertThat(onState("spend", "--json")).isZero();
    JsonNode json = JsonMapper.shared().readTree(text());
    assertThat(json.path("byModel").path(CODER).path("calls").asInt()).isEqualTo(2);
    assertThat(json.path("runs").size()).isZero();
  }

  @Test
  void aDamagedRunIsShownUpToTheDamage() throws Exception {
    assertThat(run()).as(text()).isZero();
    Path log = state.resolve("runs").resolve(onlyRun()).resolve("journal.log");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(4, lines.get(4).replace("\"v\":1", "\"v\":9"));
    Files.write(log, lines);

    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("damaged").contains("line 5").contains("restore its journal");
    assertThat(onState("runs resume")).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text())
        .contains("run " + onlyRun() + " cannot be resumed, it is damaged", "restore its journal");
    assertThat(onState("runs show", onlyRun())).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text()).contains("records      2;");
  }

  @Test
  void aRunThatEndedIsNeitherCancelledNorResumed() throws Exception {
    assertThat(run()).as(text()).isZero();

    assertThat(onState("runs cancel", onlyRun())).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text()).contains("has ended as proposed");
    assertThat(onState("runs resume", onlyRun())).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("cannot be resumed, it is proposed");
    assertThat(onState("runs resume")).isZero();
    assertThat(text()).contains("no run waits to be resumed");
  }

  /** Days later and in another process: the options are those that the run was begun with. */
  @Test
  void aProposalIsAcceptedAndLands() throws Exception {
    assertThat(run()).as(text()).isZero();
    String id = onlyRun();

    assertThat(onState("runs accept", id, "--missed", "a test")).as(text()).isZero();

    assertThat(text()).contains("run " + id + " ended as merged");
    assertThat(repository.read(repository.tip("main"), "b.txt")).isEqualTo("two\n");
    assertThat(models.asked()).hasSize(3);
    assertThat(onState("runs list")).isZero();
    assertThat(text()).startsWith(id + "  merged");
    assertThat(onState("runs accept", id)).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text()).contains("nightshift: ").contains(id);
  }

  @Test
  void aProposalIsRejectedAndSaysWhy() throws Exception {
    assertThat(run()).as(text()).isZero();
    String before = repository.tip("main");

    assertThat(onState("runs reject", onlyRun(), "--reason", "not_needed", "--text", "done by Eve"))
        .as(text())
        .isZero();

    assertThat(repository.tip("main")).isEqualTo(before);
    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("rejected");
    assertThat(state.resolve("reports").resolve(onlyRun()).resolve("report.md"))
        .content()
        .contains("done by Eve");
  }

  @Test
  void aProposalIsSentBackWithOneRequest() throws Exception {
    assertThat(run()).as(text()).isZero();
    int asked = models.asked().size();

    assertThat(onState("runs revise", onlyRun(), "--request", "Say it in one line"))
        .as(text())
        .isZero();

    assertThat(models.asked().size()).isGreaterThan(asked);
    assertThat(state.resolve("reports").resolve(onlyRun()).resolve("report.md"))
        .content()
        .contains("Say it in one line");
    JsonNode report =
        JsonMapper.shared()
            .readTree(
                Files.readString(
                    state.resolve("reports").resolve(onlyRun()).resolve("report.json")));
    assertThat(onState("runs list")).isZero();
    assertThat(text()).as("where the work is").contains(report.path("branch").asString() + " ");
    assertThat(onState("runs answer", onlyRun(), "--text", "yes"))
        .isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text()).contains(onlyRun()).contains("proposed");
    assertThat(onState("runs revise", onlyRun(), "--request", " ")).isEqualTo(ExitStatus.BAD_USAGE);
  }

  /** Days later and in another process, in the conversation that asked. */
  @Test
  void aQuestionIsAnsweredAndTheRunGoesOn() throws Exception {
    assertThat(run("--instructions", "Ask first")).as(text()).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    String id = onlyRun();
    assertThat(onState("runs list")).isZero();
    assertThat(text())
        .startsWith(id + "  needs_clarificati")
        .contains("'nightshift runs answer' answers it");

    // Symptom: who was shown the question was told that 'runs show' has it.
    assertThat(onState("runs show", id)).isZero();
    assertThat(text())
        .contains("One or two?", "'nightshift runs answer " + id + " --text TEXT' answers")
        .doesNotContain("'nightshift runs show'");

    assertThat(onState("runs answer", id, "--text", "Two, please")).as(text()).isZero();

    assertThat(text()).contains("run " + id + " ended as proposed");
    assertThat(state.resolve("reports").resolve(id).resolve("report.md"))
        .content()
        .contains("One or two?", "Two, please");
    assertThat(repository.read(repository.tip("nightshift/" + id), "b.txt")).isEqualTo("two\n");
  }

  /** Symptom: "cannot be answered: it asks nothing", when the models were there again. */
  @Test
  void aQuestionIsAnsweredAgainAfterAnOutage() throws Exception {
    assertThat(run("--instructions", "Ask first")).as(text()).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    String id = onlyRun();
    models.lose("coder");
    assertThat(onState("runs answer", id, "--text", "Two")).isEqualTo(ExitStatus.FAILED);
    assertThat(text()).contains("ended as model_unavailable");
    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("'nightshift runs answer' answers its question again");
    models.find("coder");

    assertThat(onState("runs answer", id, "--text", "Two, please")).as(text()).isZero();

    assertThat(text()).contains("run " + id + " ended as proposed");
  }

  @Test
  void aRevisionGetsABudgetOfItsOwn() throws Exception {
    assertThat(run("--budget-tokens", "60000")).as(text()).isZero();
    String id = onlyRun();

    assertThat(
            onState(
                "runs revise", id, "--request", "Say it in one line", "--budget-tokens", "200000"))
        .as(text())
        .isZero();

    assertThat(state.resolve("reports").resolve(id).resolve("report.md"))
        .content()
        .contains("with 200,000 tokens more");
    assertThat(onState("runs revise", id, "--request", "x", "--budget-tokens", "0"))
        .isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--budget-tokens '0': must be at least 1");
  }

  @Test
  void whatIsDecidedMustBeSpelledRight() throws Exception {
    assertThat(run()).as(text()).isZero();

    assertThat(onState("runs reject", onlyRun(), "--reason", "ugly"))
        .isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--reason").contains("WRONG_APPROACH");
    assertThat(onState("runs accept", onlyRun(), "--head", "abc")).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--head").contains("40 hexadecimal digits");
  }

  @Test
  void pruneForgetsWhatNobodyWaitsFor() throws Exception {
    assertThat(run("--deliver", "merge")).as(text()).isZero();

    assertThat(onState("runs prune", "--days", "0", "--dry-run")).isZero();
    assertThat(text()).contains("would forget " + onlyRun() + ", merged");
    assertThat(onState("runs prune", "--days", "0")).isZero();
    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("no run was begun here");
    assertThat(onState("spend")).isZero();
    assertThat(text()).contains("in 3 calls");
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertThat(onState("runs list")).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--state '" + state + "': is no directory");
    assertThat(execute("runs", List.of())).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("a command is missing: 'list'");
    assertThat(state).doesNotExist();
  }

  @Test
  void aStateDirectoryThatIsAFileIsRefusedBeforeAnythingIsSpent() throws Exception {
    state = Files.writeString(directory.resolve("file"), "mine");

    assertThat(run()).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text()).contains("--state '" + state + "': cannot be written");
    assertThat(models.asked()).isEmpty();
    assertThat(state).hasContent("mine");
  }

  /** The heart of it: what was killed goes on with the options it was begun with. */
  @Test
  void aKilledRunIsUnfinishedAndGoesOnWhenItIsResumed() throws Exception {
    models.hold();
    List<String> arguments = work("--deliver", "merge");
    arguments.addAll(List.of("--title", "Add b", "--out", directory.resolve("out").toString()));
    Process process = process("run", arguments);
    models.awaitAsked();
    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("implementing").contains("process " + process.pid());
    assertThat(onState("spend", "--json")).isZero();
    JsonNode record = JsonMapper.shared().readTree(text()).path("records").path(0);
    assertThat(record.path("status").asString()).isEqualTo("AT_WORK");
    assertThat(record.path("state").asString()).isEqualTo("IMPLEMENTING");
    assertThat(record.path("branch").asString()).isEqualTo("nightshift/" + onlyRun());
    process.destroyForcibly().waitFor();
    models.release();

    assertThat(onState("runs list")).isZero();
    assertThat(text()).contains("unfinished").contains("'nightshift runs resume' lets it go on");
    assertThat(onState("runs resume")).as(text()).isZero();

    assertThat(text()).contains("run " + onlyRun() + ": resumed").contains("ended as merged");
    assertThat(repository.read(repository.tip("main"), "b.txt")).isEqualTo("two\n");
    assertThat(state.resolve("reports").resolve(onlyRun()).resolve("report.md")).exists();
    assertThat(onState("spend")).isZero();
    assertThat(text()).contains("unresolved");
  }

  @Test
  void aRunOfAnotherProcessIsCancelled() throws Exception {
    models.hold();
    List<String> arguments = work();
    arguments.addAll(List.of("--title", "Add b", "--out", directory.resolve("out").toString()));
    Process process = process("run", arguments);
    models.awaitAsked();

    assertThat(onState("runs cancel", onlyRun(), "--why", "no longer wanted")).isZero();
    assertThat(text()).contains("process " + process.pid());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(directory.resolve("out/report.md")).content().contains("no longer wanted");
    models.release();
  }

  @Test
  void aBatchDoesAllTasksOnceAndTellsTheSameAgain() throws Exception {
    Path tasks =
        tasks(
            "{\"id\":\"c\",\"description\":\"Make the file c.txt\",\"after\":[\"b\"]}",
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\",\"criteria\":[{\"text\":\"it is there\",\"check\":\"test -e b.txt\"}]}",
            "{\"id\":\"red\",\"description\":\"Make the file red.txt\",\"gates\":[\"false\"]}");

    int first = batch(tasks, "--deliver", "merge", "--max-revisions", "0");

    assertThat(first).as(text()).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    String table = table();
    assertThat(table)
        .contains("task  end          criteria")
        .containsPattern("c     merged +-")
        .containsPattern("b     merged +1/1")
        .contains("red   gate_failed")
        .contains("2 of 3 well");
    assertThat(repository.read(repository.tip("main"), "c.txt")).isEqualTo("two\n");
    int asked = models.asked().size();
    assertThat(batch(tasks, "--deliver", "merge", "--max-revisions", "0"))
        .isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(table()).isEqualTo(table);
    assertThat(models.asked()).hasSize(asked);
  }

  @Test
  void eachEndOfABatchAndOfADecisionIsToldOnceByTheCommandOfTheHost() throws Exception {
    Path told = directory.resolve("told");
    Path tasks =
        tasks(
            "{\"id\":\"a\",\"description\":\"Make the file a.txt\"}",
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    String notify = "echo $NIGHTSHIFT_RUN $NIGHTSHIFT_REASON >> " + told;

    assertThat(batch(tasks, "--notify", notify)).as(text()).isEqualTo(ExitStatus.DELIVERED);
    awaitCommands();
    List<String> ends = Files.readAllLines(told);
    String run = ends.get(0).replaceAll(" .*", "");
    int accepted = execute("runs", List.of("accept", run, "--state", state.toString()));

    awaitCommands();

    assertThat(accepted).as(text()).isEqualTo(ExitStatus.DELIVERED);
    assertThat(ends).hasSize(2).allMatch(end -> end.endsWith(" proposed"));
    assertThat(Files.readAllLines(told)).hasSize(3).contains(run + " merged");
  }

  /** As the end of the JVM does. */
  private static void awaitCommands() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("nightshift-tell")) {
        thread.join();
      }
    }
  }

  /** Symptom: the run of the line before began, and the mistake was told of --target. */
  @Test
  void aTargetThatIsNotThereIsToldByItsLineBeforeAnythingBegins() throws Exception {
    Path tasks =
        tasks(
            "{\"id\":\"a\",\"description\":\"Make the file a.txt\"}",
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\",\"target\":\"no-such\"}",
            "{\"id\":\"c\",\"description\":\"Make the file c.txt\",\"base\":\"1234567\"}");

    assertThat(batch(tasks)).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text())
        .contains("line 2, target 'no-such'")
        .contains("line 3, base '1234567'")
        .contains("or a commit as 40 hexadecimal digits");
    assertThat(models.asked()).isEmpty();
  }

  /** Symptom: a run on a branch of its own could not be decided where '--target' did not exist. */
  @Test
  void aRunOfATargetOfItsOwnIsDecidedWithoutTheOtherTarget() throws Exception {
    repository.setRef("refs/heads/trunk", repository.tip("main"));
    Path tasks =
        tasks("{\"id\":\"a\",\"description\":\"Make the file a.txt\",\"target\":\"trunk\"}");

    assertThat(batch(tasks, "--target", "no-such")).as(text()).isEqualTo(ExitStatus.DELIVERED);
    int accepted = onState("runs accept", onlyRun());

    assertThat(accepted).as(text()).isEqualTo(ExitStatus.DELIVERED);
    assertThat(repository.read(repository.tip("trunk"), "a.txt")).isEqualTo("two\n");
  }

  @Test
  void aBatchWithAMistakeBeginsNothing() throws Exception {
    Path tasks =
        tasks(
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\"}",
            "{\"id\":\"c\",\"description\":\"Make the file c.txt\",\"priority\":\"high\"}");

    assertThat(batch(tasks)).isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text()).contains("line 2, priority: is a text; write a whole number");
    assertThat(state).doesNotExist();
    assertThat(models.asked()).isEmpty();
  }

  @Test
  void blockersNeedAMerge() throws Exception {
    Path tasks =
        tasks(
            "{\"id\":\"b\",\"description\":\"Make the file b.txt\"}",
            "{\"id\":\"c\",\"description\":\"Make the file c.txt\",\"after\":[\"b\"]}");

    assertThat(batch(tasks)).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("line 2, after: needs --deliver merge");
  }

  @Test
  void aDetachedBatchOutlivesWhoStartedIt() throws Exception {
    Path tasks = tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    List<String> arguments = work("--deliver", "merge", "--detach");
    arguments.addAll(List.of("--tasks", tasks.toString()));
    Process starter = process("batch", arguments);
    String said;
    try (BufferedReader out = starter.inputReader()) {
      said = String.join("\n", out.lines().toList());
    }
    assertThat(starter.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said)
        .contains("nightshift runs list --state " + Detached.quoted(state.toString()))
        .contains("its runs go on when the same batch is run again");

    long pid = Long.parseLong(said.replaceAll("(?s).* as process ([0-9]+);.*", "$1"));
    ProcessHandle.of(pid).ifPresent(child -> child.onExit().join());

    assertThat(repository.read(repository.tip("main"), "b.txt")).isEqualTo("two\n");
    try (var files = Files.list(state)) {
      Path log = files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
      assertThat(log).content().contains("1 of 1 well");
    }
  }
}
