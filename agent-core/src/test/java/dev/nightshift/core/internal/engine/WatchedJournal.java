package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.util.List;

/** A journal in memory, whose writers pass through what a test puts in their way. */
abstract class WatchedJournal implements Journal {
  private final Journal records = Journal.inMemory();

  /** What was recorded, with nothing in the way. */
  final Journal records() {
    return records;
  }

  /** Adds a record. */
  void append(JournalWriter writer, String record) {
    writer.append(record);
  }

  /** Forces what was added. */
  void force(JournalWriter writer) {
    writer.force();
  }

  /** Lets go of the run. */
  void close(JournalWriter writer) {
    writer.close();
  }

  @Override
  public JournalWriter acquire(RunId run) {
    JournalWriter writer = records.acquire(run);
    return new JournalWriter() {
      @Override
      public long epoch() {
        return writer.epoch();
      }

      @Override
      public byte[] key() {
        return writer.key();
      }

      @Override
      public void append(String record) {
        WatchedJournal.this.append(writer, record);
      }

      @Override
      public void force() {
        WatchedJournal.this.force(writer);
      }

      @Override
      public void close() {
        WatchedJournal.this.close(writer);
      }
    };
  }

  @Override
  public List<String> read(RunId run) {
    return records.read(run);
  }

  @Override
  public List<RunId> runs() {
    return records.runs();
  }
}
