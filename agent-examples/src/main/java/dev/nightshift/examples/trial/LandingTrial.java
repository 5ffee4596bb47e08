package dev.nightshift.examples.trial;

import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The real fix, implemented in two rounds, lands on its target, and the books agree. */
final class LandingTrial {
  private static final Pattern TOOL_USE_ID = Pattern.compile("\"tool_use_id\":\\s*\"([^\"]+)\"");
  private static final Set<String> READ_ONLY =
      Set.of("read_file", "list_files", "search", "submit_review");
  private final Bench bench;
  private final Checks checks;
  private final String tests;
  private final boolean needsCaches;

  /**
   * Prepares the trial.
   *
   * @param bench where it takes place
   * @param tests the repository's own test command
   * @param needsCaches false if the command gets by without the local Maven repository
   */
  LandingTrial(Bench bench, String tests, boolean needsCaches) {
    this.bench = bench;
    this.checks = bench.checks();
    this.tests = tests;
    this.needsCaches = needsCaches;
  }

  /** Returns the figures of the run. */
  List<String> run() throws InterruptedException {
    Subject subject = bench.bare("landing");
    RealFix fix = subject.fix();
    String canary = "canary-" + HexFormat.of().toHexDigits(new Random().nextLong());
    FixScript script = new FixScript(fix, canary);
    ScriptPlayer player =
        new ScriptPlayer()
            .add(Bench.IMPLEMENTER, script.firstRound())
            .add(Bench.REVIEWER, List.of(script.request(), FixScript.approval("R1")))
            .add(Bench.IMPLEMENTER, script.revision());
    try (ScriptedModelServer server =
            ScriptedModelServer.builder().model(player).simulateCaching().start();
        CommandLineRun run = bench.start("landing", server.baseUrl(), options(subject))) {
      int status = run.await();
      checks.that(
          "exit status 0",
          status == 0,
          status + ", stdout: " + run.text("stdout") + " stderr: " + run.text("stderr"));
      JsonNode report = run.report();
      checks.same("the script was played to its end", 0, player.unused());
      checks.same("the server saw nothing the real API would refuse", List.of(), server.failures());
      checkLanding(subject, report);
      checkGate(report);
      checkBill(server, report);
      checkSeparateMinds(server.requests(), canary);
      bench.checkTidy(subject, run, false);
      return figures(server, report);
    }
  }

  private List<String> options(Subject subject) {
    String[] more = {"--budget-usd", "50", "--gate-timeout", "20m", "--deliver", "merge"};
    List<String> options = new ArrayList<>(bench.optionsOfAnyGate(subject, more));
    options.addAll(List.of("--tests", tests));
    if (!needsCaches) {
      options.addAll(List.of("--cache", bench.emptyDirectory()));
    }
    return options;
  }

  private void checkLanding(Subject subject, JsonNode report) {
    RealFix fix = subject.fix();
    String landed = subject.target();
    checks.same("the report says merged", "merged", report.path("delivery").asString());
    checks.same("one revision", 1, report.path("revisions").asInt());
    checks.same(
        "the target is the reported merge commit", report.path("mergeCommit").asString(), landed);
    checks.same(
        "the landed tree is the gated tree",
        report.path("mergeTree").asString(),
        subject.tree(landed));
    checks.same(
        "the landed tree is that of the real fix",
        subject.tree(fix.commit()),
        subject.tree(landed));
    checks.same(
        "the merge commit has the old target and the branch as parents",
        fix.base() + " " + report.path("headCommit").asString(),
        subject.git().run("log", "-1", "--format=%P", landed));
  }

  private void checkGate(JsonNode report) {
    JsonNode reported = report.path("gates").path(0);
    checks.that(
        "the gate passed on the merge commit",
        reported.path("passed").asBoolean(),
        reported.toString());
    checks.that(
        "the gate executed tests", reported.path("testsExecuted").asInt() > 0, reported.toString());
  }

  private void checkBill(ScriptedModelServer server, JsonNode report) {
    JsonNode spend = report.path("spend");
    long total = Bill.nanos(server.charges());
    checks.same(
        "the bill at the stated list prices is the server's, in nano-dollars",
        server.bill().nanos(),
        total);
    checks.same(
        "the report's total is the server's bill, in nano-dollars",
        total,
        spend.path("totalNanos").asLong());
    checks.same(
        "every call is on the bill", (long) server.charges().size(), spend.path("calls").asLong());
    long reviewer = Bill.nanos(server.charges(), Bench.REVIEWER);
    checks.same("the reviewer's part is right", reviewer, roleNanos(spend, "reviewer"));
    checks.same(
        "the implementer's part is right", total - reviewer, roleNanos(spend, "implementer"));
  }

  private static long roleNanos(JsonNode spend, String role) {
    JsonNode part = spend.path("byRole").path(role);
    return part.isObject() ? part.path("totalNanos").asLong(-1) : part.asLong(-1);
  }

  private void checkSeparateMinds(List<RecordedRequest> requests, String canary) {
    List<RecordedRequest> reviews = of(requests, Bench.REVIEWER);
    Set<String> implementersCalls = new TreeSet<>();
    for (RecordedRequest request : of(requests, Bench.IMPLEMENTER)) {
      for (Matcher id = TOOL_USE_ID.matcher(request.bodyText()); id.find(); ) {
        implementersCalls.add(id.group(1));
      }
    }
    checks.that(
        "the implementer said something to look for",
        of(requests, Bench.IMPLEMENTER).size() > 1 && !implementersCalls.isEmpty(),
        "");
    checks.that(
        "no word of the implementer is in the reviewer's requests",
        reviews.stream().noneMatch(request -> request.bodyText().contains(canary)),
        "found " + canary);
    checks.that(
        "no tool call of the implementer is in the reviewer's requests",
        reviews.stream()
            .noneMatch(
                request -> implementersCalls.stream().anyMatch(request.bodyText()::contains)),
        "found one of " + implementersCalls);
    checks.that(
        "the reviewer has no tool that writes or runs",
        reviews.stream().allMatch(request -> READ_ONLY.containsAll(request.toolNames())),
        "tools " + reviews.get(0).toolNames());
    checks.that(
        "every review starts a fresh conversation",
        reviews.stream().filter(request -> request.messageCount() == 1).count() == 2,
        reviews.toString());
  }

  private static List<RecordedRequest> of(List<RecordedRequest> requests, String model) {
    return requests.stream().filter(request -> request.model().equals(model)).toList();
  }

  private static List<String> figures(ScriptedModelServer server, JsonNode report) {
    long seconds = 0;
    for (JsonNode gate : report.path("gates")) {
      seconds += gate.path("durationMs").asLong() / 1000;
    }
    return List.of(
        "model calls %s, bill %s nano-dollars on both sides"
            .formatted(server.charges().size(), server.bill().nanos()),
        "gate %s s, tests executed %s"
            .formatted(seconds, report.path("gates").path(0).path("testsExecuted").asInt()),
        "files changed %s, sandbox %s"
            .formatted(report.path("changedFiles").size(), report.path("sandbox").asString()));
  }
}
