package dev.nightshift.core.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The record of one run: what was dispatched, and its steps by their keys. Safe for concurrent use,
 * because scopes of a run may work at once.
 *
 * <p>Each line is an object with {@code v} and {@code step}, the key; its value is {@code result},
 * {@code failure}, or {@code as}: the key of an earlier step with the same large result. Beside the
 * steps stand notes, which a replay does not need: lines with {@code note}, the key and how often
 * it came, and {@code result} or {@code as} in the same way. A line has {@code ms}, the
 * milliseconds for which the run was active since the line before, if there were any; their sum
 * holds also where forks work at once.
 */
public final class RunRecord {
  private static final int VERSION = 1;

  /** Smaller results are written again rather than looked up. */
  private static final int LARGE = 500;

  private static final String DISPATCHED = "dispatched";
  private static final String STEP = "step";
  private static final String NOTE = "note";
  private static final String MILLIS = "ms";
  private final RunId run;
  private final boolean isReplay;
  private final JournalKeeper keeper;
  private final LongSupplier activeMillis;
  private final Map<String, RecordedStep> known = new HashMap<>();
  private final Map<String, List<JsonValue>> notes = new LinkedHashMap<>();
  private final Map<String, JsonValue> notesByNumber = new HashMap<>();
  private final Map<String, Integer> noteCounts = new HashMap<>();
  private final Map<String, String> keysOfLarge = new HashMap<>();
  private final Set<String> unused = new LinkedHashSet<>();
  private long recordedMillis;
  private @Nullable UnrecordedStepException missed;
  private @Nullable UnrecordedStepException explained;

  private RunRecord(RunId run, boolean isReplay, Journal journal, LongSupplier activeMillis) {
    this.run = run;
    this.isReplay = isReplay;
    this.keeper = new JournalKeeper(journal, run);
    this.activeMillis = activeMillis;
  }

  /**
   * The record of a run that begins; it costs nothing if the journal keeps nothing.
   *
   * @param journal where it goes
   * @param run the run
   * @param activeMillis how long the run was active until now
   */
  public static RunRecord begin(Journal journal, RunId run, LongSupplier activeMillis) {
    return new RunRecord(run, false, journal, activeMillis);
  }

  /** Says what the run starts from, before its first step. */
  public synchronized void dispatched(Dispatched dispatched) {
    if (isKept()) {
      keeper.append(line(STEP, DISPATCHED).with("result", dispatched.toJson()).ascii());
    }
  }

  /**
   * The record of a run that ended.
   *
   * @param run the run
   * @param lines its lines, in the order in which they were recorded
   * @throws IllegalArgumentException if the lines are no record of a run
   */
  public static RunRecord of(RunId run, List<String> lines) {
    RunRecord record = new RunRecord(run, true, Journal.none(), () -> 0);
    lines.forEach(record::take);
    record.unused.addAll(record.known.keySet());
    record.unused.remove(DISPATCHED);
    return record;
  }

  /** What was dispatched. */
  public Dispatched dispatched() {
    RecordedStep first = known.get(DISPATCHED);
    if (first == null) {
      throw new IllegalArgumentException("the record does not say what was dispatched");
    }
    return Dispatched.of(first.result());
  }

  /** How long the run was active until its last record. */
  public synchronized Duration activeTime() {
    return Duration.ofMillis(recordedMillis);
  }

  /** The steps of the run's own scope. */
  public Steps steps() {
    return new Steps(this, "", null);
  }

  boolean isReplay() {
    return isReplay;
  }

  /** What is known of a step; null if it has to be done. */
  @Nullable RecordedStep find(String key) {
    if (!isReplay()) {
      return null;
    }
    RecordedStep step = findStop(key);
    if (step == null) {
      throw missing(key, null);
    }
    return step;
  }

  /** The first step that is missing, which is why those after it are. */
  UnrecordedStepException missing(String key, @Nullable Throwable cause) {
    if (missed == null) {
      missed = new UnrecordedStepException(run, key, cause);
    }
    return missed;
  }

  /** Where a recorded run was stopped from outside; null where it went on. */
  @Nullable RecordedStep findStop(String key) {
    unused.remove(key);
    return known.get(key);
  }

  /** The record says how the pipeline's own code ended, which explains a step that is missing. */
  void explained() {
    explained = missed;
    missed = null;
  }

  /**
   * Refuses a replay that was none of this record.
   *
   * @throws UnrecordedStepException if a step was missing
   * @throws IllegalArgumentException if recorded steps were not met
   */
  public void requireWhole() {
    if (missed != null) {
      throw missed;
    }
    if (!unused.isEmpty()) {
      if (explained != null) {
        throw explained;
      }
      throw new IllegalArgumentException(
          "the pipeline is not the one that was recorded for run "
              + run
              + ": it did not come to step '"
              + unused.iterator().next()
              + "'; replay it with the pipeline it was dispatched to");
    }
  }

  /** Why the journal takes no more records of this run; empty as long as it does. */
  public String failure() {
    return keeper.failure();
  }

  /** Refuses to go on once the journal takes no more records of this run. */
  public void requireKept() {
    keeper.requireKept();
  }

  /**
   * Returns when all that was recorded before is on the disk. If that fails, the run is recorded no
   * further, and refused by {@link #requireKept}.
   */
  public void force() {
    if (!isReplay) {
      keeper.force();
    }
  }

  /** Lets go of the journal: nothing is recorded any more. */
  public void end() {
    keeper.end();
  }

  /**
   * Records something that no step brought about. A replay goes on without it, so it does nothing
   * there; nor does it if the journal keeps nothing or has failed.
   *
   * @param key what it is about; a key may come again
   * @param value what is noted
   */
  public synchronized void note(String key, Object value) {
    if (isKept()) {
      int number = noteCounts.merge(key, 1, Integer::sum);
      add(NOTE, key + "#" + number, JournalJson.write(value));
    }
  }

  /**
   * What was noted, of a record that was read.
   *
   * @param prefix how the keys begin
   * @param type what was noted there
   * @return by key, each in the order in which it was noted
   * @throws IllegalArgumentException if something else was noted there
   */
  public <T> Map<String, List<T>> notes(String prefix, Class<T> type) {
    Map<String, List<T>> found = new LinkedHashMap<>();
    notes.forEach(
        (key, values) -> {
          if (key.startsWith(prefix)) {
            found.put(key, values.stream().map(json -> JournalJson.read(json, type)).toList());
          }
        });
    return found;
  }

  /** Whether notes are kept, so that nobody has to make them for nothing. */
  public synchronized boolean takesNotes() {
    return isKept();
  }

  synchronized void add(String key, Object result) {
    if (isKept()) {
      add(STEP, key, JournalJson.write(result));
    }
  }

  private void add(String kind, String key, JsonValue json) {
    String text = json.ascii();
    JsonValue line = line(kind, key);
    String hash = text.length() < LARGE ? "" : kind + Digests.sha256(text.getBytes(UTF_8));
    String same = keysOfLarge.get(hash);
    boolean isKept =
        keeper.append((same == null ? line.with("result", json) : line.with("as", same)).ascii());
    if (isKept && !hash.isEmpty()) {
      keysOfLarge.putIfAbsent(hash, key);
    }
  }

  synchronized void addFailure(String key, Throwable thrown) {
    if (isKept()) {
      keeper.append(line(STEP, key).with("failure", RecordedStep.describe(thrown)).ascii());
    }
  }

  private boolean isKept() {
    return !isReplay && keeper.isKept();
  }

  private JsonValue line(String kind, String key) {
    JsonValue line = JsonValue.object().with("v", VERSION).with(kind, key);
    long active = activeMillis.getAsLong();
    long since = active - recordedMillis;
    if (since <= 0) {
      return line;
    }
    recordedMillis = active;
    return line.with(MILLIS, since);
  }

  private void take(String text) {
    JsonValue line = JournalJson.parse(text);
    int version = line.path("v").number(0);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a record has version " + version + ", and this library reads version " + VERSION);
    }
    recordedMillis += line.path(MILLIS).wholeNumber().orElse(0);
    if (line.has(NOTE)) {
      takeNote(line.required(NOTE).text(), line);
      return;
    }
    String key = line.required(STEP).text();
    RecordedStep step =
        line.has("as")
            ? known.get(line.required("as").text())
            : new RecordedStep(
                line.path("result"), line.has("failure") ? line.path("failure") : null);
    if (step == null || known.put(key, step) != null) {
      throw new IllegalArgumentException(
          "step '" + key + "' is recorded twice, or like a step that is not recorded");
    }
  }

  private void takeNote(String numbered, JsonValue line) {
    JsonValue value =
        line.has("as") ? notesByNumber.get(line.required("as").text()) : line.required("result");
    int end = numbered.lastIndexOf('#');
    if (end < 0 || value == null || notesByNumber.put(numbered, value) != null) {
      throw new IllegalArgumentException(
          "note '" + numbered + "' is recorded twice, or like a note that is not recorded");
    }
    notes.computeIfAbsent(numbered.substring(0, end), key -> new ArrayList<>()).add(value);
  }
}
