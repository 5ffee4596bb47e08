package dev.nightshift.core.internal.engine;

import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;

/** Takes no record from the one of this key on. */
final class FullJournal extends WatchedJournal {
  private final String from;
  private boolean isFull;

  FullJournal(String from) {
    this.from = "\"" + from + "\"";
  }

  @Override
  void append(JournalWriter writer, String record) {
    isFull |= record.contains(from);
    if (isFull) {
      throw new IllegalStateException("no space left");
    }
    super.append(writer, record);
  }

  /** The same records, with room for more. */
  Journal mended() {
    return records();
  }
}
