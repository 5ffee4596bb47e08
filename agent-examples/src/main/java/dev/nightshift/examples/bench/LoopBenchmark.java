package dev.nightshift.examples.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures an agent loop of 50 tool steps and an answer, through the engine and by hand, in one JVM
 * in alternating blocks. Ratios are paired within a round; they and the allocation hold on a busy
 * computer, times do not.
 */
@Command(
    name = "scripts/bench loop",
    mixinStandardHelpOptions = true,
    description = "An agent loop of 50 tool steps through the engine, against one by hand.")
public final class LoopBenchmark implements Callable<Integer> {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Option(names = "--quick", description = "fewer and shorter rounds")
  private boolean quick;

  @Option(names = "--subject", hidden = true)
  private String subject = "";

  private final List<Block> engine = new ArrayList<>();
  private final List<Block> raw = new ArrayList<>();

  /** Makes a benchmark without settings. */
  public LoopBenchmark() {}

  /**
   * Measures and exits.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LoopBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    int rounds = quick ? 3 : 9;
    int runs = quick ? 8 : 20;
    ObjectNode firstRequest = RawLoop.recordFirstRequest();
    try (ModelProcess models = ModelProcess.start()) {
      Way engineWay = new Way("engine", models, EngineLoop::at, engine);
      Way rawWay = new Way("raw", models, url -> RawLoop.at(url, firstRequest), raw);
      engineWay.measure(2 * runs);
      rawWay.measure(2 * runs);
      engine.clear();
      raw.clear();
      for (int round = 0; round < rounds; round++) {
        boolean engineFirst = round % 2 == 0;
        (engineFirst ? engineWay : rawWay).measure(runs);
        (engineFirst ? rawWay : engineWay).measure(runs);
      }
    }
    printFigures(rounds, runs);
    return 0;
  }

  private void printFigures(int rounds, int runs) {
    List<Double> timeRatios = new ArrayList<>();
    List<Double> allocationRatios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      timeRatios.add(engine.get(round).millis() / raw.get(round).millis());
      allocationRatios.add(engine.get(round).megabytes() / raw.get(round).megabytes());
    }
    System.out.println();
    System.out.println(
        "loop of %s tool steps and an answer%s, JDK %s"
            .formatted(
                LoopModel.STEPS,
                subject.isEmpty() ? "" : ", " + subject,
                Runtime.version().feature()));
    System.out.println("  rounds x runs           " + rounds + " x " + runs);
    row("engine, ms a run", engine.stream().map(Block::millis).toList());
    row("raw, ms a run", raw.stream().map(Block::millis).toList());
    row("engine / raw, time", timeRatios);
    row("engine, MB allocated", engine.stream().map(Block::megabytes).toList());
    row("raw, MB allocated", raw.stream().map(Block::megabytes).toList());
    row("engine / raw, bytes", allocationRatios);
  }

  private static void row(String name, List<Double> values) {
    String line =
        String.format(
            Locale.ROOT,
            "  %-22s %8.2f  [%.2f to %.2f]",
            name,
            median(values),
            Collections.min(values),
            Collections.max(values));
    System.out.println(line);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** What all threads of this JVM allocated so far; what ended meanwhile is not in it. */
  private static Map<Long, Long> allocated() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], Math.max(0, bytes[i]));
    }
    return allocated;
  }

  /** The median time of a run and the mean allocation of one. */
  private record Block(double millis, double megabytes) {}

  /** Makes a loop that talks to a URL. */
  private interface Loops {
    AgentLoop at(String url);
  }

  /** One way to do the loop, measured in blocks. */
  private record Way(String name, ModelProcess models, Loops loops, List<Block> blocks) {
    void measure(int runs) throws Exception {
      String url = models.serve();
      try (AgentLoop loop = loops.at(url)) {
        List<Double> millis = new ArrayList<>();
        Map<Long, Long> before = allocated();
        for (int run = 0; run < runs; run++) {
          long started = System.nanoTime();
          loop.run();
          millis.add((System.nanoTime() - started) / 1e6);
        }
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
          bytes += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        Block block = new Block(median(millis), bytes / 1e6 / runs);
        blocks.add(block);
        System.out.printf(
            Locale.ROOT, "%-7s %8.1f ms %8.2f MB a run%n", name, block.millis(), block.megabytes());
      } finally {
        models.stop();
      }
    }
  }
}
