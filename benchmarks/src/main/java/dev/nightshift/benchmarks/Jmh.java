package dev.nightshift.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link JmhCalls} and prints a row for each benchmark. */
final class Jmh {
  private static final double PERCENT_95 = 95;
  private static final double KILO = 1_000;

  private Jmh() {}

  static void run(boolean quick) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(JmhCalls.class.getSimpleName())
                    .addProfiler(GCProfiler.class)
                    .forks(quick ? 1 : 3)
                    .warmupIterations(quick ? 3 : 5)
                    .warmupTime(TimeValue.seconds(quick ? 1 : 2))
                    .measurementIterations(quick ? 2 : 5)
                    .measurementTime(TimeValue.seconds(quick ? 1 : 2))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    System.out.println();
    System.out.println("### Each way in JVMs of its own, by JMH");
    System.out.println();
    System.out.println("| benchmark | p50 us | p95 us | KB allocated | calls sampled |");
    System.out.println("|---|---|---|---|---|");
    for (RunResult one : results) {
      Result<?> time = one.getPrimaryResult();
      Result<?> allocated = one.getSecondaryResults().get("gc.alloc.rate.norm");
      String name = one.getParams().getBenchmark();
      System.out.printf(
          "| %s | %.0f | %.0f | %.1f | %d |%n",
          name.substring(name.lastIndexOf('.') + 1),
          time.getStatistics().getPercentile(50),
          time.getStatistics().getPercentile(PERCENT_95),
          allocated.getScore() / KILO,
          time.getSampleCount());
    }
  }
}
