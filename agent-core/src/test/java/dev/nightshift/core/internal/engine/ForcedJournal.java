package dev.nightshift.core.internal.engine;

import dev.nightshift.core.journal.JournalWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells in which order records were added and forced, by their keys; may fail to force one. */
final class ForcedJournal extends WatchedJournal {
  static final String FORCED = "-- forced";
  static final String CLOSED = "-- closed";
  private static final Pattern KEY = Pattern.compile("\"(?:step|note)\":\"([^\"]*)\"");
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

  @Override
  synchronized void append(JournalWriter writer, String record) {
    super.append(writer, record);
    Matcher key = KEY.matcher(record);
    course.add(key.find() ? key.group(1) : record);
  }

  @Override
  synchronized void force(JournalWriter writer) {
    if (course.contains(unforceable)) {
      throw new IllegalStateException("disk gone");
    }
    course.add(FORCED);
  }

  @Override
  synchronized void close(JournalWriter writer) {
    super.close(writer);
    course.add(CLOSED);
  }
}
