package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.util.List;

/** Takes no record from the one of this key on. */
final class FullJournal implements Journal {
  private final Journal taken = Journal.inMemory();
  private final String from;
  private boolean isFull;

  FullJournal(String from) {
    this.from = "\"" + from + "\"";
  }

  @Override
  public JournalWriter acquire(RunId run) {
    JournalWriter writer = taken.acquire(run);
    return new JournalWriter() {
      @Override
      public long epoch() {
        return writer.epoch();
      }

      @Override
      public void append(String record) {
        isFull |= record.contains(from);
        if (isFull) {
          throw new IllegalStateException("no space left");
        }
        writer.append(record);
      }

      @Override
      public void force() {
        writer.force();
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }

  @Override
  public List<String> read(RunId run) {
    return taken.read(run);
  }

  @Override
  public List<RunId> runs() {
    return taken.runs();
  }
}
