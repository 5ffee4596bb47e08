package dev.nightshift.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Many agents at once, with a model that takes 50 ms for an answer: how long they all take, the
 * connections they open, and what each holds in memory while the model has the word.
 */
public final class Crowd {
  private static final int STEPS = 10;
  private static final int MILLIS = 50;
  private static final String ROW = "| %-7s | %s |%n";
  private final ServerProcess server;
  private final int agents;
  private final int rounds;

  private Crowd(ServerProcess server, int agents, int rounds) {
    this.server = server;
    this.agents = agents;
    this.rounds = rounds;
  }

  static void run(boolean quick) throws Exception {
    int agents = quick ? 100 : 1_000;
    System.out.printf(
        "%n### %d agents, %d steps and an answer, %d ms each: ideal %d ms%n%n",
        agents, STEPS, MILLIS, (STEPS + 1) * MILLIS);
    System.out.println(
        "| way | wall ms, median of 3 | / ideal | connections opened after warm-up, of calls |");
    System.out.println("|---|---|---|---|");
    inOwnJvm("raw", agents, 0);
    inOwnJvm("engine", agents, 0);
    for (int step : new int[] {STEPS, Prompt.STEPS}) {
      System.out.printf("%n### %d agents held at step %d%n%n", agents, step);
      System.out.println("| way | live heap KB an agent | platform threads added |");
      System.out.println("|---|---|---|");
      inOwnJvm("raw", agents, step);
      inOwnJvm("engine", agents, step);
    }
  }

  /** Threads and connections that another crowd left behind would be counted as nobody's. */
  private static void inOwnJvm(String way, int agents, int heldAt) throws Exception {
    Process row =
        ChildJvm.start(
            List.of("-Xmx4g", "-XX:+UseSerialGC"),
            Crowd.class,
            way,
            String.valueOf(agents),
            String.valueOf(heldAt));
    row.inputReader().lines().forEach(System.out::println);
    if (row.waitFor() != 0) {
      throw new IllegalStateException("the crowd of " + way + " failed; see its messages above");
    }
  }

  /**
   * Prints one row: the way, how many agents, and the step they are held at, or 0 for their time.
   */
  public static void main(String[] arguments) throws Exception {
    try (ServerProcess server = ServerProcess.start()) {
      Crowd crowd = new Crowd(server, Integer.parseInt(arguments[1]), 3);
      int heldAt = Integer.parseInt(arguments[2]);
      Agents.Kind kind = arguments[0].equals("raw") ? Agents::byHand : Agents::byEngine;
      if (heldAt == 0) {
        crowd.time(arguments[0], kind);
      } else {
        crowd.hold(arguments[0], kind, heldAt);
      }
    }
    System.exit(0);
  }

  private void time(String name, Agents.Kind kind) throws Exception {
    try (Agents crowd = kind.at(server.url("tools-" + STEPS + "-" + MILLIS), agents)) {
      crowd.start().await();
      server.ask("counts");
      double[] millis = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        long started = System.nanoTime();
        crowd.start().await();
        millis[round] = (System.nanoTime() - started) / 1e6;
      }
      Spread spread = Spread.of(Arrays.stream(millis).boxed().toList());
      String[] counts = server.ask("counts").split(" ");
      System.out.printf(
          ROW,
          name,
          "%s | %.2f | %s of %s"
              .formatted(
                  spread.shown(0), spread.median() / ((STEPS + 1) * MILLIS), counts[0], counts[1]));
    }
  }

  private void hold(String name, Agents.Kind kind, int step) throws Exception {
    // Classes and compiled code are not the agents'.
    try (Agents one = kind.at(server.url("tools-" + step + "-0"), 1)) {
      one.start().await();
    }
    try (Agents crowd = kind.at(server.url("park-" + step + "-0"), agents)) {
      long before = liveBytes();
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      Agents.Running running = crowd.start();
      server.awaitParked(agents);
      int added = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
      double kilobytes = (liveBytes() - before) / 1e3 / agents;
      server.ask("release");
      running.await();
      System.out.printf(ROW, name, "%.0f | %d".formatted(kilobytes, added));
    }
  }

  private static long liveBytes() throws InterruptedException {
    // Twice, with time between for what the first one put into queues.
    System.gc();
    Thread.sleep(100);
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
