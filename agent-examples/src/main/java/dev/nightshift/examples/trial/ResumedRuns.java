package dev.nightshift.examples.trial;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.ScopeUse;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.ledger.UnresolvedCall;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.examples.kill.Deed;
import dev.nightshift.examples.kill.HaltedRun;
import dev.nightshift.examples.kill.HostProgram;
import dev.nightshift.examples.kill.LedgerBill;
import dev.nightshift.examples.kill.ProcessesAt;
import dev.nightshift.models.testing.Charge;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs that process after process goes on with until they end, each of which makes a file of {@link
 * BatchModels}; and what must be true of them then, whenever a process was killed. What the server
 * billed and what the ref says is the truth, looked at from outside.
 */
final class ResumedRuns {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private final GitProgram git;
  private final Path work;
  private final Checks checks;
  private final BatchModels models;

  /** How many processes each task had. */
  private final Map<Integer, Integer> lives = new HashMap<>();

  /** One process that begins a run or goes on with it, and may be killed. */
  interface Life {
    void live(@Nullable RecordedRun run) throws Exception;
  }

  /** Runs on one repository, whose state and temporary files lie in a directory of the trial. */
  ResumedRuns(GitProgram git, Path work, Checks checks, BatchModels models) {
    this.git = git;
    this.work = work;
    this.checks = checks;
    this.models = models;
  }

  static String title(int task) {
    return "Make " + BatchModels.file(task);
  }

  Path repository() {
    return git.repository();
  }

  Path state() {
    return work.resolve("state");
  }

  /** The same runs in a host that is not the command line. */
  HostProgram host(Path jar) throws IOException {
    List<String> roles = List.of("anthropic:" + Bench.IMPLEMENTER, "anthropic:" + Bench.REVIEWER);
    return new HostProgram(jar, repository(), state(), temporary(), roles);
  }

  /** Where a process of them writes what it says. */
  Path output() {
    return work.resolve("output.txt");
  }

  /** Where processes have their temporary files. */
  Path temporary() throws IOException {
    return Files.createDirectories(work.resolve("tmp"));
  }

  /** Lets process after process live until the run of a task has its last end; returns that. */
  RecordedRun untilItEnds(int task, Deed deed, String lived, Life life) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    int processes = 0;
    RecordedRun run = find(task);
    while (run == null || !isOver(run, deed)) {
      if (System.nanoTime() > deadline) {
        throw new TrialException("task " + task + " did not end within " + LONGEST);
      }
      life.live(run);
      processes++;
      run = find(task);
    }
    lives.merge(task, processes, Integer::sum);
    String what = "task " + task + (deed.isDecision() ? ", " + deed.word() : "");
    checks.same(what + " ended, " + lived, deed.end(), run.end().reason());
    return run;
  }

  static boolean isOver(RecordedRun run, Deed deed) {
    return run.status() == RecordedRun.Status.ENDED
        && run.end().decisions().isEmpty() != deed.isDecision();
  }

  /** Checks from outside what became of a run that has its last end. */
  void checkEnd(int task, Deed deed, RecordedRun run) {
    checks.same("it was decided as often", deed.isDecision() ? 1 : 0, run.end().decisions().size());
    String grep = "--grep=Nightshift-Run: " + run.id();
    checks.same(
        "it landed as often",
        deed.isLanded() ? "1" : "0",
        git.run("rev-list", "--count", "--first-parent", grep, "main"));
    String file = BatchModels.file(task);
    checks.same(
        "its file is where it should be",
        deed.isLanded() ? List.of(file) : List.of(),
        git.lines("ls-tree", "--name-only", "main", file));
    if (deed != Deed.REJECT) {
      String where = deed.isLanded() ? "main" : run.progress().branch();
      checks.same(
          "its file holds what was asked for",
          "task " + task + (deed == Deed.REVISE ? " VERBENA" : ""),
          git.run("show", where + ":" + file));
    }
    for (AgentRole role : List.of(AgentRole.IMPLEMENTER, AgentRole.REVIEWER)) {
      int open = lives.getOrDefault(task, 1) * (deed == Deed.FORK ? HaltedRun.FORKS : 1);
      counted(task, role, run.progress().spend().of(role).calls(), open);
    }
  }

  /**
   * A call was on the disk before the server heard of it, so that each one it heard of is counted;
   * a process that was killed can have left one more, in each fork, that it had not yet sent.
   */
  private void counted(int task, AgentRole role, long counted, int open) {
    long served = models.served(task, role);
    checks.that(
        "each call of its " + role + " is counted",
        served <= counted && counted <= served + open,
        "the server heard %s, counted %s, and %s can be unsent".formatted(served, counted, open));
  }

  /** Checks what all runs together have spent and left. */
  void check(ScriptedModelServer server) throws Exception {
    long settled = 0;
    long unresolved = 0;
    List<String> proposed = new ArrayList<>();
    for (RecordedRun run : StateDirectory.at(state()).runs()) {
      settled += run.progress().spend().spent().cost().nanos();
      unresolved += run.progress().spend().unresolved().nanos();
      if (EndReason.PROPOSED.equals(run.end().reason())) {
        proposed.add(run.id().value());
      }
    }
    long billed = server.bill().nanos();
    checks.that(
        "the books cover the bill",
        settled - unresolved <= billed && billed <= settled,
        "counted %s, of these by bound %s, billed %s".formatted(settled, unresolved, billed));
    System.out.println(
        "billed %s, counted %s, of these by bound %s (nano-dollars)"
            .formatted(billed, settled, unresolved));
    LedgerBill.Findings calls = LedgerBill.read(state()).against(server.charges(), runOf(server));
    calls.faults().forEach((claim, faults) -> checks.same(claim, List.of(), faults));
    System.out.println(calls.sums());
    checkLedger(server, settled, unresolved);
    git.checkSound(checks);
    checks.same(
        "no pin of a run is left that waits for nobody",
        List.of(),
        git.lines("for-each-ref", "--format=%(refname)", "refs/nightshift").stream()
            .filter(pin -> proposed.stream().noneMatch(pin::contains))
            .toList());
    checks.same("no process is left", Set.of(), new ProcessesAt(work).left());
    try (Stream<Path> files = Files.walk(temporary())) {
      checks.same(
          "no workspace is left",
          List.of(),
          files.filter(file -> file.endsWith("ws")).map(Path::toString).toList());
    }
  }

  /** Which run a line of the bill is of, by the task that its request was about. */
  private Function<Charge, String> runOf(ScriptedModelServer server) throws IOException {
    Map<String, String> runs = new HashMap<>();
    for (RecordedRun run : StateDirectory.at(state()).runs()) {
      if (run.origin() != null) {
        runs.put(run.origin().task().title(), run.id().value());
      }
    }
    List<RecordedRequest> requests = server.requests();
    return charge ->
        runs.getOrDefault(title(BatchModels.taskOf(requests.get(charge.request()))), "");
  }

  /** The ledger has what the records have, and what is unresolved is found by its name. */
  private void checkLedger(ScriptedModelServer server, long counted, long bound) {
    long billed = server.bill().nanos();
    try (BudgetLedger ledger = BudgetLedger.directory(state())) {
      ScopeUse before = all(ledger);
      checks.same("the ledger has settled", counted - bound, before.settled().nanos());
      checks.same("the ledger has bounds of", bound, before.estimated().nanos());
      checks.same("nothing stays set aside", 0L, before.reserved().nanos());
      int unresolved = ledger.unresolved().size();
      reconcileNamed(ledger, server.charges());
      ScopeUse after = all(ledger);
      checks.that(
          "what is left unknown once named calls are looked up covers the bill",
          after.settled().nanos() <= billed
              && billed <= after.settled().nanos() + after.estimated().nanos(),
          "settled %s, by bound %s, billed %s"
              .formatted(after.settled(), after.estimated(), billed));
      System.out.println(
          "of %s unresolved calls %s had a name, by which they were found on the bill"
              .formatted(unresolved, unresolved - ledger.unresolved().size()));
    }
  }

  private static ScopeUse all(BudgetLedger ledger) {
    return SpendMonitor.of(ledger, TimeSource.system()).snapshot().scopes().get(0);
  }

  /** What is on no bill had not been answered to its end. */
  private static void reconcileNamed(BudgetLedger ledger, List<Charge> bill) {
    for (UnresolvedCall call : ledger.unresolved()) {
      if (!call.requestId().isEmpty()) {
        Optional<Charge> found =
            bill.stream().filter(one -> one.requestId().equals(call.requestId())).findFirst();
        ledger.reconcile(
            call.key(),
            found.map(Charge::cost).orElse(Money.zero()),
            found.map(Charge::usage).orElse(TokenUsage.zero()));
      }
    }
  }

  private @Nullable RecordedRun find(int task) throws IOException {
    if (!Files.isDirectory(state().resolve("runs"))) {
      return null;
    }
    return StateDirectory.at(state()).runs().stream()
        .filter(run -> run.origin() != null)
        .filter(run -> run.origin().task().title().equals(title(task)))
        .findFirst()
        .orElse(null);
  }
}
