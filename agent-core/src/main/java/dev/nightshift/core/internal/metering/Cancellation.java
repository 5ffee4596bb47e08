package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunStoppedException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one switch that stops a run. Safe for concurrent use. */
public final class Cancellation {
  private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
  private final Set<Callback> callbacks = new LinkedHashSet<>();
  private final Executor caller;
  private @Nullable RunStoppedException cause;

  /** Creates a switch that runs the callbacks on the cancelling thread. */
  public Cancellation() {
    this(Runnable::run);
  }

  /**
   * Creates a switch.
   *
   * @param caller runs the callbacks; one that blocks blocks what this runs them on
   */
  public Cancellation(Executor caller) {
    this.caller = caller;
  }

  /**
   * Stops the run; the first caller's reason counts.
   *
   * @param reason the typed end
   * @param why one sentence for the report
   * @return true if this call stopped it, false if one before did
   */
  public boolean cancel(EndReason reason, String why) {
    return cancel(reason, why, () -> {});
  }

  /**
   * Does {@link #cancel(EndReason, String)}, and before anybody can hear of it something else.
   *
   * @param before is not called if the run was stopped before; must not block
   */
  public boolean cancel(EndReason reason, String why, Runnable before) {
    boolean isHeard;
    synchronized (this) {
      if (cause != null) {
        return false;
      }
      before.run();
      cause = new RunStoppedException(reason, why);
      isHeard = !callbacks.isEmpty();
    }
    if (isHeard) {
      caller.execute(this::callBack);
    }
    return true;
  }

  private void callBack() {
    for (Callback next = poll(); next != null; next = poll()) {
      try {
        next.body.run();
      } catch (RuntimeException | Error failed) {
        LOG.warn("a callback failed while a run was being stopped", failed);
      }
    }
  }

  /** One at a time, so that one withdrawn meanwhile is not run. */
  private synchronized @Nullable Callback poll() {
    Iterator<Callback> left = callbacks.iterator();
    if (!left.hasNext()) {
      return null;
    }
    Callback next = left.next();
    left.remove();
    return next;
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
        Callback registered = new Callback(callback);
        callbacks.add(registered);
        return registered;
      }
    }
    callback.run();
    return () -> {};
  }

  /** One registration; the same code registered twice is called twice. */
  private final class Callback implements Registration {
    private final Runnable body;

    Callback(Runnable body) {
      this.body = body;
    }

    @Override
    public void close() {
      synchronized (Cancellation.this) {
        callbacks.remove(this);
      }
    }
  }
}
