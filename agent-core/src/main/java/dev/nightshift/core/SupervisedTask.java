package dev.nightshift.core;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.AlreadyDispatchedException;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One task of a supervisor and its runs, one after the other. Safe for concurrent use. */
final class SupervisedTask {
  private static final Pattern FURTHER = Pattern.compile("(.*)#([0-9]{1,9})");

  /** What a task was to reach is on the target. */
  private static final Set<EndReason> REACHED = Set.of(EndReason.MERGED, EndReason.NOTHING_TO_DO);

  /** Nobody looked at the task to its end, and nobody said that it is to end so. */
  private static final Set<EndReason> CUT_SHORT =
      Set.of(EndReason.MODEL_UNAVAILABLE, EndReason.INTERRUPTED, EndReason.BLOCKED);

  private final Task task;
  private final String pipeline;
  private final Duration pause;
  private int retriesLeft;
  private int retries;
  private int attempts;
  private TaskCost spentBefore = TaskCost.NONE;
  private @Nullable Run run;

  /** Its run, while another process works on it. */
  private @Nullable RecordedRun runElsewhere;

  private @Nullable Long retryAt;
  private @Nullable TaskOutcome done;
  private boolean isTold;

  SupervisedTask(Task task, String pipeline, int retries, Duration pause) {
    this.task = task;
    this.pipeline = pipeline;
    this.retriesLeft = retries;
    this.pause = pause;
  }

  /** The key of the task that a run with this key is of. */
  static String taskOf(String key) {
    Matcher further = FURTHER.matcher(key);
    return further.matches() ? further.group(1) : key;
  }

  private static int attemptOf(String key) {
    Matcher further = FURTHER.matcher(key);
    return further.matches() ? Integer.parseInt(further.group(2)) : 1;
  }

  static boolean isReached(@Nullable EndReason reason) {
    return reason != null && REACHED.contains(reason);
  }

  Task task() {
    return task;
  }

  synchronized boolean isDone() {
    return done != null;
  }

  /** Tells once that it is done. */
  synchronized boolean isNews() {
    boolean isNews = done != null && !isTold;
    isTold |= isNews;
    return isNews;
  }

  synchronized boolean isToBeRetried() {
    return retryAt != null;
  }

  synchronized Duration untilRetry(long now) {
    return retryAt == null ? Duration.ZERO : Duration.ofNanos(Math.max(1, retryAt - now));
  }

  /** Tells whether it has no run, and nothing but other tasks to wait for. */
  synchronized boolean isWaiting(long now) {
    boolean isDue = retryAt == null || retryAt - now <= 0;
    return done == null && run == null && runElsewhere == null && isDue;
  }

  /** Takes up what earlier processes did of it. */
  synchronized void takeUp(
      List<RecordedRun> earlier,
      Map<String, RecoveredRun> left,
      boolean isAgain,
      SupervisedEngines engines) {
    RecordedRun last =
        earlier.stream()
            .max(Comparator.comparingInt(known -> attemptOf(known.dispatchKey())))
            .orElse(null);
    if (last == null) {
      return;
    }
    attempts = attemptOf(last.dispatchKey());
    for (RecordedRun known : earlier) {
      boolean isLast = known.id().equals(last.id());
      spentBefore = isLast ? spentBefore : spentBefore.plus(TaskCost.of(known));
    }
    follow(last, left.get(last.id().value()), isAgain, engines);
  }

  /** Takes up the last run of the task. */
  private void follow(
      RecordedRun last, @Nullable RecoveredRun found, boolean isAgain, SupervisedEngines engines) {
    Run resumed = found == null ? engines.find(last.id()).orElse(null) : found.run();
    EndReason reason = last.end().reason();
    if (resumed != null) {
      run = resumed;
    } else if (found != null && found.fate() == RecoveredRun.Fate.ELSEWHERE) {
      runElsewhere = last;
    } else if (reason == null) {
      done = unended(last, found, engines);
    } else if (isCutShort(last.end()) || (isAgain && !isWell(reason))) {
      spentBefore = spentBefore.plus(TaskCost.of(last));
    } else {
      done = ended(last, reason, engines);
    }
  }

  synchronized boolean isElsewhere() {
    return runElsewhere != null;
  }

  /** Looks what became of a run of another process: it ended, or that process did. */
  synchronized void lookElsewhere(SupervisedEngines engines, Runnable told) {
    if (runElsewhere == null) {
      return;
    }
    RunId id = runElsewhere.id();
    RecordedRun now = engines.first().engine().recordedRun(id).orElse(null);
    if (now == null) {
      runElsewhere = null;
      String why = "the record of run " + id + " is gone, which another process worked on";
      done = outcome(id, null, why, spentBefore, null);
    } else if (now.status() != RecordedRun.Status.AT_WORK) {
      runElsewhere = null;
      RecoveredRun found = engines.recover(id).orElse(null);
      // One that cannot go on may have ended since it was read.
      RecordedRun last = found == null ? engines.first().engine().recordedRun(id).orElse(now) : now;
      follow(last, found, false, engines);
      onEnd(told);
    } else {
      runElsewhere = now;
    }
  }

  /** What a human sent back or answered waits for that human, who may do so again. */
  private static boolean isCutShort(RecordedRun.End end) {
    EndReason reason = end.reason();
    return reason != null
        && CUT_SHORT.contains(reason)
        && !end.choices().contains(HumanDecision.Kind.REVISED)
        && !end.choices().contains(HumanDecision.Kind.ANSWERED);
  }

  private static boolean isWell(EndReason reason) {
    return reason.claimsDelivery() || REACHED.contains(reason);
  }

  private TaskOutcome ended(RecordedRun last, EndReason reason, SupervisedEngines engines) {
    try {
      RunReport report = engines.replay(last.id());
      TaskCost cost = spentBefore.plus(TaskCost.of(last));
      return outcome(last.id(), reason, report.ending().detail(), cost, report);
    } catch (IllegalArgumentException | AgentException notTold) {
      String why = "its report cannot be told again: " + notTold.getMessage();
      String detail = last.end().detail();
      return unreported(last, false, detail.isEmpty() ? why : detail + "; " + why, engines);
    }
  }

  private TaskOutcome unended(
      RecordedRun known, @Nullable RecoveredRun found, SupervisedEngines engines) {
    boolean isDamaged = known.status() == RecordedRun.Status.DAMAGED;
    if (found != null) {
      boolean isStuck = found.fate() == RecoveredRun.Fate.NEEDS_ATTENTION;
      return unreported(known, isDamaged || isStuck, found.toDisplay(), engines);
    }
    RecordedRun.End end = known.end();
    String why = isDamaged ? end.detail() + "; " + end.nextAction() : end.detail();
    return unreported(known, isDamaged, why, engines);
  }

  /** A branch that was only planned is not named: nobody would find it. */
  private TaskOutcome unreported(
      RecordedRun known, boolean needsAttention, String detail, SupervisedEngines engines) {
    TaskCost cost = spentBefore.plus(TaskCost.of(known));
    return new TaskOutcome(
        task,
        known.id(),
        attempts,
        known.end().reason(),
        needsAttention,
        detail,
        cost.money(),
        cost.bound(),
        engines.first().engine().publishedBranch(known.id()),
        null);
  }

  /** Has something done at the end of a run that was taken up. */
  synchronized void onEnd(Runnable told) {
    if (run != null) {
      CompletableFuture<Void> unused = run.toFuture().thenRun(told);
    }
  }

  /** Begins a run of it. */
  synchronized void dispatch(SupervisedEngines engines, Runnable told) {
    attempts++;
    retryAt = null;
    String key = attempts == 1 ? task.dispatchKey() : task.dispatchKey() + "#" + attempts;
    try {
      Run begun = engines.first().dispatch(new TaskAttempt(task, key), pipeline);
      run = begun;
      CompletableFuture<Void> unused = begun.toFuture().thenRun(told);
    } catch (AlreadyDispatchedException elsewhere) {
      done = begunElsewhere(elsewhere, engines);
    } catch (IllegalArgumentException | AgentException refused) {
      done =
          outcome(
              null, EndReason.ERROR, "not dispatched: " + refused.getMessage(), spentBefore, null);
    } catch (IllegalStateException closed) {
      done = outcome(null, null, "not dispatched: " + closed.getMessage(), spentBefore, null);
    }
  }

  /** Another process took the same list up in the same moment, or its records say no key. */
  private @Nullable TaskOutcome begunElsewhere(
      AlreadyDispatchedException elsewhere, SupervisedEngines engines) {
    RecordedRun known = engines.first().engine().recordedRun(elsewhere.run()).orElse(null);
    if (known != null && known.status() == RecordedRun.Status.DAMAGED) {
      return unended(known, null, engines);
    }
    if (known != null && known.status() == RecordedRun.Status.AT_WORK) {
      runElsewhere = known;
      return null;
    }
    EndReason reason = known == null ? null : known.end().reason();
    return known == null || reason == null
        ? outcome(elsewhere.run(), null, String.valueOf(elsewhere.getMessage()), spentBefore, null)
        : ended(known, reason, engines);
  }

  /** Notes the end of its run, if it is there: that was the last one, or there is another. */
  synchronized void look(long now) {
    RunResult result = result();
    if (result == null || done != null) {
      return;
    }
    TaskCost spent = spentBefore.plus(TaskCost.ended(result.report().spend().view()));
    if (result.reason().equals(EndReason.MODEL_UNAVAILABLE)
        && !isSentBack(result.report())
        && retriesLeft > 0) {
      retriesLeft--;
      retryAt = now + pause.multipliedBy(1L << Math.min(retries++, 16)).toNanos();
      spentBefore = spent;
      run = null;
    } else {
      done = outcome(result, spent);
    }
  }

  private static boolean isSentBack(RunReport report) {
    List<HumanDecision> decisions = report.humanDecisions();
    return !decisions.isEmpty()
        && (!report.branch().isEmpty()
            || decisions.get(decisions.size() - 1).kind() == HumanDecision.Kind.ANSWERED);
  }

  synchronized void end(EndReason reason, String detail) {
    done = outcome(null, reason, detail, spentBefore, null);
  }

  private @Nullable RunResult result() {
    return run != null && run.toFuture().isDone() ? run.toFuture().join() : null;
  }

  synchronized TaskOutcome outcome() {
    TaskOutcome known = done;
    if (known != null) {
      return known;
    }
    RunResult result = result();
    Run working = run;
    if (result != null) {
      return outcome(result, spentBefore.plus(TaskCost.ended(result.report().spend().view())));
    }
    RecordedRun elsewhere = runElsewhere;
    if (elsewhere != null) {
      String why = "run " + elsewhere.id() + " is at work in another process";
      TaskCost cost = spentBefore.plus(TaskCost.of(elsewhere));
      return outcome(elsewhere.id(), null, why, cost, null);
    }
    if (working == null) {
      String why = retryAt == null ? "it was not begun" : "it is to be tried again";
      return outcome(null, null, why, spentBefore, null);
    }
    TaskCost spent = spentBefore.plus(TaskCost.open(working.spend()));
    return outcome(working.id(), null, "run " + working.id() + " is at work", spent, null);
  }

  /** Its outcome as it is by now: a human may have decided about its run since that ended. */
  synchronized TaskOutcome outcome(SupervisedEngines engines) {
    TaskOutcome known = outcome();
    RunReport report = known.report();
    if (report == null) {
      return known;
    }
    RecordedRun now = engines.first().engine().recordedRun(report.runId()).orElse(null);
    EndReason reason = now == null ? null : now.end().reason();
    return now == null
            || reason == null
            || now.end().decisions().size() == report.humanDecisions().size()
        ? known
        : ended(now, reason, engines);
  }

  private TaskOutcome outcome(RunResult result, TaskCost spent) {
    RunReport report = result.report();
    return outcome(report.runId(), result.reason(), report.ending().detail(), spent, report);
  }

  private TaskOutcome outcome(
      @Nullable RunId id,
      @Nullable EndReason reason,
      String detail,
      TaskCost cost,
      @Nullable RunReport report) {
    String branch = report == null ? "" : report.branch();
    return new TaskOutcome(
        task, id, attempts, reason, false, detail, cost.money(), cost.bound(), branch, report);
  }
}
