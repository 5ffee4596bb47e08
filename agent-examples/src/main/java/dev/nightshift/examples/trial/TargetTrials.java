package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Targets that move while a run works on them. */
final class TargetTrials {
  private final Bench bench;
  private final Checks checks;

  TargetTrials(Bench bench) {
    this.bench = bench;
    this.checks = bench.checks();
  }

  /** Another change lands during the gate: the merge is built and gated again on top of it. */
  void movedDuringGate() throws InterruptedException {
    Subject subject = bench.bare("target-moved");
    ScriptPlayer player = Bench.writesOneFile("trial-a.txt", "one\n");
    List<String> options = bench.options(subject, "sleep 2", "--deliver", "merge");
    try (ScriptedModelServer server = ScriptedModelServer.start(player);
        CommandLineRun run = bench.start("target-moved", server.baseUrl(), options)) {
      run.awaitEvent(event -> event.path("state").asString("").equals("GATING"));
      String news = subject.git().push(Subject.TARGET, "trial-news.txt", "from elsewhere\n");
      checks.same("exit status 0", 0, run.await());
      JsonNode report = run.report();
      checks.same("the report says merged", "merged", report.path("delivery").asString());
      checks.same(
          "it landed on top of the other change",
          news,
          subject.git().run("rev-parse", Subject.TARGET + "^1"));
      checks.same(
          "the landed tree is the last gated one",
          report.path("mergeTree").asString(),
          subject.tree(subject.target()));
      checks.same("the gate ran again", 2L, gateRuns(run, true));
      bench.checkTidy(subject, run, false);
    }
  }

  /** Another change of the same line lands while the model works: the model reconciles both. */
  void conflictReconciled() throws InterruptedException {
    Subject subject = bench.bare("conflict-reconciled");
    List<ModelTurn> turns = new ArrayList<>(Bench.oneFile("trial-a.txt", "ours\n"));
    turns.addAll(Bench.oneFile("trial-a.txt", "ours\ntheirs\n"));
    ScriptPlayer player =
        new ScriptPlayer()
            .add(Bench.IMPLEMENTER, turns)
            .add(Bench.REVIEWER, List.of(FixScript.approval()));
    try (ScriptedModelServer server = ScriptedModelServer.start(pushing(subject, player));
        CommandLineRun run =
            bench.start(
                "conflict-reconciled",
                server.baseUrl(),
                bench.options(subject, "true", "--deliver", "merge"))) {
      int status = run.await();
      checks.that(
          "exit status 0", status == 0, status + ": " + run.text("stdout") + run.text("stderr"));
      checks.same(
          "both changes are on the target",
          "ours\ntheirs",
          subject.git().run("show", Subject.TARGET + ":trial-a.txt"));
      bench.checkTidy(subject, run, false);
    }
  }

  /** The model ignores the conflict; the markers never land. */
  void conflictIgnored() throws InterruptedException {
    Subject subject = bench.bare("conflict-ignored");
    List<ModelTurn> turns = new ArrayList<>(Bench.oneFile("trial-a.txt", "ours\n"));
    for (int round = 0; round < 6; round++) {
      turns.add(ModelTurn.of("", ToolCall.finish("Looks fine")));
    }
    ScriptPlayer player = new ScriptPlayer().add(Bench.IMPLEMENTER, turns);
    try (ScriptedModelServer server = ScriptedModelServer.start(pushing(subject, player));
        CommandLineRun run =
            bench.start(
                "conflict-ignored",
                server.baseUrl(),
                bench.options(subject, "true", "--deliver", "merge", "--max-revisions", "1"))) {
      int status = run.await();
      checks.that(
          "exit status 1", status == 1, status + ": " + run.text("stdout") + run.text("stderr"));
      String reason = run.report().path("reason").asString();
      checks.same("the report says why", "conflicted", reason);
      checks.same(
          "the target holds the other change only",
          "theirs",
          subject.git().run("show", Subject.TARGET + ":trial-a.txt"));
      bench.checkTidy(subject, run, true);
    }
  }

  /** Two branches that are green alone and red together: exactly one lands. */
  void redTogether() throws InterruptedException {
    Subject subject = bench.bare("red-together");
    String gate = "sh -c 'sleep 3; test ! -e trial-a.txt || test ! -e trial-b.txt'";
    ScriptPlayer first = Bench.writesOneFile("trial-a.txt", "one\n");
    ScriptPlayer second = Bench.writesOneFile("trial-b.txt", "two\n");
    List<String> options =
        bench.options(subject, gate, "--deliver", "merge", "--max-revisions", "0");
    try (ScriptedModelServer a = ScriptedModelServer.start(first);
        ScriptedModelServer b = ScriptedModelServer.start(second);
        CommandLineRun runA = bench.start("red-together/a", a.baseUrl(), options);
        CommandLineRun runB = bench.start("red-together/b", b.baseUrl(), options)) {
      int statusA = runA.await();
      int statusB = runB.await();
      checks.that(
          "exactly one landed",
          statusA + statusB == 1,
          "exit statuses " + statusA + " and " + statusB);
      CommandLineRun loser = statusA == 1 ? runA : runB;
      checks.same(
          "the other is told the gate", "gate_failed", loser.report().path("reason").asString());
      checks.same("which was green alone", 1L, gateRuns(loser, true));
      checks.same("and red together", 1L, gateRuns(loser, false));
      List<String> landed =
          subject
              .git()
              .lines("ls-tree", "--name-only", Subject.TARGET, "trial-a.txt", "trial-b.txt");
      checks.same("one of the two files is on the target", 1, landed.size());
      bench.checkTidy(subject, runA, true);
      bench.checkTidy(subject, runB, true);
    }
  }

  /** Changes the same file on the target once, when the model is asked for the second time. */
  private static Function<RecordedRequest, Reply> pushing(Subject subject, ScriptPlayer player) {
    AtomicBoolean pushed = new AtomicBoolean();
    return request -> {
      if (request.assistantTurns() == 1 && pushed.compareAndSet(false, true)) {
        subject.git().push(Subject.TARGET, "trial-a.txt", "theirs\n");
      }
      return player.apply(request);
    };
  }

  private static long gateRuns(CommandLineRun run, boolean passed) {
    return run.events().stream()
        .filter(event -> event.path("event").asString().equals("gate.finished"))
        .filter(event -> event.path("passed").asBoolean() == passed)
        .count();
  }
}
