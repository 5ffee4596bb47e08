package dev.nightshift.benchmarks;

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
  private static final long WARM_UP_NANOS = 4_000_000_000L;
  private final List<Way> ways;
  private final Map<String, List<Block>> blocks = new LinkedHashMap<>();
  private final Allocation allocation;

  Comparison(Allocation allocation, Way... ways) {
    this.allocation = allocation;
    this.ways = List.of(ways);
    this.ways.forEach(way -> blocks.put(way.name(), new ArrayList<>()));
  }

  Comparison run(int rounds, int times) throws Exception {
    for (Way way : ways) {
      warmUp(way, times);
    }
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

  /** Twice, and then until it is likely that what runs is compiled. */
  private void warmUp(Way way, int times) throws Exception {
    long started = System.nanoTime();
    measure(way, times);
    do {
      measure(way, times);
    } while (System.nanoTime() - started < WARM_UP_NANOS);
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
