package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A run as its caller holds it: until its end what works on it, from then on only its result. */
final class DispatchedRun implements Run {
  private final RunId id;
  private final Task task;
  private final CompletableFuture<RunResult> ended = new CompletableFuture<>();
  private volatile Phase phase;
  private volatile boolean isOver;

  DispatchedRun(RunId id, Task task, RunExecution execution) {
    this.id = id;
    this.task = task;
    this.phase = new Working(execution);
  }

  @Override
  public RunId id() {
    return id;
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public RunState state() {
    return phase.state();
  }

  @Override
  public SpendView spend() {
    Phase seen = phase;
    try {
      return seen.spend();
    } catch (RuntimeException accountClosed) {
      if (seen == phase) {
        throw accountClosed;
      }
      return phase.spend();
    }
  }

  @Override
  public List<String> questions() {
    return phase instanceof Working working ? working.execution().questions().texts() : List.of();
  }

  @Override
  public void answer(String question, String answer) {
    Require.nonNull(question, "question");
    Require.nonNull(answer, "answer");
    if (answer.isBlank()) {
      throw new IllegalArgumentException(
          "the answer to '" + VisibleText.name(question) + "' is blank; say what to do");
    }
    if (!(phase instanceof Working working)) {
      throw new IllegalStateException("run " + id + " has ended; nothing can be answered any more");
    }
    working.execution().questions().answer(question, answer);
  }

  @Override
  public void cancel(String why) {
    Require.nonNull(why, "why");
    if (phase instanceof Working working) {
      working.execution().cancel(EndReason.CANCELLED, why);
    }
  }

  @Override
  public RunResult await() throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException withoutResult) {
      throw new IllegalStateException(withoutResult.getCause());
    }
  }

  @Override
  public Optional<RunResult> await(Duration timeout) throws InterruptedException {
    Require.nonNull(timeout, "timeout");
    try {
      return Optional.of(ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException goesOn) {
      return Optional.empty();
    } catch (ExecutionException withoutResult) {
      throw new IllegalStateException(withoutResult.getCause());
    }
  }

  @Override
  public CompletableFuture<RunResult> toFuture() {
    return ended.copy();
  }

  @Override
  public String toString() {
    return "Run[" + id + ", " + state() + "]";
  }

  /** Lets go of all the run worked with. */
  void conclude(RunResult result) {
    phase = new Ended(result);
  }

  /** Tells whether the run has ended, be it without a result. */
  boolean isOver() {
    return isOver;
  }

  /** How the run ended; empty while it works, and if it ended without a result. */
  Optional<RunResult> result() {
    return phase instanceof Ended known ? Optional.of(known.result()) : Optional.empty();
  }

  /** Marks the end, whatever it brought. */
  void over() {
    isOver = true;
  }

  /** Wakes who waits for the end, and does on this thread what others asked to be done then. */
  void release() {
    if (phase instanceof Ended known) {
      ended.complete(known.result());
    } else {
      ended.completeExceptionally(
          new IllegalStateException("run " + id + " ended without a result"));
    }
  }

  private sealed interface Phase {
    RunState state();

    SpendView spend();
  }

  private record Working(RunExecution execution) implements Phase {
    @Override
    public RunState state() {
      return execution.state();
    }

    @Override
    public SpendView spend() {
      return execution.spend();
    }
  }

  private record Ended(RunResult result) implements Phase {
    @Override
    public RunState state() {
      return RunExecution.stateOf(result);
    }

    @Override
    public SpendView spend() {
      return result.report().spend().view();
    }
  }
}
