package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.journal.KeyClaim;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal that counts how often it is asked. */
final class CountedJournal implements Journal {
  private final Journal journal;
  private final AtomicInteger lists = new AtomicInteger();
  private final Map<RunId, Integer> reads = new ConcurrentHashMap<>();
  private final Map<RunId, Integer> taken = new ConcurrentHashMap<>();

  CountedJournal(Journal journal) {
    this.journal = journal;
  }

  /**
   * How often it was asked.
   *
   * @param lists for all its runs
   * @param mostReads for the records of a run, of the one that was read most
   * @param mostTaken for a writer of a run, of the one that was taken most
   */
  record Counts(int lists, int mostReads, int mostTaken) {}

  Counts counts() {
    return new Counts(lists.get(), most(reads), most(taken));
  }

  private static int most(Map<RunId, Integer> counted) {
    return counted.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  @Override
  public JournalWriter acquire(RunId run) {
    taken.merge(run, 1, Integer::sum);
    return journal.acquire(run);
  }

  @Override
  public List<String> read(RunId run) {
    reads.merge(run, 1, Integer::sum);
    return journal.read(run);
  }

  @Override
  public List<RunId> runs() {
    lists.incrementAndGet();
    return journal.runs();
  }

  @Override
  public KeyClaim claim(String key) {
    return journal.claim(key);
  }
}
