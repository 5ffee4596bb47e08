package dev.nightshift.core.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.Digests;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Writes the lines of one record: without secrets, with the time for which the run was active, and
 * a large value that came before by its key. Used by one thread at a time.
 */
final class RecordWriter {
  /** Smaller results are written again rather than looked up. */
  private static final int LARGE = 500;

  private final JournalKeeper keeper;
  private final RecordRedaction redaction;
  private final Map<String, String> keysOfLarge = new HashMap<>();
  private LongSupplier activeMillis = () -> 0;
  private long recordedMillis;

  /**
   * Goes on behind what is recorded.
   *
   * @param recordedMillis how long the run was active until then
   */
  RecordWriter(JournalKeeper keeper, RecordRedaction redaction, long recordedMillis) {
    this.keeper = keeper;
    this.redaction = redaction;
    this.recordedMillis = recordedMillis;
  }

  /** Says how many milliseconds the run was active until now, those that are recorded included. */
  void goesOn(LongSupplier active) {
    activeMillis = active;
  }

  /** How long the run was active until its last line. */
  long recordedMillis() {
    return recordedMillis;
  }

  void dispatched(Dispatched dispatched) {
    JsonValue line = line(RecordedLines.STEP, RecordedLines.DISPATCHED);
    keeper.append(() -> line.with("result", redaction.json(dispatched.toJson())).ascii());
  }

  /**
   * Writes what came of a step.
   *
   * @param about the candidate it was about; empty for none
   */
  void add(String key, String about, Object value) {
    add(RecordedLines.STEP, key, value, stepLine(key, about));
  }

  /** Writes a note. */
  void addNote(String key, Object value) {
    add(RecordedLines.NOTE, key, value, line(RecordedLines.NOTE, key));
  }

  private void add(String kind, String key, Object value, JsonValue line) {
    JsonValue json = JournalJson.write(value);
    String text = json.ascii();
    String hash = text.length() < LARGE ? "" : kind + Digests.sha256(text.getBytes(UTF_8));
    String same = keysOfLarge.get(hash);
    boolean isKept =
        keeper.append(
            () ->
                same == null
                    ? line.with("result", redaction.readable(json, value.getClass())).ascii()
                    : line.with("as", same).ascii());
    if (isKept && !hash.isEmpty()) {
      keysOfLarge.putIfAbsent(hash, key);
    }
  }

  /** Writes what a step raised. */
  void addFailure(String key, String about, Throwable thrown) {
    JsonValue line = stepLine(key, about);
    keeper.append(
        () -> line.with("failure", redaction.json(RecordedStep.describe(thrown))).ascii());
  }

  private JsonValue stepLine(String key, String about) {
    JsonValue line = line(RecordedLines.STEP, key);
    return about.isEmpty() ? line : line.with(RecordedLines.ABOUT, redaction.text(about));
  }

  private JsonValue line(String kind, String key) {
    JsonValue line = JsonValue.object().with("v", RecordedLines.VERSION).with(kind, key);
    long active = activeMillis.getAsLong();
    long since = active - recordedMillis;
    if (since <= 0) {
      return line;
    }
    recordedMillis = active;
    return line.with(RecordedLines.MILLIS, since);
  }
}
