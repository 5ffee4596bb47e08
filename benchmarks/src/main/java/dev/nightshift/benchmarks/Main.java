package dev.nightshift.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Runs one part of the benchmark in this JVM and prints its table. */
public final class Main {
  private Main() {}

  /** The part's name, and {@code --quick} for less of it. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = Arrays.asList(arguments);
    boolean quick = given.contains("--quick");
    System.out.printf(
        "%n%s: JDK %s, %d processors, load %.1f, loopback, HTTP/1.1%s%n",
        given.get(0),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        quick ? ", quick" : "");
    switch (given.get(0)) {
      case "calls" -> Calls.run(quick);
      case "crowd" -> Crowd.run(quick);
      case "start" -> Start.run(quick);
      case "cost" -> Cost.run();
      case "runs" -> Orchestration.run(quick);
      case "jmh" -> Jmh.run(quick);
      default -> throw new IllegalArgumentException("there is no part " + given.get(0));
    }
  }
}
