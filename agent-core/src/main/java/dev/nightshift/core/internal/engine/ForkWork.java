package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.Fork;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Work in one fork while others of its run work, and who may stop it. */
final class ForkWork<T> {
  private static final String MDC_KEY = "fork";
  private final Fork<T> fork;
  private final EngineScope scope;
  private @Nullable T result;
  private @Nullable Throwable failure;
  private @Nullable Thread interruptible;

  ForkWork(Fork<T> fork, EngineScope scope) {
    this.fork = fork;
    this.scope = scope;
  }

  EngineScope scope() {
    return scope;
  }

  String name() {
    return fork.name();
  }

  /** Does the work on this thread; throws nothing. */
  void run(@Nullable Map<String, String> logContext) {
    Map<String, String> before = MDC.getCopyOfContextMap();
    setLogContext(logContext);
    MDC.put(MDC_KEY, fork.name());
    scope.take();
    allowInterrupts(true);
    try {
      result =
          Objects.requireNonNull(
              fork.work().in(scope),
              () ->
                  "the work in fork '"
                      + VisibleText.name(fork.name())
                      + "' returned null; return a value");
    } catch (Throwable thrown) {
      failure = thrown;
    } finally {
      scope.release();
      allowInterrupts(false);
      setLogContext(before);
    }
  }

  /** Notes that no thread took the work. */
  void refused(RuntimeException why) {
    failure = why;
  }

  /**
   * Does {@link #stop} once all was told again that was recorded: this fork came that far before
   * the failure of another one stopped it, and would seem to do other things than it did.
   */
  void stopWhenTold(EndReason reason, String why) {
    scope.context().steps.whenTold(() -> stop(reason, why));
  }

  /** Stops model calls, commands and waits of this fork; the run goes on. */
  void stop(EndReason reason, String why) {
    scope.context().cancellation().cancel(reason, why);
    synchronized (this) {
      if (interruptible != null) {
        interruptible.interrupt();
      }
    }
  }

  /** What was thrown; null if there is a result. */
  @Nullable Throwable failure() {
    return failure;
  }

  T result() {
    return Objects.requireNonNull(result);
  }

  private synchronized void allowInterrupts(boolean allowed) {
    interruptible = allowed ? Thread.currentThread() : null;
    if (!allowed) {
      // A late interrupt is not for whatever this thread does next.
      Thread.interrupted();
    }
  }

  private static void setLogContext(@Nullable Map<String, String> values) {
    if (values == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(values);
    }
  }
}
