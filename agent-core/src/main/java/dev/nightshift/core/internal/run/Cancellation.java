package dev.nightshift.core.internal.run;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunStoppedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one switch that stops a run. Safe for concurrent use. */
public final class Cancellation {
  private final Set<Runnable> callbacks = new LinkedHashSet<>();
  private @Nullable RunStoppedException cause;

  /**
   * Stops the run; the first caller's reason counts. Callbacks run on this thread.
   *
   * @param reason the typed end
   * @param why one sentence for the report
   */
  public void cancel(EndReason reason, String why) {
    List<Runnable> toRun;
    synchronized (this) {
      if (cause != null) {
        return;
      }
      cause = new RunStoppedException(reason, why);
      toRun = new ArrayList<>(callbacks);
      callbacks.clear();
    }
    toRun.forEach(Runnable::run);
  }

  /**
   * Tells whether the run was told to stop.
   *
   * @return true after {@link #cancel}
   */
  public synchronized boolean isCancelled() {
    return cause != null;
  }

  /**
   * Returns why the run was told to stop.
   *
   * @return the cause, or null if it was not
   */
  public synchronized @Nullable RunStoppedException cause() {
    return cause;
  }

  /**
   * Raises the cause if the run was told to stop.
   *
   * @throws RunStoppedException the cause
   */
  public void throwIfCancelled() {
    RunStoppedException stop = cause();
    if (stop != null) {
      throw new RunStoppedException(stop.reason(), String.valueOf(stop.getMessage()));
    }
  }

  /**
   * Registers a callback; it runs at once if the run was already told to stop.
   *
   * @param callback must not block
   * @return withdraws the callback
   */
  public Registration onCancel(Runnable callback) {
    synchronized (this) {
      if (cause == null) {
        callbacks.add(callback);
        return () -> {
          synchronized (this) {
            callbacks.remove(callback);
          }
        };
      }
    }
    callback.run();
    return () -> {};
  }
}
