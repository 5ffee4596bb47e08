package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.refused;
import static dev.nightshift.core.testing.ContractScene.require;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.journal.KeyClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What every implementation of {@link Journal} must do, as plain checks: run each of {@link #rules}
 * on a fresh journal, for example from a parameterized JUnit test. They are about records, about
 * the one writer of a run, and about threads. Whether a record survives a kill is for each store to
 * show.
 */
public final class JournalContract {
  private static final RunId ONE = RunId.of("contract-1");
  private static final RunId TWO = RunId.of("contract-2");

  private JournalContract() {}

  /** One check. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Checks the rule.
     *
     * @param journal a fresh one, in which no run has records
     * @throws AssertionError if it does not hold
     * @throws InterruptedException if this thread is interrupted
     */
    void check(Journal journal) throws InterruptedException;
  }

  /**
   * Returns the checks.
   *
   * @return each by what it states, in a fixed order
   */
  public static Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("records are kept for each run in their order", JournalContract::keepsOrder);
    rules.put("a run without records has none", JournalContract::knowsNoStranger);
    rules.put("records come back as they were", JournalContract::keepsTexts);
    rules.put("what is not one line is refused", JournalContract::refusesOtherThanLines);
    rules.put("a run has one writer at a time", JournalContract::hasOneWriter);
    rules.put("each writer has a higher epoch", JournalContract::raisesTheEpoch);
    rules.put("a writer counts what came before it right", JournalContract::countsEarlierRecords);
    rules.put("a closed writer writes nothing", JournalContract::endsWithClose);
    rules.put("an interrupt breaks no record", JournalContract::survivesInterrupts);
    rules.put("a run has a key of its own, which no record holds", JournalContract::hasKeys);
    rules.put("a dispatch key stays with the run it was given to", JournalContract::keepsKeys);
    rules.put("many threads record at once", JournalContract::takesThreads);
    return rules;
  }

  /** A journal may know no keys, but none of them a little. */
  private static void keepsKeys(Journal journal) {
    try (KeyClaim one = journal.claim("other")) {
      if (one == KeyClaim.none()) {
        return;
      }
      require(one.run() == null, "a key that nobody has stands for no run");
      one.give(ONE);
      equal(Optional.of(ONE), Optional.ofNullable(one.run()), "the run of the key");
    }
    try (KeyClaim again = journal.claim("other")) {
      equal(Optional.of(ONE), Optional.ofNullable(again.run()), "the run of the key, later");
      again.give(TWO);
    }
    try (KeyClaim last = journal.claim("other")) {
      equal(
          Optional.of(TWO),
          Optional.ofNullable(last.run()),
          "the run that the key was given to instead");
    }
  }

  private static void keepsOrder(Journal journal) {
    try (JournalWriter two = journal.acquire(TWO);
        JournalWriter one = journal.acquire(ONE)) {
      two.append("{\"n\":1}");
      one.append("{\"n\":2}");
      two.append("{\"n\":3}");
      two.append("{\"n\":3}");
      equal(List.of("{\"n\":2}"), journal.read(ONE), "records that were not forced");
      two.force();
    }
    equal(List.of(ONE, TWO), journal.runs(), "the runs");
    equal(List.of("{\"n\":1}", "{\"n\":3}", "{\"n\":3}"), journal.read(TWO), "the records");
  }

  private static void knowsNoStranger(Journal journal) {
    equal(List.of(), journal.read(ONE), "records of a stranger");
    equal(List.of(), journal.runs(), "the runs");
    journal.acquire(ONE).close();
    equal(List.of(), journal.read(ONE), "records of a run that was acquired");
    equal(List.of(ONE), journal.runs(), "the runs after one was acquired");
  }

  private static void keepsTexts(Journal journal) {
    String small = "{\"text\":\"\u00e4 \ud83d\ude00 \\n \t\"}";
    List<String> records =
        List.of(small, " ", large('x'), "{\"blob\":\"\"}", large('y'), large('x'), small);
    try (JournalWriter writer = journal.acquire(ONE)) {
      records.forEach(writer::append);
      writer.force();
    }
    require(records.equals(journal.read(ONE)), "the records must be as they were appended");
  }

  private static String large(char letter) {
    return "{\"text\":\"" + String.valueOf(letter).repeat(1 << 20) + "\"}";
  }

  private static void refusesOtherThanLines(Journal journal) {
    try (JournalWriter writer = journal.acquire(ONE)) {
      for (String record : List.of("", "{}\n{}", "{}\r", "\ud83d")) {
        refused(IllegalArgumentException.class, "no line", () -> writer.append(record));
      }
      writer.append("{}");
    }
    equal(List.of("{}"), journal.read(ONE), "the records");
  }

  private static void hasOneWriter(Journal journal) {
    try (JournalWriter writer = journal.acquire(ONE)) {
      String said =
          refused(JournalHeldException.class, "a second writer", () -> journal.acquire(ONE));
      require(
          said.contains(ONE.value()) && said.contains("process "),
          "the refusal must name the run and the process, but says: " + said);
      writer.append("{\"n\":1}");
      journal.acquire(TWO).close();
    }
    try (JournalWriter next = journal.acquire(ONE)) {
      next.append("{\"n\":2}");
    }
    equal(List.of("{\"n\":1}", "{\"n\":2}"), journal.read(ONE), "the records");
  }

  private static void raisesTheEpoch(Journal journal) {
    for (long epoch = 1; epoch <= 3; epoch++) {
      try (JournalWriter writer = journal.acquire(ONE)) {
        equal(epoch, writer.epoch(), "the epoch");
      }
    }
    try (JournalWriter other = journal.acquire(TWO)) {
      equal(1L, other.epoch(), "the epoch of another run");
    }
  }

  /** A writer may not know it, but none knows it wrong. */
  private static void countsEarlierRecords(Journal journal) {
    for (long before = 0; before <= 4; before += 2) {
      try (JournalWriter writer = journal.acquire(ONE)) {
        writer.append("{\"n\":1}");
        writer.append("{\"n\":2}");
        if (writer.earlierRecords() != -1) {
          equal(before, writer.earlierRecords(), "the earlier records");
        }
      }
    }
  }

  private static void hasKeys(Journal journal) {
    byte[] key;
    try (JournalWriter one = journal.acquire(ONE);
        JournalWriter two = journal.acquire(TWO)) {
      key = one.key();
      equal(32, key.length, "the bytes of a key");
      require(!Arrays.equals(key, two.key()), "each run must have a key of its own");
      one.key()[0]++;
      one.append("{}");
    }
    try (JournalWriter later = journal.acquire(ONE)) {
      require(Arrays.equals(key, later.key()), "the key must be the same for each writer of a run");
    }
    equal(List.of("{}"), journal.read(ONE), "the records");
  }

  private static void endsWithClose(Journal journal) {
    JournalWriter first = journal.acquire(ONE);
    first.append("{}");
    first.close();
    first.close();
    try (JournalWriter next = journal.acquire(ONE)) {
      first.close();
      refused(JournalHeldException.class, "a second writer", () -> journal.acquire(ONE));
      refused(IllegalStateException.class, "a closed writer", () -> first.append("{}"));
      refused(IllegalStateException.class, "a closed writer", first::force);
      refused(IllegalStateException.class, "a closed writer", first::key);
      next.append("{}");
    }
    equal(List.of("{}", "{}"), journal.read(ONE), "the records");
  }

  private static void survivesInterrupts(Journal journal) {
    Thread.currentThread().interrupt();
    try (JournalWriter writer = journal.acquire(ONE)) {
      writer.append("{\"n\":1}");
      writer.force();
      writer.append(large('x'));
      writer.force();
      equal(2, journal.read(ONE).size(), "records of an interrupted thread");
    } finally {
      require(Thread.interrupted(), "the thread must stay interrupted");
    }
  }

  private static void takesThreads(Journal journal) throws InterruptedException {
    int each = 20;
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (JournalWriter shared = journal.acquire(ONE)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "thread-" + i;
        RunId own = RunId.of(name);
        done.add(pool.submit(() -> record(journal, own, shared, name, each)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new AssertionError("a thread failed", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
    equal(8 * each, journal.read(ONE).size(), "records of all threads");
    for (int i = 0; i < 8; i++) {
      String name = "thread-" + i + " ";
      List<String> own = journal.read(RunId.of("thread-" + i));
      equal(each, own.size(), "records of one thread");
      equal(own, journal.read(ONE).stream().filter(line -> line.startsWith(name)).toList());
    }
  }

  private static void record(
      Journal journal, RunId run, JournalWriter shared, String name, int count) {
    try (JournalWriter own = journal.acquire(run)) {
      for (int i = 0; i < count; i++) {
        String line = name + " " + i;
        own.append(line);
        own.force();
        shared.append(line);
        shared.force();
      }
    }
  }
}
