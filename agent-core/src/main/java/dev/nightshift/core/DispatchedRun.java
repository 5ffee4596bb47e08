package dev.nightshift.core;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.SpendView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run as its caller holds it: until its end what works on it, from then on only its result. */
final class DispatchedRun implements Run {
  private final RunId id;
  private final String dispatchKey;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Phase phase;

  DispatchedRun(RunId id, String dispatchKey, RunExecution execution) {
    this.id = id;
    this.dispatchKey = dispatchKey;
    this.phase = new Working(execution);
  }

  @Override
  public RunId id() {
    return id;
  }

  String dispatchKey() {
    return dispatchKey;
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
  public void cancel(String why) {
    if (phase instanceof Working working) {
      working.execution().cancel(EndReason.CANCELLED, why);
    }
  }

  @Override
  public RunResult await() throws InterruptedException {
    ended.await();
    return result();
  }

  @Override
  public Optional<RunResult> await(Duration patience) throws InterruptedException {
    return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(result())
        : Optional.empty();
  }

  /** Lets go of all the run worked with. */
  void conclude(RunResult result) {
    phase = new Ended(result);
  }

  /** Wakes who waits for the end. */
  void release() {
    ended.countDown();
  }

  private RunResult result() {
    if (phase instanceof Ended known) {
      return known.result();
    }
    throw new IllegalStateException("run " + id + " ended without a result");
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
