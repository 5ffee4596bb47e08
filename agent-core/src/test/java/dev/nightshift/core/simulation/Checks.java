package dev.nightshift.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.engine.Engine;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.ledger.SpendSnapshot;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold, whatever the order of things was and whatever failed. */
final class Checks {
  /** Of the one cap on time that is shared. */
  private static final Pattern NO_TIME =
      Pattern.compile("TIME_MILLIS\",\"amount\":86400000,\"spent\":\\d+,\"reserved\":0,");

  private static final Pattern RUN = Pattern.compile("Nightshift-Run: (\\S+)");
  private final Money cap;
  private final int slots;
  private final Map<Life, Set<String>> working = new HashMap<>();
  private final Map<String, RunId> runs = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();
  private boolean isAnyKilled;
  private List<RecordedRun> recorded = List.of();
  private SpendSnapshot spend;

  Checks(Money cap, int slots) {
    this.cap = cap;
    this.slots = slots;
  }

  /** Nobody removes the branches of its runs in memory, as salvage does on disk. */
  void killed() {
    isAnyKilled = true;
  }

  void known(Run run) {
    runs.put(run.task().dispatchKey(), run.id());
  }

  /** It needs no turn to end. */
  void cancelled(Task task) {
    cancelled.add(task.dispatchKey());
  }

  /** A run has its turn. */
  void begins(Life life, Task task, InMemoryWorkspaces repository) {
    Set<String> atWork = working.computeIfAbsent(life, unused -> new HashSet<>());
    atWork.add(task.dispatchKey());
    assertThat(atWork.stream().filter(key -> !cancelled.contains(key)))
        .as("runs at work")
        .hasSizeLessThanOrEqualTo(slots);
    assertThat(landed(repository))
        .as("runs on the target before %s", task.title())
        .containsAll(task.after().stream().map(runs::get).toList());
  }

  void over(Life life, Task task) {
    working.getOrDefault(life, Set.of()).remove(task.dispatchKey());
  }

  /** No run of a process that was killed needs anybody, as long as the disk worked. */
  void recovered(RecoveredRun found, boolean hasDiskFailed) {
    if (hasDiskFailed && found.fate() == RecoveredRun.Fate.NEEDS_ATTENTION) {
      return;
    }
    assertThat(found.fate()).as(found.toDisplay()).isEqualTo(RecoveredRun.Fate.RESUMED);
  }

  /** A task that is refused is dispatched by a later process. */
  void refused(boolean isDiskFailing, RuntimeException refusal) {
    if (!isDiskFailing) {
      throw refusal;
    }
  }

  /** What the last process, which nobody killed, knows when all its runs have ended. */
  void ofTheLast(
      Engine engine, BudgetLedger ledger, Pipeline pipeline, List<Task> tasks, Schedule schedule) {
    recorded = engine.recordedRuns();
    spend = SpendMonitor.of(ledger, schedule).snapshot();
    for (Run run : engine.runs()) {
      RunResult result = run.toFuture().join();
      String told = engine.replay(run.id(), name -> pipeline).report().toJson();
      assertThat(told).as("replay of %s", run.id()).isEqualTo(result.report().toJson());
    }
    assertThat(engine.recover(Map.of())).as("unfinished runs").isEmpty();
    Map<String, List<RecordedRun>> byKey = Simulation.byKey(recorded);
    for (Task task : tasks) {
      assertThat(byKey.get(task.dispatchKey())).as("runs of %s", task.dispatchKey()).hasSize(1);
    }
    assertThat(recorded)
        .extracting(RecordedRun::status)
        .as("states of %s", recorded)
        .containsOnly(RecordedRun.Status.ENDED);
  }

  /** What the world outside says of it. */
  void atTheEnd(InMemoryWorkspaces repository, PaidModel model, Disk disk, Schedule schedule) {
    List<RunId> landed = landed(repository);
    assertThat(landed).as("runs on the target").doesNotHaveDuplicates();
    List<RunId> merged =
        recorded.stream()
            .filter(run -> EndReason.MERGED.equals(run.end().reason()))
            .map(RecordedRun::id)
            .toList();
    assertThat(merged).as("runs that say they landed").containsExactlyInAnyOrderElementsOf(landed);
    if (!isAnyKilled) {
      assertThat(repository.unfinished()).as("branches left open").isEmpty();
    }
    money(model, disk, schedule);
  }

  private void money(PaidModel model, Disk disk, Schedule schedule) {
    BudgetLedger again =
        BudgetLedger.over(disk.store(new Life(schedule, "auditor", -1)), ZoneOffset.UTC, schedule);
    SpendSnapshot rebuilt = SpendMonitor.of(again, schedule).snapshot();
    assertThat(withoutTime(rebuilt)).as("ledger, rebuilt").isEqualTo(withoutTime(spend));
    AuditedBooks books = AuditedBooks.of(disk.ledgerRecords(), Simulation.RUN_CAP, cap);
    assertThat(rebuilt.scopes().get(0).active())
        .as("active time")
        .isEqualTo(Duration.ofMillis(books.active()));
    assertThat(rebuilt.toJson()).as("time set aside at the end").containsPattern(NO_TIME);
    long total = 0;
    for (Map.Entry<RunId, Long> bill : model.billed().entrySet()) {
      long counted = books.charged(bill.getKey());
      assertThat(counted)
          .as("nano-dollars counted for %s", bill.getKey())
          .isGreaterThanOrEqualTo(bill.getValue());
      if (model.isCertain(bill.getKey())) {
        assertThat(counted).as("nano-dollars of %s", bill.getKey()).isEqualTo(bill.getValue());
      }
      total += bill.getValue();
    }
    assertThat(total).as("nano-dollars billed in all").isLessThanOrEqualTo(cap.nanos());
  }

  private static String withoutTime(SpendSnapshot spend) {
    return spend.toJson().replace(spend.at().toString(), "NOW");
  }

  private static List<RunId> landed(InMemoryWorkspaces repository) {
    List<RunId> found = new ArrayList<>();
    String commit = repository.targetCommit();
    while (true) {
      Matcher run = RUN.matcher(repository.messageOf(commit));
      if (run.find()) {
        found.add(RunId.of(run.group(1)));
      }
      List<String> parents = repository.parentsOf(commit);
      if (parents.isEmpty()) {
        return found;
      }
      commit = parents.get(0);
    }
  }
}
