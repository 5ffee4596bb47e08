package dev.nightshift.core.simulation;

import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads of which one works at a time, and the clock they wait by. Which one goes on is drawn from
 * a seed whenever the one that works waits, ends, or comes to a {@link #point}; the clock moves
 * only when all wait. The same seed gives the same order, so a failure can be looked at again.
 */
final class Schedule implements TimeSource {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long NEVER = Long.MAX_VALUE;

  /** By then all that a schedule does has ended, unless somebody waits for ever. */
  private static final Duration END_OF_TIME = Duration.ofHours(40);

  /** How long one thread may work without a wait, by a real clock, before it counts as stuck. */
  private static final long TIMEOUT_SECONDS = 60;

  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new PausedThread(body);
            thread.setDaemon(true);
            return thread;
          });

  private static final ThreadLocal<Actor> SELF = new ThreadLocal<>();
  private final Random random;
  private final List<Actor> actors = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Throwable> failures = new ArrayList<>();
  private final StringBuilder trace = new StringBuilder();
  private @Nullable Actor working;
  private long nanos;

  Schedule(long seed) {
    this.random = new Random(seed);
  }

  /** One thread. Guarded by the schedule. */
  private static final class Actor {
    final String name;
    final Life life;
    final Semaphore turn = new Semaphore(0);
    long wakesAt;
    boolean hearsInterrupts;
    boolean isInterrupted;
    @Nullable Thread thread;
    BooleanSupplier until = () -> false;

    Actor(String name, Life life) {
      this.name = name;
      this.life = life;
    }

    boolean canGoOn(long now) {
      return wakesAt <= now
          || !life.isAlive()
          || (hearsInterrupts && isInterrupted)
          || until.getAsBoolean();
    }
  }

  /**
   * A thread whose interrupts are kept for it while it is paused: a waiting thread hears of them at
   * a moment of its own, so that chance would be in it.
   */
  private static final class PausedThread extends Thread {
    private @Nullable Actor paused;

    PausedThread(Runnable body) {
      super(body, "simulated");
    }

    synchronized void pause(Actor actor) {
      actor.isInterrupted = Thread.interrupted();
      paused = actor;
    }

    synchronized void goOn(Actor actor) {
      paused = null;
      if (actor.isInterrupted) {
        super.interrupt();
      }
    }

    @Override
    public synchronized void interrupt() {
      if (paused == null) {
        super.interrupt();
      } else {
        paused.isInterrupted = true;
      }
    }
  }

  /** What happens by chance is drawn here, by the thread that works. */
  Random random() {
    return random;
  }

  /** True with a chance of so many in a thousand. */
  boolean chance(int perMille) {
    return random.nextInt(1000) < perMille;
  }

  /** A span between two. */
  Duration between(Duration least, Duration most) {
    return least.plusMillis(random.nextInt((int) most.minus(least).toMillis() + 1));
  }

  /** Adds a thread, which begins when it is drawn. */
  synchronized void start(String name, Life life, Runnable body) {
    Actor actor = new Actor(name, life);
    actors.add(actor);
    POOL.execute(() -> play(actor, body));
  }

  /** Lets all threads work until none is left. */
  void run() throws InterruptedException {
    synchronized (this) {
      next();
    }
    while (!over.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      synchronized (this) {
        Actor stuck = working;
        AssertionError outside =
            new AssertionError("a thread waits outside of the schedule: " + stuckAt(stuck));
        if (stuck != null && stuck.thread != null) {
          outside.setStackTrace(stuck.thread.getStackTrace());
        }
        throw outside;
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("a thread of the simulation failed", failures.get(0));
    }
  }

  private static String stuckAt(@Nullable Actor actor) {
    return actor == null ? "none" : actor.name;
  }

  private void play(Actor actor, Runnable body) {
    actor.turn.acquireUninterruptibly();
    SELF.set(actor);
    synchronized (this) {
      actor.thread = Thread.currentThread();
    }
    try {
      actor.life.requireAlive();
      body.run();
    } catch (Life.Over over) {
      trace("over");
    } catch (Throwable failed) {
      synchronized (this) {
        failures.add(failed);
      }
    } finally {
      SELF.remove();
      synchronized (this) {
        actors.remove(actor);
        actor.thread = null;
        boolean unused = Thread.interrupted();
        next();
      }
    }
  }

  /** Checks something within code that makes an end of a run of whatever is thrown. */
  void noting(Runnable check) {
    try {
      check.run();
    } catch (AssertionError failed) {
      synchronized (this) {
        failures.add(failed);
      }
    }
  }

  /** How many threads of a life are left, the ones of its clock and of its driver among them. */
  synchronized long threadsOf(Life life) {
    return actors.stream().filter(actor -> actor.life == life).count();
  }

  /** Where another thread may be drawn, and a life may end. */
  void point(Life life) {
    life.step();
    Actor me = SELF.get();
    if (me != null && chance(200)) {
      pause(me, nanoTime(), false, () -> false);
    }
  }

  /** Waits until something holds, which some other thread brings about. */
  void waitUntil(BooleanSupplier holds) throws InterruptedException {
    Actor me = SELF.get();
    if (me == null) {
      throw new IllegalStateException("only threads of the schedule can wait for one another");
    }
    while (!holds.getAsBoolean()) {
      pause(me, NEVER, true, holds);
      requireNotInterrupted();
    }
  }

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    await(new CountDownLatch(1), duration);
  }

  @Override
  public void await(CountDownLatch woken, Duration atMost) throws InterruptedException {
    requireNotInterrupted();
    Actor me = SELF.get();
    if (me != null && !atMost.isNegative() && woken.getCount() > 0) {
      pause(me, nanoTime() + atMost.toNanos(), true, () -> woken.getCount() == 0);
      requireNotInterrupted();
    }
  }

  /** What was drawn so far; equal for equal seeds. */
  synchronized String trace() {
    return trace.toString();
  }

  /** Notes what happens, for who looks at a seed. */
  synchronized void trace(String what) {
    trace.append(nanos / 1_000_000).append(' ');
    Actor me = SELF.get();
    trace.append(me == null ? "-" : me.name).append(' ').append(what).append('\n');
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted by another thread of the simulation");
    }
  }

  private void pause(Actor me, long wakesAt, boolean hearsInterrupts, BooleanSupplier until) {
    PausedThread thread = (PausedThread) Thread.currentThread();
    synchronized (this) {
      thread.pause(me);
      me.wakesAt = wakesAt;
      me.hearsInterrupts = hearsInterrupts;
      me.until = until;
      next();
    }
    me.turn.acquireUninterruptibly();
    thread.goOn(me);
    me.life.requireAlive();
  }

  /** Draws who goes on. */
  private void next() {
    working = null;
    if (actors.isEmpty()) {
      over.countDown();
      return;
    }
    List<Actor> able = actors.stream().filter(actor -> actor.canGoOn(nanos)).toList();
    if (able.isEmpty()) {
      Actor first =
          actors.stream().min(Comparator.comparingLong(actor -> actor.wakesAt)).orElseThrow();
      if (first.wakesAt > END_OF_TIME.toNanos()) {
        failures.add(new AssertionError("all wait for ever: " + names()));
        over.countDown();
        return;
      }
      nanos = first.wakesAt;
      able = actors.stream().filter(actor -> actor.canGoOn(nanos)).toList();
    }
    Actor drawn = able.get(random.nextInt(able.size()));
    drawn.wakesAt = 0;
    working = drawn;
    drawn.turn.release();
  }

  private String names() {
    return actors.stream().map(actor -> actor.name).toList().toString();
  }
}
