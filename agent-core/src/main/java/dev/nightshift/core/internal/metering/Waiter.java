package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.Registration;

/**
 * A thread that waits and is woken when its run is cancelled. A role may call its model on a thread
 * of its own, which nobody but this interrupts; once it has gone on it is left alone.
 */
final class Waiter {
  private final Thread thread = Thread.currentThread();
  private boolean isWoken;
  private boolean isGone;

  private Waiter() {}

  /** Waits on this thread; the caller sees to it that the run does not go on after a cancel. */
  static <T> T await(Cancellation cancellation, ActiveTime.Wait<T> wait)
      throws InterruptedException {
    Waiter waiter = new Waiter();
    Registration registration = cancellation.onCancel(waiter::wake);
    try {
      return wait.run();
    } finally {
      registration.close();
      waiter.goOn();
    }
  }

  private synchronized void wake() {
    if (!isGone) {
      isWoken = true;
      thread.interrupt();
    }
  }

  private synchronized void goOn() {
    isGone = true;
    if (isWoken) {
      // The wait may have ended by itself before the interrupt, which nobody else must see.
      Thread.interrupted();
    }
  }
}
