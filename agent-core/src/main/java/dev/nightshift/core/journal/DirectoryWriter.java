package dev.nightshift.core.journal;

import dev.nightshift.core.internal.durable.DurableFiles;
import dev.nightshift.core.internal.durable.LockHeldException;
import dev.nightshift.core.internal.durable.LogRecord;
import dev.nightshift.core.internal.durable.ProcessLock;
import dev.nightshift.core.internal.durable.RecordLog;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.journal.DirectoryJournal.RunFiles;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log of one run, under its lock. */
final class DirectoryWriter implements JournalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWriter.class);
  private final RunFiles files;
  private final StoredRecords records;
  private final ProcessLock lock;
  private final RecordLog log;
  private final long epoch;
  private final long earlier;
  private volatile boolean isFolderForced;
  private volatile boolean isClosed;

  private DirectoryWriter(RunFiles files, ProcessLock lock, RecordLog log, long earlier) {
    this.files = files;
    this.records = files.records();
    this.lock = lock;
    this.log = log;
    this.epoch = log.epoch();
    this.earlier = earlier;
  }

  static DirectoryWriter acquire(RunFiles files) {
    try {
      DurableFiles.makeUnforced(files.directory());
      DurableFiles.closeToOthers(files.directory());
      ProcessLock lock = ProcessLock.tryTake(files.lock());
      RecordLog log = null;
      try {
        long[] earlier = {0};
        log = takeOver(files, DirectoryJournal.ofRun(payload -> earlier[0]++));
        return new DirectoryWriter(files, lock, log, earlier[0]);
      } finally {
        if (log == null) {
          lock.close();
        }
      }
    } catch (LockHeldException held) {
      throw new JournalHeldException(files.run(), held.holder());
    } catch (IOException notAcquired) {
      throw files.failure(
          "nothing can be recorded in " + files.log() + " of run " + files.run(), notAcquired);
    }
  }

  /** Begins an epoch, whose first record says who writes; it goes to the disk with the next one. */
  private static RecordLog takeOver(RunFiles files, Consumer<LogRecord> each) throws IOException {
    RecordLog log = RecordLog.open(files.log(), DirectoryJournal.KIND, each);
    try {
      if (log.cutBytes() > 0) {
        LOG.warn(
            "run {}: {} bytes of a record that was never whole were cut off from {}",
            files.run(),
            log.cutBytes(),
            files.log());
      }
      log.raiseEpoch();
      log.append(JsonValue.object().with("v", 1).with("writer", ProcessLock.self()).ascii());
      return log;
    } catch (IOException | RuntimeException | Error notTaken) {
      log.close();
      throw notTaken;
    }
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
  public synchronized byte[] key() {
    requireOpen();
    try {
      return RunKey.in(files.key());
    } catch (IOException notKept) {
      throw files.failure("the key in " + files.key() + " cannot be had", notKept);
    }
  }

  @Override
  public void append(String record) {
    RecordLine.checked(record);
    requireOpen();
    try {
      log.append(records.stored(record));
    } catch (IOException notWritten) {
      throw files.failure("a record cannot be appended to " + files.log(), notWritten);
    }
  }

  @Override
  public void force() {
    requireOpen();
    try {
      log.force();
      if (!isFolderForced) {
        DurableFiles.forceName(files.directory());
        isFolderForced = true;
      }
    } catch (IOException notForced) {
      throw files.failure("the records in " + files.log() + " are not on the disk", notForced);
    }
  }

  private void requireOpen() {
    if (isClosed) {
      throw RecordLine.closed();
    }
  }

  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (lock;
        log) {
      LOG.debug("run {} is no longer written in epoch {}", files.run(), epoch);
    } catch (IOException notClosed) {
      LOG.warn("the journal of run {} could not be closed", files.run(), notClosed);
    }
  }
}
