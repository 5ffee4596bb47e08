package dev.nightshift.examples.trial;

import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Targets that the user has checked out. */
final class CheckoutTrials {
  private final Bench bench;
  private final Checks checks;

  CheckoutTrials(Bench bench) {
    this.bench = bench;
    this.checks = bench.checks();
  }

  /** By default a checked-out target is left alone and the change proposed. */
  void proposedByDefault() throws InterruptedException {
    Subject subject = bench.checkedOut("checked-out");
    JsonNode report = deliver("checked-out", subject, true);
    checks.same("the report says proposed", "proposed", report.path("delivery").asString());
    checks.same("the target did not move", subject.fix().base(), subject.target());
    checks.same("the work tree is as it was", "", subject.git().run("status", "--porcelain"));
    String branch = report.path("branch").asString();
    checks.same(
        "the branch holds the change", "one", subject.git().run("show", branch + ":trial-a.txt"));
  }

  /** A clean checkout is moved along if that was asked for. */
  void updatedWhenClean() throws InterruptedException {
    Subject subject = bench.checkedOut("checkout-updated");
    JsonNode report = deliver("checkout-updated", subject, false, "--update-checkout");
    checks.same("the report says merged", "merged", report.path("delivery").asString());
    checks.same(
        "the target is the merge commit", report.path("mergeCommit").asString(), subject.target());
    checks.same(
        "the work tree moved along", "one\n", read(subject.directory().resolve("trial-a.txt")));
    checks.same("and is clean", "", subject.git().run("status", "--porcelain"));
  }

  /** A dirty checkout is never touched. */
  void refusedWhenDirty() throws InterruptedException {
    Subject subject = bench.checkedOut("checkout-dirty");
    Path dirty = subject.directory().resolve("trial-a.txt");
    write(dirty, "mine, not committed\n");
    subject.git().run("add", "trial-a.txt");
    JsonNode report = deliver("checkout-dirty", subject, true, "--update-checkout");
    checks.same("the report says proposed", "proposed", report.path("delivery").asString());
    checks.same("the target did not move", subject.fix().base(), subject.target());
    checks.same("the user's file is untouched", "mine, not committed\n", read(dirty));
    checks.same(
        "the index is untouched", "A  trial-a.txt", subject.git().run("status", "--porcelain"));
  }

  /** What git would overwrite keeps the change from landing. */
  void refusedWhenAFileIsInTheWay() throws InterruptedException {
    Subject subject = bench.checkedOut("checkout-in-the-way");
    Path mine = subject.directory().resolve("trial-a.txt");
    write(mine, "mine, untracked\n");
    JsonNode report = deliver("checkout-in-the-way", subject, true, "--update-checkout");
    checks.same("the report says proposed", "proposed", report.path("delivery").asString());
    checks.that(
        "and names the file",
        report.path("detail").asString().contains("trial-a.txt"),
        report.path("detail").asString());
    checks.same("the target did not move", subject.fix().base(), subject.target());
    checks.same("the user's file is untouched", "mine, untracked\n", read(mine));
    checks.same(
        "the checkout is on its branch",
        Subject.TARGET,
        subject.git().run("branch", "--show-current"));
  }

  /** A landing that was killed is repaired by the next one, which moves the checkout along. */
  void returnedAfterAKill() throws InterruptedException {
    Subject subject = bench.checkedOut("checkout-killed");
    subject.git().run("switch", "-q", "--detach");
    write(
        subject.directory().resolve(".git/nightshift-checkout"),
        Subject.TARGET + " " + subject.fix().base() + "\n");
    JsonNode report = deliver("checkout-killed", subject, false, "--update-checkout");
    checks.same("the report says merged", "merged", report.path("delivery").asString());
    checks.same(
        "the checkout is on its branch",
        Subject.TARGET,
        subject.git().run("branch", "--show-current"));
    checks.same("and clean", "", subject.git().run("status", "--porcelain"));
    checks.same("and moved along", "one\n", read(subject.directory().resolve("trial-a.txt")));
  }

  private JsonNode deliver(String name, Subject subject, boolean keepsBranch, String... more)
      throws InterruptedException {
    List<String> options = new ArrayList<>(bench.options(subject, "true", "--deliver", "merge"));
    options.addAll(List.of(more));
    try (ScriptedModelServer server =
            ScriptedModelServer.start(Bench.writesOneFile("trial-a.txt", "one\n"));
        CommandLineRun run = bench.start(name, server.baseUrl(), options)) {
      int status = run.await();
      checks.that(
          "exit status 0", status == 0, status + ": " + run.text("stdout") + run.text("stderr"));
      bench.checkTidy(subject, run, keepsBranch);
      return run.report();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException notWritten) {
      throw new UncheckedIOException(notWritten);
    }
  }
}
