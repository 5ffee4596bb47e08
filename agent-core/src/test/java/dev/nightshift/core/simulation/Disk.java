package dev.nightshift.core.simulation;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalHeldException;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.journal.KeyClaim;
import dev.nightshift.core.ledger.LedgerException;
import dev.nightshift.core.ledger.LedgerStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a process: the journals of runs and the records of the ledger. A kill loses nothing
 * of what was appended; the end of the machine may lose what was not forced. Appending and forcing
 * fail now and then. The contracts come with threads of their own, which no schedule holds back.
 */
final class Disk {
  private final Schedule schedule;

  /** Also the lock of what each of them holds. */
  private final Map<RunId, Log> runs = new LinkedHashMap<>();

  /** Has the rules of a journal; what it keeps is not asked for. */
  private final Journal rules = Journal.inMemory();

  private final Log ledger = new Log();
  private final Map<Long, Store> writers = new HashMap<>();
  private final Map<String, RunId> runsByKey = new HashMap<>();
  private int failuresPerMille;
  private boolean hasFailed;

  Disk(Schedule schedule) {
    this.schedule = schedule;
  }

  /** Lines, and how many of them are safe. */
  private static final class Log {
    final List<String> lines = new ArrayList<>();
    int forced;
    @Nullable Life holder;
    @Nullable JournalWriter held;

    void loseSome(Schedule schedule) {
      int kept = forced + schedule.random().nextInt(lines.size() - forced + 1);
      lines.subList(kept, lines.size()).clear();
    }
  }

  /** How often it fails from now on. */
  void failing(int perMille) {
    failuresPerMille = perMille;
  }

  boolean isFailing() {
    return failuresPerMille > 0;
  }

  /** Whether something may never have been written that was told. */
  boolean hasFailed() {
    return hasFailed;
  }

  /** Whether the journal of a run has no end. */
  boolean isUnfinished(RunId run) {
    Log log = runs.get(run);
    return log == null || log.lines.stream().noneMatch(line -> line.contains("\"run/ended"));
  }

  /** The machine ends: of what was not forced, the last may be gone. */
  void powerIsLost() {
    runs.values().forEach(log -> log.loseSome(schedule));
    ledger.loseSome(schedule);
    schedule.trace("power is lost");
  }

  /** All records of the ledger. */
  List<String> ledgerRecords() {
    return List.copyOf(ledger.lines);
  }

  /** The journal as a process uses it. */
  Journal journal(Life life) {
    return new ProcessJournal(life);
  }

  /** The store of the ledger as a process uses it. */
  LedgerStore store(Life life) {
    return new Store(life);
  }

  private boolean fails() {
    boolean fails = failuresPerMille > 0 && schedule.chance(failuresPerMille);
    hasFailed |= fails;
    return fails;
  }

  private static WorkspaceException full(String what) {
    return new WorkspaceException(WorkspaceException.Kind.IO, what + ": no space left on device");
  }

  private final class ProcessJournal implements Journal {
    private final Life life;

    ProcessJournal(Life life) {
      this.life = life;
    }

    @Override
    public JournalWriter acquire(RunId run) {
      synchronized (runs) {
        life.step();
        Log log = runs.computeIfAbsent(run, unused -> new Log());
        if (log.holder != null && log.holder.isAlive()) {
          throw new JournalHeldException(run, "a process of the simulation");
        }
        if (log.held != null) {
          log.held.close();
        }
        log.holder = life;
        log.held = rules.acquire(run);
        return new Writer(life, log, log.held);
      }
    }

    @Override
    public KeyClaim claim(String key) {
      life.step();
      return new KeyClaim() {
        @Override
        public @Nullable RunId run() {
          return runsByKey.get(key);
        }

        @Override
        public void give(RunId run) {
          life.step();
          runsByKey.put(key, run);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public List<String> read(RunId run) {
      life.requireAlive();
      synchronized (runs) {
        Log log = runs.get(run);
        return log == null ? List.of() : List.copyOf(log.lines);
      }
    }

    @Override
    public List<RunId> runs() {
      life.requireAlive();
      synchronized (runs) {
        return runs.keySet().stream().sorted(Comparator.comparing(RunId::value)).toList();
      }
    }
  }

  private final class Writer implements JournalWriter {
    private final Life life;
    private final Log log;
    private final JournalWriter checked;
    private boolean isBroken;

    Writer(Life life, Log log, JournalWriter checked) {
      this.life = life;
      this.log = log;
      this.checked = checked;
    }

    @Override
    public long epoch() {
      return checked.epoch();
    }

    @Override
    public byte[] key() {
      life.requireAlive();
      return checked.key();
    }

    @Override
    public void append(String record) {
      synchronized (runs) {
        use("append");
        checked.append(record);
        isBroken = fails();
        // What failed may be there all the same.
        if (!isBroken || schedule.random().nextBoolean()) {
          log.lines.add(record);
        }
      }
      if (isBroken) {
        throw full("append");
      }
    }

    @Override
    public void force() {
      synchronized (runs) {
        use("force");
        checked.force();
        if (fails()) {
          isBroken = true;
          throw full("force");
        }
        log.forced = log.lines.size();
      }
    }

    private void use(String how) {
      life.step();
      if (isBroken) {
        throw full(how + " after a failure");
      }
    }

    @Override
    public void close() {
      synchronized (runs) {
        life.step();
        if (log.held == checked) {
          checked.close();
          log.held = null;
          log.holder = null;
        }
      }
    }
  }

  private final class Store implements LedgerStore {
    private final Life life;
    private int read;
    private boolean isClosed;

    Store(Life life) {
      this.life = life;
    }

    @Override
    public void update(Update update) {
      synchronized (ledger) {
        life.step();
        if (fails()) {
          throw new LedgerException(LedgerException.Kind.IO, "update: input/output error");
        }
        List<String> unread = List.copyOf(ledger.lines.subList(read, ledger.lines.size()));
        read = ledger.lines.size();
        unread.forEach(update::read);
        List<String> appended = new ArrayList<>();
        update.write(appended::add);
        if (fails()) {
          throw new LedgerException(LedgerException.Kind.IO, "append: no space left on device");
        }
        ledger.lines.addAll(appended);
        read = ledger.lines.size();
        // Who is over does not hear that it was done.
        life.step();
      }
    }

    @Override
    public void force() {
      life.step();
      if (fails()) {
        throw new LedgerException(LedgerException.Kind.IO, "force: input/output error");
      }
      ledger.forced = ledger.lines.size();
    }

    @Override
    public void claim(long writer) {
      life.requireAlive();
      writers.put(writer, this);
    }

    @Override
    public boolean isAlive(long writer) {
      Store claimed = writers.get(writer);
      return claimed != null && claimed.life.isAlive() && !claimed.isClosed;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
