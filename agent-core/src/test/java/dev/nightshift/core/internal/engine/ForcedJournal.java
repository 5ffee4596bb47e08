package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells in which order records were added and forced, by their keys; may fail to force one. */
final class ForcedJournal implements Journal {
  static final String FORCED = "-- forced";
  static final String CLOSED = "-- closed";
  private static final Pattern KEY = Pattern.compile("\"(?:step|note)\":\"([^\"]*)\"");
  private final Journal records = Journal.inMemory();
  private final List<String> course = new ArrayList<>();
  private final String unforceable;

  /** Fails to force once this record is there. */
  ForcedJournal(String unforceable) {
    this.unforceable = unforceable;
  }

  /** The keys of records and the barriers, in their order. */
  synchronized List<String> course() {
    return List.copyOf(course);
  }

  private synchronized void add(String what) {
    course.add(what);
  }

  private synchronized void force() {
    if (course.contains(unforceable)) {
      throw new IllegalStateException("disk gone");
    }
    course.add(FORCED);
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
      public void append(String record) {
        writer.append(record);
        Matcher key = KEY.matcher(record);
        add(key.find() ? key.group(1) : record);
      }

      @Override
      public void force() {
        ForcedJournal.this.force();
      }

      @Override
      public void close() {
        writer.close();
        add(CLOSED);
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
