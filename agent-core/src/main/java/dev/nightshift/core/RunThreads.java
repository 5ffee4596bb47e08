package dev.nightshift.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads runs work on: virtual ones when the JVM has them, else a bounded pool of daemon
 * threads.
 */
final class RunThreads {
  private static final @Nullable MethodHandle VIRTUAL_EXECUTOR = findVirtualExecutor();
  private final ExecutorService executor;
  private final Semaphore permits;

  private RunThreads(ExecutorService executor, Semaphore permits) {
    this.executor = executor;
    this.permits = permits;
  }

  static RunThreads create(int maxConcurrentRuns) {
    ExecutorService virtual = newVirtualExecutor();
    ExecutorService chosen =
        virtual == null ? Executors.newFixedThreadPool(maxConcurrentRuns, new Names()) : virtual;
    return new RunThreads(chosen, new Semaphore(maxConcurrentRuns, true));
  }

  void execute(Runnable run) {
    executor.execute(
        () -> {
          permits.acquireUninterruptibly();
          try {
            run.run();
          } finally {
            permits.release();
          }
        });
  }

  void shutdown() {
    executor.shutdown();
  }

  boolean awaitTermination(long amount, TimeUnit unit) throws InterruptedException {
    return executor.awaitTermination(amount, unit);
  }

  private static @Nullable ExecutorService newVirtualExecutor() {
    if (VIRTUAL_EXECUTOR == null) {
      return null;
    }
    try {
      return (ExecutorService) VIRTUAL_EXECUTOR.invoke();
    } catch (Throwable unusable) {
      return null;
    }
  }

  private static @Nullable MethodHandle findVirtualExecutor() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class));
    } catch (ReflectiveOperationException olderJvm) {
      return null;
    }
  }

  /** Names the threads of the pool. */
  private static final class Names implements ThreadFactory {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Thread newThread(Runnable body) {
      Thread thread = new Thread(body, "nightshift-run-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
