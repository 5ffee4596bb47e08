package dev.nightshift.core.simulation;

import dev.nightshift.core.internal.engine.EngineThreads;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One process, from its start to its end, which comes without warning after so many steps. What a
 * thread of it tries afterwards is refused, as nobody is there to do it.
 */
final class Life implements EngineThreads {
  private final Schedule schedule;
  private final String name;
  private int stepsLeft;
  private boolean isAlive = true;
  private boolean isClosed;

  /** Thrown at each step of a process that is over. */
  static final class Over extends Error {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the process is over", null, false, false);
    }
  }

  /** A process that ends after so many steps; negative for never. */
  Life(Schedule schedule, String name, int steps) {
    this.schedule = schedule;
    this.name = name;
    this.stepsLeft = steps;
  }

  boolean isAlive() {
    return isAlive;
  }

  void requireAlive() {
    if (!isAlive) {
      throw new Over();
    }
  }

  /** Does one step, which may be the last. */
  void step() {
    requireAlive();
    if (stepsLeft == 0) {
      isAlive = false;
      schedule.trace(name + " is killed");
      throw new Over();
    }
    stepsLeft--;
  }

  @Override
  public void execute(Runnable run) {
    schedule.start(name + "-run", this, run);
  }

  @Override
  public void end(Runnable run) {
    schedule.start(name + "-end", this, run);
  }

  @Override
  public Executor cancelling() {
    return callbacks -> schedule.start(name + "-cancel", this, callbacks);
  }

  @Override
  public Executor forking() {
    return work -> schedule.start(name + "-fork", this, work);
  }

  @Override
  public void every(Duration pause, Runnable look) {
    schedule.start(
        name + "-watch",
        this,
        () -> {
          try {
            while (!isClosed) {
              schedule.sleep(pause);
              look.run();
            }
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
