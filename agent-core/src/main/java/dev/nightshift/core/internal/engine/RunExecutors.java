package dev.nightshift.core.internal.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one engine: virtual ones when the JVM has them, else pools of daemon threads.
 *
 * <p>Code of users runs only here, never on the watchdog or on the thread of somebody who cancels:
 * a listener or a connection that hangs then holds up its own run and no other.
 */
final class RunExecutors implements EngineThreads {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecutors.class);
  private static final @Nullable MethodHandle VIRTUAL_EXECUTOR = findVirtualExecutor();
  private static final Duration IDLE = Duration.ofSeconds(5);
  private final ExecutorService working;
  private final ExecutorService ending;
  private final ExecutorService cancelling;
  private final ExecutorService forking;
  private final ScheduledExecutorService watching =
      Executors.newSingleThreadScheduledExecutor(new Names("nightshift-watchdog-"));

  RunExecutors(int maxConcurrentRuns) {
    this(maxConcurrentRuns, IDLE);
  }

  RunExecutors(int maxConcurrentRuns, Duration idle) {
    this.working = newExecutor("run", names -> newPool(maxConcurrentRuns, idle, names));
    this.ending = newExecutor("end", Executors::newCachedThreadPool);
    this.cancelling = newExecutor("cancel", Executors::newCachedThreadPool);
    this.forking = newExecutor("fork", Executors::newCachedThreadPool);
  }

  @Override
  public void execute(Runnable run) {
    offer(working, run);
  }

  @Override
  public void end(Runnable run) {
    offer(ending, run);
  }

  @Override
  public Executor cancelling() {
    return callbacks -> offer(cancelling, callbacks);
  }

  @Override
  public Executor forking() {
    return forking;
  }

  @Override
  public void every(Duration pause, Runnable look) {
    ScheduledFuture<?> unused =
        watching.scheduleWithFixedDelay(
            look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    watching.shutdownNow();
    working.shutdown();
    ending.shutdown();
    cancelling.shutdown();
    forking.shutdown();
  }

  private static void offer(ExecutorService executor, Runnable body) {
    try {
      executor.execute(body);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the engine is closed; the run ends on its own thread", closed);
    }
  }

  private static ExecutorService newExecutor(
      String purpose, Function<ThreadFactory, ExecutorService> pool) {
    ExecutorService virtual = newVirtualExecutor();
    return virtual == null ? pool.apply(new Names("nightshift-" + purpose + "-")) : virtual;
  }

  /** Returns a pool whose threads end when they had nothing to do for some time. */
  private static ExecutorService newPool(int threads, Duration idle, ThreadFactory names) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            idle.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            names);
    pool.allowCoreThreadTimeOut(true);
    return pool;
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

  /** Names the threads of a pool. */
  private static final class Names implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger count = new AtomicInteger();

    Names(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable body) {
      Thread thread = new Thread(body, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
