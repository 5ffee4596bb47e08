package dev.nightshift.examples.trial;

import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Runs that must end without a change on the target, each with its typed reason and its partial
 * work.
 */
final class StoppingTrials {
  private final Bench bench;
  private final Checks checks;

  StoppingTrials(Bench bench) {
    this.bench = bench;
    this.checks = bench.checks();
  }

  /** The gate stays red for ever. */
  void gateRed() throws InterruptedException {
    List<ModelTurn> turns = new ArrayList<>(Bench.oneFile("trial-a.txt", "one\n"));
    turns.addAll(Bench.oneFile("trial-a.txt", "two\n"));
    ScriptPlayer player = new ScriptPlayer().add(Bench.IMPLEMENTER, turns);
    Subject subject = bench.bare("gate-red");
    try (ScriptedModelServer server = ScriptedModelServer.start(player)) {
      ends(
          "gate-red",
          subject,
          server,
          bench.options(subject, "echo red && false", "--max-revisions", "1"),
          "gate_failed");
    }
  }

  /** The reviewer never gives a verdict that can be read. */
  void reviewerGarbage() throws InterruptedException {
    ScriptPlayer player =
        new ScriptPlayer()
            .add(Bench.IMPLEMENTER, Bench.oneFile("trial-a.txt", "one\n"))
            .add(
                Bench.REVIEWER,
                List.of(ModelTurn.saying("LGTM!!"), ModelTurn.saying("{\"verdict\": \"appr")));
    Subject subject = bench.bare("reviewer-garbage");
    try (ScriptedModelServer server = ScriptedModelServer.start(player)) {
      ends(
          "reviewer-garbage",
          subject,
          server,
          bench.options(subject, "true", "--deliver", "merge"),
          "escalated");
    }
  }

  /** One cent is enough for a few calls of the cheap model, and never passed. */
  void oneCent() throws InterruptedException {
    ScriptPlayer player = new ScriptPlayer();
    for (int call = 0; call < 60; call++) {
      ToolCall write = ToolCall.write("trial-" + call + ".txt", "one\n");
      TokenUsage usage = TokenUsage.builder().input(4_000).output(900).build();
      player.add(Bench.REVIEWER, ScriptPlayer.reply(ModelTurn.of("", write)).withUsage(usage));
    }
    Subject subject = bench.bare("one-cent");
    List<String> options = new ArrayList<>(bench.options(subject, "true", "--budget-usd", "0.01"));
    options.set(options.indexOf("anthropic:" + Bench.IMPLEMENTER), "swap");
    options.set(options.indexOf("anthropic:" + Bench.REVIEWER), "anthropic:" + Bench.IMPLEMENTER);
    options.set(options.indexOf("swap"), "anthropic:" + Bench.REVIEWER);
    try (ScriptedModelServer server = ScriptedModelServer.start(player)) {
      JsonNode report = ends("one-cent", subject, server, options, "budget_exhausted");
      long spent = report.path("spend").path("totalNanos").asLong();
      checks.that("some calls were affordable", spent > 0, "spent " + spent);
      checks.that(
          "the cap was not passed", spent <= 10_000_000, "spent " + spent + " nano-dollars");
      checks.same("the server's bill is the report's", server.bill().nanos(), spent);
    }
  }

  /** Nobody listens where the models should be. */
  void endpointDown() throws InterruptedException {
    Subject subject = bench.bare("endpoint-down");
    try (CommandLineRun run =
        bench.start(
            "endpoint-down", "http://127.0.0.1:" + closedPort(), bench.options(subject, "true"))) {
      checks.same("exit status 3", 3, run.await());
      checks.same(
          "the report says why", "model_unavailable", run.report().path("reason").asString());
      checks.same(
          "and that nothing was spent", 0L, run.report().path("spend").path("totalNanos").asLong());
      bench.checkTidy(subject, run, false);
    }
  }

  private JsonNode ends(
      String name, Subject subject, ScriptedModelServer server, List<String> options, String reason)
      throws InterruptedException {
    try (CommandLineRun run = bench.start(name, server.baseUrl(), options)) {
      int status = run.await();
      checks.that(
          "exit status 1", status == 1, status + ": " + run.text("stdout") + run.text("stderr"));
      JsonNode report = run.report();
      checks.same("the report says why", reason, report.path("reason").asString());
      checks.same("the target did not move", subject.fix().base(), subject.target());
      String branch = report.path("branch").asString();
      checks.that(
          "partial work is on the branch the report names",
          !branch.isEmpty() && subject.newRefs().containsKey("refs/heads/" + branch),
          "branch '" + branch + "', new refs " + subject.newRefs());
      checks.that(
          "the patch of it was written",
          Files.exists(run.file("changes.patch")),
          "no changes.patch");
      bench.checkTidy(subject, run, true);
      return report;
    }
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }
}
