package dev.nightshift.core.simulation;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.engine.Engine;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.LedgerException;
import dev.nightshift.core.run.AlreadyDispatchedException;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.workspace.Workspaces;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Tasks on one repository, done by one process after the other until all have ended: ledger,
 * journal and dispatcher are the real ones; models, disk, threads and time are simulated, and all
 * of it follows from the seed.
 */
final class Simulation {
  private static final String PIPELINE = "it";
  private static final int MOST_LIVES = 5;

  /** A run may spend this much. */
  static final Money RUN_CAP = Money.usd("5.00");

  /** All runs may be active so long together; more than any of them needs. */
  static final Duration TIME_CAP = Duration.ofHours(24);

  private final long seed;
  private final Schedule schedule;
  private final Random random;
  private final Disk disk;
  private final PaidModel model;
  private final Fence.Turns turns = new Fence.Turns();
  private final InMemoryWorkspaces repository =
      InMemoryWorkspaces.of(Map.of("shared.txt", "nobody\n"));
  private final List<Task> tasks = new ArrayList<>();
  private final int slots;
  private final BudgetPolicy budget;
  private final Checks checks;

  Simulation(long seed) {
    this.seed = seed;
    this.schedule = new Schedule(seed);
    this.random = schedule.random();
    this.disk = new Disk(schedule);
    this.model = new PaidModel(schedule);
    this.slots = 1 + random.nextInt(3);
    Money shared = Money.usd(random.nextInt(3) == 0 ? "6.00" : "40.00");
    this.budget =
        BudgetPolicy.perRun(RUN_CAP)
            .withCap(Cap.money(BudgetScope.ENGINE, shared, BudgetWindow.LIFETIME))
            .withCap(Cap.time(BudgetScope.ENGINE, TIME_CAP, BudgetWindow.LIFETIME));
    int count = 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      tasks.add(task(i));
    }
    this.checks = new Checks(shared, slots);
  }

  private Task task(int number) {
    TaskBuilder task =
        Task.builder("Task " + number).dispatchKey("task-" + number).priority(random.nextInt(3));
    return number > 0 && random.nextInt(3) == 0
        ? task.after("task-" + random.nextInt(number)).build()
        : task.build();
  }

  static String fileOf(RunId run) {
    return "by/" + run + ".txt";
  }

  /** Lets all happen and checks what came of it; returns the trace. */
  String play() throws InterruptedException {
    Life machine = new Life(schedule, "machine", -1);
    schedule.start("machine", machine, this::lives);
    try {
      schedule.run();
      return schedule.trace();
    } catch (AssertionError failed) {
      throw new AssertionError(
          "seed " + seed + " failed; what it did:\n" + schedule.trace(), failed);
    }
  }

  private void lives() {
    try {
      for (int number = 1; number <= MOST_LIVES; number++) {
        boolean isLast = number == MOST_LIVES || random.nextInt(4) == 0;
        disk.failing(isLast || random.nextInt(3) > 0 ? 0 : 5);
        Life life = new Life(schedule, "p" + number, isLast ? -1 : random.nextInt(1200));
        schedule.trace("process " + number + " begins");
        schedule.start("p-main", life, () -> live(life, isLast));
        schedule.waitUntil(() -> schedule.threadsOf(life) == 0);
        if (isLast) {
          break;
        }
        repository.endTurns();
        if (!life.isAlive()) {
          checks.killed();
        }
        boolean isPowerLost = random.nextInt(3) == 0;
        if (isPowerLost) {
          disk.powerIsLost();
        }
        model.forgetWhatIsCertain(
            isPowerLost || disk.isFailing() ? run -> true : disk::isUnfinished);
      }
      checks.atTheEnd(repository, model, disk, schedule);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void live(Life life, boolean isLast) {
    Fence fence = new Fence(schedule, life, turns);
    BudgetLedger real;
    try {
      real = BudgetLedger.over(disk.store(life), ZoneOffset.UTC, schedule);
    } catch (LedgerException unreadable) {
      schedule.trace("the ledger cannot be opened: " + unreadable.getMessage());
      return;
    }
    BudgetLedger ledger = fence.before(BudgetLedger.class, real);
    Engine engine =
        new Engine(
            SimulatedSettings.of(
                fence.before(Workspaces.class, repository),
                budget,
                ledger,
                Map.of("coder", model.named("coder", life), "critic", model.named("critic", life)),
                disk,
                schedule,
                life,
                slots));
    try {
      work(life, engine);
      if (isLast) {
        checks.ofTheLast(engine, real, standard(life), tasks, schedule);
      }
      engine.close();
      real.close();
    } catch (InterruptedException cancelled) {
      throw new AssertionError("nobody interrupts the main thread", cancelled);
    }
  }

  private void work(Life life, Engine engine) throws InterruptedException {
    Pipeline pipeline = pipeline(life);
    List<Run> runs = new ArrayList<>();
    recover(engine, pipeline, runs);
    for (Task task : tasks) {
      dispatch(engine, task, pipeline, runs);
      schedule.sleep(schedule.between(Duration.ofMillis(1100), Duration.ofSeconds(5)));
      if (!runs.isEmpty() && schedule.chance(60)) {
        cancel(runs.get(random.nextInt(runs.size())));
      }
    }
    // Those that had to wait for a task that was dispatched anew.
    recover(engine, pipeline, runs);
    schedule.waitUntil(() -> runs.stream().allMatch(run -> run.toFuture().isDone()));
    // The watch and this thread are left.
    schedule.waitUntil(() -> schedule.threadsOf(life) <= 2);
    for (Run run : runs) {
      RunResult result = run.toFuture().join();
      schedule.trace(
          run.id() + " ended as " + result.reason() + ": " + result.report().ending().detail());
    }
  }

  private void recover(Engine engine, Pipeline pipeline, List<Run> runs) {
    for (RecoveredRun found : engine.recover(Map.of(PIPELINE, pipeline))) {
      schedule.trace(found.toDisplay());
      checks.recovered(found, disk.hasFailed());
      if (found.run() != null) {
        runs.add(found.run());
        checks.known(found.run());
      }
    }
  }

  private void cancel(Run run) throws InterruptedException {
    boolean wasOver = run.toFuture().isDone();
    long before = schedule.nanoTime();
    schedule.trace("cancels " + run.id() + " in state " + run.state());
    checks.cancelled(run.task());
    run.cancel("by chance");
    schedule.waitUntil(() -> run.toFuture().isDone());
    Duration took = Duration.ofNanos(schedule.nanoTime() - before);
    if (!wasOver && took.compareTo(Duration.ofSeconds(2)) > 0) {
      throw new AssertionError("run " + run.id() + " ended " + took + " after it was cancelled");
    }
  }

  private void dispatch(Engine engine, Task task, Pipeline pipeline, List<Run> runs) {
    try {
      Run run = engine.dispatch(task, PIPELINE, pipeline);
      if (!runs.contains(run)) {
        schedule.trace(task.dispatchKey() + " is run " + run.id());
        runs.add(run);
        checks.known(run);
      }
    } catch (AlreadyDispatchedException earlier) {
      schedule.trace(earlier.getMessage());
    } catch (LedgerException | IllegalArgumentException refused) {
      // Also a task is refused whose blocker was refused before.
      checks.refused(disk.isFailing(), refused);
      schedule.trace(task.dispatchKey() + " is refused: " + refused.getMessage());
    }
  }

  private Pipeline pipeline(Life life) {
    Pipeline standard = standard(life);
    return scope -> {
      schedule.noting(() -> checks.begins(life, scope.task(), repository));
      try {
        return standard.run(scope);
      } finally {
        checks.over(life, scope.task());
      }
    };
  }

  private Pipeline standard(Life life) {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using("coder:scripted"))
        .reviewer(ModelReviewer.using("critic:scripted"))
        .gate((candidate, context) -> gate(life))
        .delivery(Delivery.merge())
        .build();
  }

  private GateResult gate(Life life) throws InterruptedException {
    schedule.point(life);
    schedule.trace("gate begins");
    schedule.sleep(schedule.between(Duration.ofMillis(5), Duration.ofSeconds(20)));
    schedule.trace("gate ends");
    return schedule.chance(80)
        ? GateResult.failed("tests", "red by chance")
        : GateResult.passed("tests", "all green");
  }

  /** Runs by their dispatch keys. */
  static Map<String, List<RecordedRun>> byKey(List<RecordedRun> runs) {
    return runs.stream().collect(Collectors.groupingBy(RecordedRun::dispatchKey));
  }
}
