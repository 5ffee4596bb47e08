package dev.nightshift.examples.thousand;

import com.sun.management.OperatingSystemMXBean;
import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.GitWorkspaces;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One process of {@link RecoverBenchmark}: {@code leave|list|recover DIR REPOSITORY RUNS}. One
 * leaves runs behind in the middle of their work and is halted, one lists them, one goes on with
 * them; each says in a line what it took.
 */
final class UnfinishedRuns {
  /** From so many runs on, recover() of each may take no longer than this. */
  private static final int LIMITED_RUNS = 1_000;

  private static final long LIMIT_MILLIS = 5;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Path directory;
  private final Path repository;
  private final int runs;

  private UnfinishedRuns(Path directory, Path repository, int runs) {
    this.directory = directory;
    this.repository = repository;
    this.runs = runs;
  }

  public static void main(String... arguments) throws Exception {
    UnfinishedRuns process =
        new UnfinishedRuns(
            Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
    switch (arguments[0]) {
      case "leave" -> process.leave();
      case "list" -> process.list();
      case "recover" -> process.recover();
      default -> throw new IllegalArgumentException("'" + arguments[0] + "' is no part of this");
    }
  }

  /** What was measured: the time and the CPU of all threads of this process since a moment. */
  private record Taken(long nanos, long cpuNanos) {
    static Taken now() {
      return new Taken(System.nanoTime(), SYSTEM.getProcessCpuTime());
    }

    String since() {
      Taken now = now();
      return "%,d ms (%,d ms of CPU)"
          .formatted(
              TimeUnit.NANOSECONDS.toMillis(now.nanos - nanos),
              TimeUnit.NANOSECONDS.toMillis(now.cpuNanos - cpuNanos));
    }
  }

  /** Ends this process as a kill would when all runs wait for an answer. */
  private void leave() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(runs);
    Taken begun = Taken.now();
    Nightshift nightshift = engine((run, number) -> maybeStuck(stuck, run, number), runs);
    for (int i = 0; i < runs; i++) {
      nightshift.dispatch(Task.builder("Add a file").dispatchKey("task-" + i).build(), "change");
    }
    stuck.await();
    System.out.println("  " + runs + " runs left behind after " + begun.since());
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** One of the three answers a run needs never comes; which, is told by the run. */
  private static void maybeStuck(CountDownLatch stuck, RunId run, long number)
      throws InterruptedException {
    if (Math.floorMod(run.hashCode(), SlowModel.ANSWERS_PER_RUN) == number) {
      stuck.countDown();
      new CountDownLatch(1).await();
    }
  }

  private void list() {
    Taken begun = Taken.now();
    List<RecordedRun> found = StateDirectory.at(directory.resolve("state")).runs();
    System.out.println(
        "  listed after " + begun.since() + ": " + counts(found.stream().map(RecordedRun::status)));
  }

  private void recover() throws InterruptedException {
    Taken begun = Taken.now();
    try (Nightshift nightshift = engine((run, number) -> {}, 16)) {
      System.out.println("  the state is open after " + begun.since());
      List<RecoveredRun> found = nightshift.recover();
      System.out.println(
          "  recover() has returned after "
              + begun.since()
              + ": "
              + counts(found.stream().map(RecoveredRun::fate)));
      requireInTime(begun);
      TreeMap<String, Long> ends = new TreeMap<>();
      for (RecoveredRun one : found) {
        Run run = Objects.requireNonNull(one.run(), one.toDisplay());
        ends.merge(run.await().reason().toString(), 1L, Long::sum);
      }
      System.out.println("  all have ended after " + begun.since() + ": " + ends);
    }
  }

  /** Of a few runs the start of the JVM is the most of it. */
  private void requireInTime(Taken begun) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun.nanos());
    if (runs >= LIMITED_RUNS && millis > runs * LIMIT_MILLIS) {
      throw new IllegalStateException(
          "recover() of %,d runs took %,d ms, more than %,d; try again on a computer that does nothing else"
              .formatted(runs, millis, runs * LIMIT_MILLIS));
    }
  }

  private static <T> Map<T, Long> counts(Stream<T> all) {
    return new TreeMap<>(all.collect(Collectors.groupingBy(one -> one, Collectors.counting())));
  }

  private Nightshift engine(SlowModel.Pause pause, int atOnce) {
    AtomicLong billed = new AtomicLong();
    return Nightshift.builder(
            GitWorkspaces.builder(repository)
                .target("main")
                .workspaceRoot(directory.resolve("runs"))
                .build())
        .provider(new SlowModel("coder", billed, pause))
        .provider(new SlowModel("critic", billed, pause))
        .pipeline("change", ThousandRuns.pipeline())
        .state(directory.resolve("state"))
        .maxConcurrentRuns(atOnce)
        .build();
  }
}
