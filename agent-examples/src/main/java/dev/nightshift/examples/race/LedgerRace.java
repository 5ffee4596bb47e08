package dev.nightshift.examples.race;

import dev.nightshift.core.ledger.BudgetLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Threads of one process, and three processes, race for one cap in one directory: {@code DIR
 * CALLS...}, with each number of calls. As many as the cap affords must pass, and all that was told
 * must be as if one had called after the other.
 */
public final class LedgerRace {
  private static final int THREADS = 64;
  private static final int PROCESSES = 3;
  private static final double NANOS_PER_SECOND = 1e9;

  /** How many calls one process makes before its speed is judged. */
  private static final int JUDGED = 10_000;

  private static final double LEAST_A_SECOND = 5_000;

  /** What a disk that others keep busy must still do, by what it does for one writer alone. */
  private static final double LEAST_A_BARE_FORCE = 8;

  private final Path directory;
  private int races;
  private int faults;
  private double bareForces;

  private LedgerRace(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts the proof.
   *
   * @param arguments an empty directory, and how many calls race, once for each number
   * @throws Exception if a process fails
   */
  public static void main(String... arguments) throws Exception {
    LedgerRace race = new LedgerRace(Path.of(arguments[0]));
    race.bareForces = BareForces.perSecond(Files.createDirectories(race.directory));
    System.out.printf(
        "this disk does %,.0f appends a second that are forced one after the other%n",
        race.bareForces);
    race.run(1, 2_000, false, Long.MAX_VALUE / 4);
    for (int i = 1; i < arguments.length; i++) {
      int calls = Integer.parseInt(arguments[i]);
      for (int processes : new int[] {1, PROCESSES}) {
        // The cap affords half of them, and has less left than one more needs.
        race.run(processes, calls, false, (long) calls / 2 * RaceWorker.TOKENS + 99);
        race.run(processes, calls, true, 5L * RaceWorker.TOKENS + 1);
        race.run(processes, calls, false, Long.MAX_VALUE / 4);
      }
    }
    System.exit(race.faults == 0 ? 0 : 1);
  }

  private void run(int processes, int calls, boolean isEnding, long cap) throws Exception {
    Path place = Files.createDirectories(directory.resolve("race-" + races++));
    List<RaceEvent> events =
        processes == 1
            ? inOneProcess(place, calls, isEnding, cap)
            : inProcesses(place, processes, calls, isEnding, cap);
    long granted = events.stream().filter(event -> event.is().equals("reserved")).count();
    long denied = events.stream().filter(RaceEvent::isDenied).count();
    List<String> found = RaceHistory.faults(place.resolve("ledger/ledger.log"), events, cap);
    long affordable = Math.min(calls, cap / RaceWorker.TOKENS);
    if (!isEnding && granted != affordable) {
      found.add(granted + " calls passed where " + affordable + " are affordable");
    }
    String speed =
        isEnding || denied > 0
            ? String.format("%.2f s", seconds(events))
            : speed(events, processes == 1 && calls >= JUDGED, found);
    System.out.printf(
        "%d JVM%s of %d threads, %,d calls%s: %,d passed, %,d refused, %d faults, %s%n",
        processes,
        processes == 1 ? "" : "s",
        THREADS / processes,
        calls,
        isEnding ? " that end under a cap on five" : denied == 0 ? " without a cap" : "",
        granted,
        denied,
        found.size(),
        speed);
    found.stream().limit(3).forEach(fault -> System.out.println("  " + fault));
    faults += found.size();
  }

  /** A durable reservation is set aside and on the disk as dispatched. */
  private String speed(List<RaceEvent> events, boolean isJudged, List<String> found) {
    long durable = events.stream().filter(event -> event.is().equals("dispatched")).count();
    double speed = durable / seconds(events);
    double least = Math.min(LEAST_A_SECOND, LEAST_A_BARE_FORCE * bareForces);
    if (isJudged && speed < least) {
      found.add(String.format("%,.0f durable reservations a second, at least %,.0f", speed, least));
    }
    return String.format(
        "%,.0f durable reservations/s, %.1f a bare force", speed, speed / bareForces);
  }

  private static double seconds(List<RaceEvent> events) {
    long began = events.stream().mapToLong(RaceEvent::invoked).min().orElse(0);
    long ended = events.stream().mapToLong(RaceEvent::answered).max().orElse(0);
    return (ended - began) / NANOS_PER_SECOND;
  }

  private static List<RaceEvent> inOneProcess(Path place, int calls, boolean isEnding, long cap)
      throws InterruptedException, ExecutionException {
    try (BudgetLedger ledger = BudgetLedger.directory(place)) {
      return new RaceWorker(ledger, "one", isEnding).race(THREADS, calls, cap);
    }
  }

  private static List<RaceEvent> inProcesses(
      Path place, int processes, int calls, boolean isEnding, long cap) throws Exception {
    List<Process> started = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        int share = calls / processes + (i < calls % processes ? 1 : 0);
        started.add(start(place, i, THREADS / processes, share, cap, isEnding));
      }
      List<RaceEvent> events = new ArrayList<>();
      for (Process one : started) {
        BufferedReader said = one.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(said.readLine())) {
          throw new IOException("a process of the race did not get ready");
        }
      }
      for (Process one : started) {
        one.getOutputStream().write('\n');
        one.getOutputStream().flush();
      }
      for (int i = 0; i < processes; i++) {
        if (started.get(i).waitFor() != 0) {
          throw new IOException("process " + i + " of the race failed");
        }
        Files.readAllLines(history(place, i)).forEach(line -> events.add(RaceEvent.of(line)));
      }
      return events;
    } finally {
      started.forEach(Process::destroyForcibly);
    }
  }

  private static Process start(
      Path place, int number, int threads, int calls, long cap, boolean isEnding)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            RaceWorker.class.getName(),
            place.toString(),
            "process-" + number,
            Integer.toString(threads),
            Integer.toString(calls),
            Long.toString(cap),
            Boolean.toString(isEnding),
            history(place, number).toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path history(Path place, int number) {
    return place.resolve("history-" + number);
  }
}
