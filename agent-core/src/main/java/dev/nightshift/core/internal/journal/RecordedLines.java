package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a record as they were read: its steps by their keys, and its notes in their order,
 * each of which knows how many steps of its scope were there before it.
 */
final class RecordedLines {
  static final int VERSION = 1;
  static final String DISPATCHED = "dispatched";
  static final String STEP = "step";
  static final String NOTE = "note";
  static final String MILLIS = "ms";
  static final String ABOUT = "about";
  static final String FORK = "fork/";
  private final Map<String, RecordedStep> steps = new LinkedHashMap<>();
  private final Map<String, String> abouts = new HashMap<>();
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final Map<String, List<Integer>> linesByScope = new HashMap<>();
  private final Map<String, List<Noted>> notes = new LinkedHashMap<>();
  private final Map<String, JsonValue> notesByNumber = new HashMap<>();
  private int lines;
  private long millis;

  /**
   * One note.
   *
   * @param value what was noted
   * @param steps how many steps of its scope were recorded before it
   * @param line its place in the record
   */
  record Noted(JsonValue value, int steps, int line) {}

  private RecordedLines() {}

  static RecordedLines none() {
    return new RecordedLines();
  }

  /**
   * Reads lines.
   *
   * @throws IllegalArgumentException if they are no record of a run
   */
  static RecordedLines of(List<String> lines) {
    RecordedLines read = new RecordedLines();
    lines.forEach(read::take);
    return read;
  }

  @Nullable RecordedStep step(String key) {
    return steps.get(key);
  }

  /** The keys of all steps, in their order. */
  Set<String> keys() {
    return steps.keySet();
  }

  /** How many steps a scope has. */
  int stepsIn(String scope) {
    return linesByScope.getOrDefault(scope, List.of()).size();
  }

  /** Where a step of a scope stands that has so many before it; behind all if there is none. */
  int lineOf(String scope, int before) {
    List<Integer> its = linesByScope.getOrDefault(scope, List.of());
    return before < its.size() ? its.get(before) : Integer.MAX_VALUE;
  }

  /** How many steps of its scope there were with this one. */
  int ordinalOf(String key) {
    return ordinals.getOrDefault(key, 0);
  }

  /** Which candidate a step was about; empty where the record does not say. */
  String aboutOf(String key) {
    return abouts.getOrDefault(key, "");
  }

  /** What was noted, by key. */
  Map<String, List<Noted>> notes() {
    return notes;
  }

  long millis() {
    return millis;
  }

  /** The scope of the key of a step, or of a note behind what says of what kind it is. */
  static String scopeOf(String key) {
    int end = key.startsWith(FORK) ? key.indexOf('/', FORK.length()) : -1;
    return end < 0 ? "" : key.substring(0, end + 1);
  }

  /** Tells whether the key of a note is one of a scope. */
  static boolean isOf(String scope, String noteKey) {
    return scopeOfNote(noteKey).equals(scope);
  }

  private static String scopeOfNote(String key) {
    for (String kind :
        List.of(RecordedConversation.CONVERSATION, RecordedConversation.SNAPSHOT, Steps.BEGUN)) {
      if (key.startsWith(kind)) {
        return scopeOf(key.substring(kind.length()));
      }
    }
    return scopeOf(key);
  }

  private void take(String text) {
    JsonValue line = JournalJson.parse(text);
    int version = line.path("v").number(0);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "a record has version " + version + ", and this library reads version " + VERSION);
    }
    lines++;
    millis += line.path(MILLIS).wholeNumber().orElse(0);
    if (line.has(NOTE)) {
      takeNote(line.required(NOTE).text(), line);
    } else {
      takeStep(line.required(STEP).text(), line);
    }
  }

  private void takeStep(String key, JsonValue line) {
    RecordedStep step =
        line.has("as")
            ? steps.get(line.required("as").text())
            : new RecordedStep(
                line.path("result"), line.has("failure") ? line.path("failure") : null);
    if (step == null || steps.put(key, step) != null) {
      throw new IllegalArgumentException(
          "step '"
              + VisibleText.name(key)
              + "' is recorded twice, or like a step that is not recorded");
    }
    if (line.has(ABOUT)) {
      abouts.put(key, line.required(ABOUT).text());
    }
    if (!key.equals(DISPATCHED)) {
      List<Integer> its = linesByScope.computeIfAbsent(scopeOf(key), none -> new ArrayList<>());
      its.add(lines);
      ordinals.put(key, its.size());
    }
  }

  private void takeNote(String numbered, JsonValue line) {
    JsonValue value =
        line.has("as") ? notesByNumber.get(line.required("as").text()) : line.required("result");
    int end = numbered.lastIndexOf('#');
    if (end < 0 || value == null || notesByNumber.put(numbered, value) != null) {
      throw new IllegalArgumentException(
          "note '"
              + VisibleText.name(numbered)
              + "' is recorded twice, or like a note that is not recorded");
    }
    String key = numbered.substring(0, end);
    notes
        .computeIfAbsent(key, unused -> new ArrayList<>())
        .add(new Noted(value, stepsIn(scopeOfNote(key)), lines));
  }
}
