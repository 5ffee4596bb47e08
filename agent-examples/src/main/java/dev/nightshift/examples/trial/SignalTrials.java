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

/** Runs that are told to stop: in the middle of a model call, and in the middle of a gate. */
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
      while (server.requests().size() < 2) {
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
    String gate = "(sleep 600 & sleep 600)";
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
