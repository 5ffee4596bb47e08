package dev.nightshift.examples.thousand;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.git.GitWorkspaces;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Dispatches many runs at once over one real git repository in one JVM, and looks at what is left
 * when they have ended. Its models are functions that take 50 ms; the gate costs nothing.
 */
public final class ThousandRuns {
  private static final int WARM_UP = 60;
  private static final int TIMED = 40;
  private static final double MOST_OVER = 1.2;
  private static final double NANOS_PER_MILLI = 1e6;

  /** What a JVM keeps of classes, compiled code and pools that no single run needs. */
  private static final long HEAP_SLACK = 8L << 20;

  private static final int THREAD_SLACK = 8;

  /** How long what is idle may take to end. */
  private static final int FLAT_SECONDS = 10;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final TemporaryRepository repository;
  private final Path workspaceRoot;
  private final String base;
  private final AtomicLong billed = new AtomicLong();
  private final List<String> faults = new ArrayList<>();

  private ThousandRuns(TemporaryRepository repository, Path workspaceRoot) {
    this.repository = repository;
    this.workspaceRoot = workspaceRoot;
    this.base = repository.tip("main");
  }

  /** What a JVM holds at one moment, after what is garbage was collected. */
  private record Held(int threads, long files, long heap) {
    static Held now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      Runtime runtime = Runtime.getRuntime();
      return new Held(
          ManagementFactory.getThreadMXBean().getThreadCount(),
          SYSTEM instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0,
          runtime.totalMemory() - runtime.freeMemory());
    }

    /** What is held once the threads of a pool that had nothing to do have ended, or might have. */
    static Held flat(int threads) throws InterruptedException {
      Held held = now();
      for (int i = 0; i < FLAT_SECONDS && held.threads() > threads; i++) {
        TimeUnit.SECONDS.sleep(1);
        held = now();
      }
      return held;
    }

    @Override
    public String toString() {
      return "%d threads, %d open files, %.1f MB of heap".formatted(threads, files, heap / 1e6);
    }
  }

  /**
   * Runs the proof.
   *
   * @param arguments a directory of its own, how many runs, how many files the repository has
   * @throws InterruptedException if it is interrupted
   * @throws IOException if the directory cannot be read
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    int runs = Integer.parseInt(arguments[1]);
    int files = Integer.parseInt(arguments[2]);
    try (TemporaryRepository repository = TemporaryRepository.bare(sources(files))) {
      ThousandRuns proof = new ThousandRuns(repository, Path.of(arguments[0]));
      System.out.printf(
          "JDK %s, %d processors, heap of at most %,d MB, a repository of %,d files%n",
          Runtime.version().feature(),
          SYSTEM.getAvailableProcessors(),
          Runtime.getRuntime().maxMemory() >> 20,
          files);
      proof.prove(runs);
      proof.faults.forEach(fault -> System.out.println("FAULT " + fault));
      System.out.println(
          proof.faults.isEmpty() ? "all hold" : proof.faults.size() + " do not hold");
      System.exit(proof.faults.isEmpty() ? 0 : 1);
    }
  }

  static Map<String, String> sources(int files) {
    Map<String, String> sources = new TreeMap<>();
    for (int i = 0; i < files; i++) {
      sources.put("src/part" + i % 20 + "/File" + i + ".java", ("line of " + i + "\n").repeat(60));
    }
    return sources;
  }

  private void prove(int runs) throws InterruptedException, IOException {
    try (Nightshift nightshift = engine(runs)) {
      oneByOne(nightshift, WARM_UP);
      long before = SYSTEM.getProcessCpuTime();
      oneByOne(nightshift, TIMED);
      double cpuOfOne = (SYSTEM.getProcessCpuTime() - before) / NANOS_PER_MILLI / TIMED;
      atOnce(nightshift, Math.min(runs, 100));
      Held held = Held.now();
      billed.set(0);

      long began = System.nanoTime();
      long cpuBefore = SYSTEM.getProcessCpuTime();
      List<RunResult> results = atOnce(nightshift, runs);
      double wall = (System.nanoTime() - began) / NANOS_PER_MILLI;
      double cpu = (SYSTEM.getProcessCpuTime() - cpuBefore) / NANOS_PER_MILLI / runs;

      ended(results, runs);
      results.clear();
      left(held, Held.flat(held.threads()));
      timed(runs, wall, cpuOfOne, cpu);
    }
  }

  private Nightshift engine(int runs) {
    return Nightshift.builder(
            GitWorkspaces.builder(repository.directory())
                .target("main")
                .workspaceRoot(workspaceRoot)
                .build())
        .provider(new SlowModel("coder", billed))
        .provider(new SlowModel("critic", billed))
        .pipeline("change", pipeline())
        .maxConcurrentRuns(runs)
        .keptEndedRuns(0)
        .build();
  }

  /** How each run gets to its end, at no cost but that of the engine and of git. */
  static StandardPipeline pipeline() {
    return StandardPipeline.builder()
        .implementer(ModelImplementer.using("coder:scripted"))
        .reviewer(ModelReviewer.using("critic:scripted"))
        .gate((candidate, context) -> GateResult.passed("gate", "nothing to object"))
        .delivery(Delivery.merge())
        .build();
  }

  private void oneByOne(Nightshift nightshift, int runs) throws InterruptedException {
    for (int i = 0; i < runs; i++) {
      atOnce(nightshift, 1);
    }
  }

  /** All begin from the same commit: later ones would have more files, and do more for a run. */
  private List<RunResult> atOnce(Nightshift nightshift, int runs) throws InterruptedException {
    List<Run> dispatched = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      dispatched.add(nightshift.dispatch(Task.builder("Add a file").base(base).build(), "change"));
    }
    List<RunResult> results = new ArrayList<>();
    for (Run run : dispatched) {
      results.add(run.await());
    }
    return results;
  }

  private void ended(List<RunResult> results, int runs) {
    Map<EndReason, Integer> ends = new LinkedHashMap<>();
    long spent = 0;
    for (RunResult result : results) {
      ends.merge(result.reason(), 1, Integer::sum);
      spent += result.report().spend().view().spent().cost().nanos();
    }
    System.out.printf("%,d runs at once ended as %s%n", runs, ends);
    results.stream()
        .filter(result -> !result.reason().equals(EndReason.MERGED))
        .findFirst()
        .ifPresent(other -> System.out.println(other.report().ending()));
    require(ends.equals(Map.of(EndReason.MERGED, runs)), "some runs ended otherwise: " + ends);
    System.out.printf("spent %,d nano-dollars, billed %,d%n", spent, billed.get());
    require(spent == billed.get(), "spent " + spent + " where " + billed.get() + " were billed");
    long landed =
        repository.files(repository.tip("main")).keySet().stream()
            .filter(path -> path.startsWith("runs/"))
            .count();
    int expected = runs + WARM_UP + TIMED + Math.min(runs, 100);
    System.out.printf("%,d files of runs are on the target%n", landed);
    require(landed == expected, landed + " files landed where " + expected + " were written");
  }

  private void left(Held before, Held after) throws IOException {
    System.out.println("before: " + before);
    System.out.println("after:  " + after);
    require(after.threads() <= before.threads() + THREAD_SLACK, "threads are left");
    require(after.files() <= before.files() + THREAD_SLACK, "open files are left");
    require(after.heap() <= before.heap() + HEAP_SLACK, "heap is left");
    long directories = entries(workspaceRoot);
    long refs = repository.refs().stream().filter(ref -> !ref.equals("refs/heads/main")).count();
    System.out.printf("%d directories of runs and %d of their refs are left%n", directories, refs);
    require(directories == 0, "directories of runs are left");
    require(refs == 0, "refs of runs are left");
  }

  private static long entries(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> inside = Files.walk(directory)) {
      return inside.filter(path -> path.getFileName().toString().startsWith("2")).count();
    }
  }

  private void timed(int runs, double wall, double cpuOfOne, double cpu) {
    double models = (double) SlowModel.ANSWERS_PER_RUN * SlowModel.ANSWER.toMillis();
    double work = cpuOfOne * runs / SYSTEM.getAvailableProcessors();
    double least = Math.max(models, work);
    System.out.printf(
        "wall %,.0f ms; a single run takes %.2f ms of CPU, one of these %.2f; the models' path is"
            + " %.0f ms, the work of all %,.0f: %.2f of the larger [at most %.1f]%n",
        wall, cpuOfOne, cpu, models, work, wall / least, MOST_OVER);
    require(wall <= MOST_OVER * least, "it took longer than it may");
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
