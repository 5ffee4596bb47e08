package dev.nightshift.core.internal.engine;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where the work of one engine is done. A simulation has one thread at a time work, in an order of
 * its own.
 *
 * <p><b>Threads:</b> all methods are safe for concurrent use and return at once.
 */
public interface EngineThreads {
  /** Takes a run to its end whose turn it is. */
  void execute(Runnable run);

  /** Ends a run that has not begun; it needs no turn. */
  void end(Runnable run);

  /** Where the callbacks run that close the connections of a cancelled run. */
  Executor cancelling();

  /** Where the forks of runs work; their runs have permits already. */
  Executor forking();

  /** Looks at the runs again and again, until this is closed. */
  void every(Duration pause, Runnable look);

  /** Lets all threads end when they are done, and looks at no run any more. */
  void close();

  /** Virtual threads when the JVM has them, else daemon threads, as many for runs as may work. */
  static EngineThreads of(int maxConcurrentRuns) {
    return new RunExecutors(maxConcurrentRuns);
  }
}
