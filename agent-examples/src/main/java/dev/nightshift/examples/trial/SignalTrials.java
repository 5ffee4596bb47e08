package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Commands that are told to stop: before their run began, in a model call, in a gate. */
final class SignalTrials {
  private final Bench bench;
  private final Checks checks;

  SignalTrials(Bench bench) {
    this.bench = bench;
    this.checks = bench.checks();
  }

  /** INT while the model thinks; what was written before is kept. */
  void interruptDuringModelCall() throws InterruptedException {
    ScriptPlayer player =
        new ScriptPlayer()
            .add(
                Bench.IMPLEMENTER,
                List.of(ModelTurn.of("", ToolCall.write("trial-a.txt", "one\n"))))
            .add(Bench.IMPLEMENTER, Reply.text("too late").delayed(Duration.ofMinutes(10)));
    Subject subject = bench.bare("int");
    try (ScriptedModelServer server = ScriptedModelServer.start(player);
        CommandLineRun run = bench.start("int", server.baseUrl(), bench.options(subject, "true"))) {
      boolean written = run.awaitEvent(event -> named(event, "tool.call"));
      checks.that("the model wrote a file", written, run.text("stderr"));
      while (run.isAlive() && server.requests().size() < 2) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      run.signal("INT");
      ended(subject, run, 130);
      checks.that("the connection in flight was closed", server.awaitClientGone(5), "it was not");
    }
  }

  /** TERM while the gate runs; its processes die with it. */
  void terminateDuringGate() throws InterruptedException {
    ScriptPlayer player = Bench.writesOneFile("trial-a.txt", "one\n");
    Subject subject = bench.bare("term");
    String gate = "sh -c 'sleep 600 & sleep 600'";
    try (ScriptedModelServer server = ScriptedModelServer.start(player);
        CommandLineRun run = bench.start("term", server.baseUrl(), bench.options(subject, gate))) {
      boolean gating =
          run.awaitEvent(
              event ->
                  named(event, "run.state") && event.path("state").asString().equals("GATING"));
      checks.that("the gate was reached", gating, run.text("stderr"));
      run.awaitDescendant("sleep");
      run.signal("TERM");
      ended(subject, run, 143);
    }
  }

  /**
   * INT before the run began, and at moments when it may have: a word or a report, never nothing.
   */
  void interruptEarly() throws InterruptedException {
    Subject subject = bench.bare("early");
    for (int delay = 0; delay <= 600; delay += 300) {
      String name = "early/" + delay;
      try (ScriptedModelServer server =
              ScriptedModelServer.start(Bench.writesOneFile("trial-a.txt", "one\n"));
          CommandLineRun run =
              bench.start(name, server.baseUrl(), bench.options(subject, "sleep 60"))) {
        // slf4j is the first library that is opened when main() is already at work.
        run.awaitLibrary("slf4j-api");
        TimeUnit.MILLISECONDS.sleep(delay);
        run.signal("INT");
        checks.same("exit status 130 after " + delay + " ms", 130, run.await());
        checks.that(
            "it says so, or has its report",
            run.hasReport() || run.text("stderr").contains("stopped before the run began"),
            run.text("stdout") + run.text("stderr"));
        bench.checkGone(run);
      }
    }
    checks.same("the target did not move", subject.fix().base(), subject.target());
  }

  /** INT while the demo works; its repository and its models go with it. */
  void interruptDemo() throws InterruptedException {
    try (CommandLineRun run = bench.start("demo", "", "demo", "--cache", bench.emptyDirectory())) {
      boolean working = run.awaitEvent(event -> named(event, "tool.call"));
      checks.that("the demo is at work", working, run.text("stderr"));
      run.signal("INT");
      checks.same("exit status 130", 130, run.await());
      checks.same(
          "the report says interrupted", "interrupted", run.report().path("reason").asString());
      bench.checkGone(run);
    }
  }

  private void ended(Subject subject, CommandLineRun run, int status) throws InterruptedException {
    long started = System.nanoTime();
    checks.same("exit status " + status, status, run.await());
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    checks.that("it stopped within 15 s", seconds <= 15, seconds + " s");
    JsonNode report = run.report();
    checks.same("the report says interrupted", "interrupted", report.path("reason").asString());
    checks.same("the target did not move", subject.fix().base(), subject.target());
    bench.checkTidy(subject, run, true);
  }

  private static boolean named(JsonNode event, String name) {
    return event.path("event").asString().equals(name);
  }
}
