package dev.nightshift.core.journal;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps records in memory. */
final class InMemoryJournal implements Journal {
  private final Map<RunId, Records> all = new HashMap<>();
  private final Map<String, RunId> runsByKey = new HashMap<>();
  private final ReentrantLock keys = new ReentrantLock();

  private static final class Records {
    private final List<String> lines = new ArrayList<>();
    private final byte[] key = RunKey.random();
    private long epoch;
    private boolean isHeld;
  }

  @Override
  public synchronized JournalWriter acquire(RunId run) {
    Require.nonNull(run, "run");
    Records records = all.computeIfAbsent(run, unused -> new Records());
    if (records.isHeld) {
      throw new JournalHeldException(run, "this process, process " + ProcessHandle.current().pid());
    }
    records.isHeld = true;
    records.epoch++;
    return new Writer(records);
  }

  @Override
  public synchronized List<String> read(RunId run) {
    Records records = all.get(Require.nonNull(run, "run"));
    return records == null ? List.of() : List.copyOf(records.lines);
  }

  @Override
  public synchronized List<RunId> runs() {
    return all.keySet().stream().sorted(Comparator.comparing(RunId::value)).toList();
  }

  @Override
  public KeyClaim claim(String key) {
    Require.nonNull(key, "key");
    keys.lock();
    return new KeyClaim() {
      @Override
      public @Nullable RunId run() {
        return runsByKey.get(key);
      }

      @Override
      public void give(RunId run) {
        runsByKey.put(key, Require.nonNull(run, "run"));
      }

      @Override
      public void close() {
        if (keys.isHeldByCurrentThread()) {
          keys.unlock();
        }
      }
    };
  }

  private final class Writer implements JournalWriter {
    private final Records records;
    private final long epoch;
    private final long earlier;
    private boolean isClosed;

    Writer(Records records) {
      this.records = records;
      this.epoch = records.epoch;
      this.earlier = records.lines.size();
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public long earlierRecords() {
      return earlier;
    }

    @Override
    public byte[] key() {
      synchronized (InMemoryJournal.this) {
        requireOpen();
        return records.key.clone();
      }
    }

    @Override
    public void append(String record) {
      RecordLine.checked(record);
      synchronized (InMemoryJournal.this) {
        requireOpen();
        records.lines.add(record);
      }
    }

    @Override
    public void force() {
      synchronized (InMemoryJournal.this) {
        requireOpen();
      }
    }

    private void requireOpen() {
      if (isClosed) {
        throw RecordLine.closed();
      }
    }

    @Override
    public void close() {
      synchronized (InMemoryJournal.this) {
        if (!isClosed) {
          isClosed = true;
          records.isHeld = false;
        }
      }
    }
  }
}
