package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of one run: what was dispatched, and its steps by their keys. Safe for concurrent use,
 * because scopes of a run may work at once.
 *
 * <p>Each line is an object with {@code v} and {@code step}, the key; its value is {@code result},
 * {@code failure}, or {@code as}: the key of an earlier step with the same large result.
 */
public final class RunRecord {
  private static final int VERSION = 1;

  /** Smaller results are written again rather than looked up. */
  private static final int LARGE = 500;

  private static final String DISPATCHED = "dispatched";
  private final @Nullable RunId run;
  private final Journal journal;
  private final Map<String, RecordedStep> known = new HashMap<>();
  private final Map<String, String> keysOfLarge = new HashMap<>();

  private RunRecord(@Nullable RunId run, Journal journal) {
    this.run = run;
    this.journal = journal;
  }

  /** The record of a run that begins; it costs nothing if the journal keeps nothing. */
  public static RunRecord begin(Journal journal, RunId run) {
    return new RunRecord(run, journal);
  }

  /** Says what the run starts from, before its first step. */
  public void dispatched(Dispatched dispatched) {
    if (isKept()) {
      append(line(DISPATCHED).set("result", dispatched.toJson()));
    }
  }

  /**
   * The record of a run that ended.
   *
   * @throws IllegalArgumentException if the lines are no record of a run
   */
  public static RunRecord of(List<String> lines) {
    RunRecord record = new RunRecord(null, Journal.none());
    lines.forEach(record::take);
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

  /** The steps of the run's own scope. */
  public Steps steps() {
    return new Steps(this, "");
  }

  boolean isReplay() {
    return run == null;
  }

  /** What is known of a step; null if it has to be done. */
  @Nullable RecordedStep find(String key) {
    if (!isReplay()) {
      return null;
    }
    RecordedStep step = known.get(key);
    if (step == null && !key.contains(Steps.STOP)) {
      throw new UnrecordedStepException(key);
    }
    return step;
  }

  synchronized void add(String key, Object result) {
    if (isKept()) {
      JsonNode json = JournalJson.write(result);
      String text = JournalJson.line(json);
      ObjectNode line = line(key);
      String same = text.length() < LARGE ? null : keysOfLarge.putIfAbsent(text, key);
      append(same == null ? line.set("result", json) : line.put("as", same));
    }
  }

  synchronized void addFailure(String key, Throwable thrown) {
    if (isKept()) {
      append(line(key).set("failure", RecordedStep.describe(thrown)));
    }
  }

  private boolean isKept() {
    return run != null && journal != Journal.none();
  }

  private void append(JsonNode line) {
    journal.append(Objects.requireNonNull(run), JournalJson.line(line));
  }

  private static ObjectNode line(String key) {
    return JsonNodeFactory.instance.objectNode().put("v", VERSION).put("step", key);
  }

  private void take(String text) {
    JsonNode line = JournalJson.parse(text);
    int version = line.path("v").asInt(0);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a record has version " + version + ", and this library reads version " + VERSION);
    }
    String key = line.required("step").asString();
    RecordedStep step =
        line.has("as")
            ? known.get(line.required("as").asString())
            : new RecordedStep(line.path("result"), line.get("failure"));
    if (step == null || known.put(key, step) != null) {
      throw new IllegalArgumentException(
          "step '" + key + "' is recorded twice, or like a step that is not recorded");
    }
  }
}
