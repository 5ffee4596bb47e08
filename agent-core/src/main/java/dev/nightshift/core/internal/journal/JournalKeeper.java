package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between a run and its journal: acquires it with the first record, and takes no more
 * after the first failure or the end. Safe for concurrent use.
 */
final class JournalKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);
  private final Journal journal;
  private final RunId run;
  private @Nullable JournalWriter writer;
  private boolean isEnded;
  private boolean hasBegun;
  private volatile @Nullable Throwable brokenBy;

  JournalKeeper(Journal journal, RunId run) {
    this.journal = journal;
    this.run = run;
  }

  /** One that goes on with the run's one writer. */
  JournalKeeper(Journal journal, RunId run, JournalWriter writer) {
    this(journal, run);
    this.writer = writer;
    this.hasBegun = true;
  }

  /** Whether records are kept, so that nobody has to make them for nothing. */
  synchronized boolean isKept() {
    return journal != Journal.none() && brokenBy == null && !isEnded;
  }

  /** Adds a record; false if it is not kept, as when it cannot be made. */
  synchronized boolean append(Supplier<String> line) {
    if (!isKept()) {
      return false;
    }
    hasBegun = true;
    return done(() -> writer().append(line.get()));
  }

  /** Whether the journal may have a record of the run. */
  synchronized boolean hasBegun() {
    return hasBegun;
  }

  /** The key of the run; any other if nothing is kept, so that nothing is recorded with it. */
  synchronized byte[] key() {
    byte[][] key = {new byte[1]};
    if (isKept()) {
      done(() -> key[0] = writer().key());
    }
    return key[0];
  }

  private JournalWriter writer() {
    JournalWriter known = writer == null ? journal.acquire(run) : writer;
    writer = known;
    return known;
  }

  /** Returns when what was added is on the disk; others may add meanwhile. */
  void force() {
    JournalWriter known;
    synchronized (this) {
      known = isKept() ? writer : null;
    }
    if (known != null) {
      done(() -> known.force());
    }
  }

  /** Lets go of the journal. */
  synchronized void end() {
    JournalWriter known = writer;
    isEnded = true;
    writer = null;
    if (known != null) {
      done(() -> known.close());
    }
  }

  /**
   * What was done stays done if its record fails, so that is only noted: the run is stopped before
   * its next model call or step. The thread may be interrupted already, which must not break a
   * record.
   */
  private boolean done(Runnable use) {
    boolean wasInterrupted = Thread.interrupted();
    try {
      use.run();
      return true;
    } catch (RuntimeException | Error notKept) {
      LOG.warn("run {} is recorded no further: its journal failed", run, notKept);
      brokenBy = brokenBy == null ? notKept : brokenBy;
      return false;
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Why the journal takes no more records of this run; empty as long as it does. */
  String failure() {
    Throwable broken = brokenBy;
    return broken == null ? "" : Failure.of(broken).toString();
  }

  /** Refuses to go on once the journal takes no more records of this run. */
  void requireKept() {
    Throwable broken = brokenBy;
    if (broken != null) {
      throw new IllegalStateException(
          "the journal failed, so the run cannot be recorded any further: "
              + Failure.of(broken)
              + "; mend the journal and dispatch the task again",
          broken);
    }
  }
}
