package dev.nightshift.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Ways to do the same work, in one JVM, in alternating blocks; the first is what the others are
 * compared with.
 */
final class Comparison {
  private static final String ROW = "| %-12s | %-24s | %-19s | %-24s | %-19s | %-22s | %s |%n";
  private static final Duration PASS = Duration.ofSeconds(2);
  private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(4);
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(30);

  /** Above this share of the time of a pass there is code that waits to be compiled. */
  private static final double COMPILING = 0.05;

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private final List<Way> ways;
  private final Map<String, List<Block>> blocks = new LinkedHashMap<>();
  private final Allocation allocation;

  Comparison(Allocation allocation, Way... ways) {
    this.allocation = allocation;
    this.ways = List.of(ways);
    this.ways.forEach(way -> blocks.put(way.name(), new ArrayList<>()));
  }

  Comparison run(int rounds, int times) throws Exception {
    warmUp(times);
    blocks.values().forEach(List::clear);
    List<Way> order = new ArrayList<>(ways);
    for (int round = 0; round < rounds; round++) {
      for (Way way : order) {
        measure(way, times);
      }
      Collections.reverse(order);
    }
    return this;
  }

  /**
   * All ways in turn, each at least twice, until next to nothing is compiled any more: what has
   * more code would otherwise be measured with more of its compilation.
   */
  private void warmUp(int times) throws Exception {
    long least = SHORTEST_WARM_UP.toNanos() * ways.size();
    long most = LONGEST_WARM_UP.toNanos() * ways.size();
    long started = System.nanoTime();
    double compiling;
    do {
      long before = COMPILER.getTotalCompilationTime();
      long passStarted = System.nanoTime();
      for (Way way : ways) {
        long wayStarted = System.nanoTime();
        do {
          measure(way, times);
        } while (System.nanoTime() - wayStarted < PASS.toNanos());
      }
      compiling =
          1e6
              * (COMPILER.getTotalCompilationTime() - before)
              / (System.nanoTime() - passStarted);
      blocks.values().forEach(List::clear);
    } while (System.nanoTime() - started < least
        || (compiling > COMPILING && System.nanoTime() - started < most));
    System.out.printf(
        "%nwarm-up: %d s, in its last pass %.0f %% of the time in the compiler%n",
        (System.nanoTime() - started) / 1_000_000_000, 100 * compiling);
  }

  private void measure(Way way, int times) throws Exception {
    List<Block> measured = blocks.get(way.name());
    int before = measured.size();
    way.opening().open(operation -> measured.add(Block.measure(operation, times, allocation)));
    if (measured.size() != before + 1) {
      throw new IllegalStateException(way.name() + " was not measured");
    }
  }

  void print(String title) {
    System.out.printf("%n### %s%n%n", title);
    System.out.printf(
        ROW, "way", "p50 us", "p50 / raw", "CPU us", "CPU / raw", "KB allocated", "KB / raw");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String way : blocks.keySet()) {
      System.out.printf(
          ROW,
          way,
          absolute(way, Block::micros, 0),
          ratio(way, Block::micros),
          absolute(way, Block::cpuMicros, 0),
          ratio(way, Block::cpuMicros),
          absolute(way, Block::kilobytes, 1),
          ratio(way, Block::kilobytes));
    }
  }

  /** Prints whether the baseline allocates what it is known to, within a tenth. */
  void printBaseline(double knownKilobytes) {
    double measured = Spread.of(values(ways.get(0).name(), Block::kilobytes)).median();
    double off = 100 * (measured / knownKilobytes - 1);
    System.out.printf(
        "%nbaseline: %.1f KB allocated, known %.0f KB: %+.0f %%%s%n",
        measured, knownKilobytes, off, Math.abs(off) <= 10 ? "" : ", MORE THAN A TENTH OFF");
  }

  private String absolute(String way, ToDoubleFunction<Block> value, int decimals) {
    return Spread.of(values(way, value)).shown(decimals);
  }

  private String ratio(String way, ToDoubleFunction<Block> value) {
    List<Double> own = values(way, value);
    List<Double> raw = values(ways.get(0).name(), value);
    return Spread.of(IntStream.range(0, own.size()).mapToObj(i -> own.get(i) / raw.get(i)).toList())
        .shown(2);
  }

  private List<Double> values(String way, ToDoubleFunction<Block> value) {
    return blocks.get(way).stream().map(value::applyAsDouble).toList();
  }
}
