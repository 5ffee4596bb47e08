package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.report.HumanDecision;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
  /** The key of the notes of what humans decided after the run had ended. */
  public static final String DECIDED = "human/decided";

  /** How the keys begin of the notes of who pays, and what was charged. */
  private static final String MONEY = "account/";

  private final Mode mode;
  private final JournalKeeper keeper;
  private final RecordWriter writer;
  private final RecordRedaction redaction;
  private final RecordedLines known;
  private final Map<String, Integer> noteCounts = new HashMap<>();
  private final Map<String, Integer> notedEach = new HashMap<>();
  private final Retelling retelling;

  /** What is made of steps that the record has, and of those it lacks. */
  private enum Mode {
    /** All are done. */
    RECORD,
    /** All are answered from the record. */
    REPLAY,
    /** All are answered from it, in the order in which they are recorded. */
    REPLAY_IN_ORDER,
    /** Those it has are answered from it, the others done. */
    RESUME
  }

  private RunRecord(
      RunId run, Mode mode, JournalKeeper keeper, RecordedLines known, RecordRedaction redaction) {
    this.mode = mode;
    this.keeper = keeper;
    this.known = known;
    this.redaction = redaction;
    this.writer = new RecordWriter(keeper, redaction, known.millis());
    this.retelling = new Retelling(run, mode != Mode.REPLAY, known);
    known.notes().forEach((key, notes) -> noteCounts.put(key, notes.size()));
  }

  /** The record of a run that begins; it costs nothing if the journal keeps nothing. */
  public static RunRecord begin(
      Journal journal, RunId run, RecordRedaction redaction, LongSupplier activeMillis) {
    JournalKeeper keeper = new JournalKeeper(journal, run);
    RunRecord record = new RunRecord(run, Mode.RECORD, keeper, RecordedLines.none(), redaction);
    record.goesOn(activeMillis);
    return record;
  }

  /**
   * The record of a run that goes on: steps it has are answered from it, all that comes behind is
   * recorded behind it. The caller says by {@link #goesOn} from when on the run is active.
   *
   * @param journal where the writer is from
   * @param run the run
   * @param writer the run's one writer, which this closes at the {@link #end}
   * @param lines its lines, read after the writer was acquired
   * @param redaction what none of its lines holds
   * @throws IllegalArgumentException if the lines are no record of a run
   */
  public static RunRecord resume(
      Journal journal,
      RunId run,
      JournalWriter writer,
      List<String> lines,
      RecordRedaction redaction) {
    JournalKeeper keeper = new JournalKeeper(journal, run, writer);
    return new RunRecord(run, Mode.RESUME, keeper, RecordedLines.of(lines), redaction);
  }

  /** Says for how many milliseconds a run that goes on was active, those recorded included. */
  public synchronized void goesOn(LongSupplier active) {
    writer.goesOn(active);
  }

  /** Says what the run starts from, before its first step. */
  public synchronized void dispatched(Dispatched dispatched) {
    if (takesMoney() && known.step(RecordedLines.DISPATCHED) == null) {
      writer.dispatched(dispatched);
    }
  }

  /**
   * The record of a run that ended.
   *
   * @param lines its lines, in the order in which they were recorded
   * @param redaction what its keys were written without
   * @throws IllegalArgumentException if the lines are no record of a run
   */
  public static RunRecord of(RunId run, List<String> lines, RecordRedaction redaction) {
    JournalKeeper none = new JournalKeeper(Journal.none(), run);
    return new RunRecord(run, Mode.REPLAY, none, RecordedLines.of(lines), redaction);
  }

  /** The same, for who wants to know whether a pipeline can go on behind it. */
  public static RunRecord inOrder(RunId run, List<String> lines, RecordRedaction redaction) {
    JournalKeeper none = new JournalKeeper(Journal.none(), run);
    return new RunRecord(run, Mode.REPLAY_IN_ORDER, none, RecordedLines.of(lines), redaction);
  }

  boolean isInOrder() {
    return mode == Mode.REPLAY_IN_ORDER || mode == Mode.RESUME;
  }

  /** What was dispatched. */
  public Dispatched dispatched() {
    RecordedStep first = known.step(RecordedLines.DISPATCHED);
    if (first == null) {
      throw new IllegalArgumentException("the record does not say what was dispatched");
    }
    return Dispatched.of(first.result());
  }

  /** What came of a step, by its key with its number; empty if it was not done. */
  public <T> Optional<T> result(String key, Class<T> type) {
    RecordedStep step = known.step(key);
    return step == null || step.failure() != null
        ? Optional.empty()
        : Optional.of(JournalJson.read(step.result(), type));
  }

  /** Tells whether the run began: it waits for no other any more. */
  public boolean hasPlan() {
    return known.step("plan#1") != null;
  }

  /** How long the run was active until its last record. */
  public synchronized Duration activeTime() {
    return Duration.ofMillis(writer.recordedMillis());
  }

  /** The steps of the run's own scope. */
  public Steps steps() {
    return new Steps(this, "", null);
  }

  boolean isReplay() {
    return mode == Mode.REPLAY || mode == Mode.REPLAY_IN_ORDER;
  }

  /** Whether this is of a run that goes on. */
  public boolean isResumed() {
    return mode == Mode.RESUME;
  }

  /** Whether there are steps that are answered from the record. */
  boolean isRead() {
    return mode != Mode.RECORD;
  }

  /** What was read; nothing of a run that began here. */
  RecordedLines known() {
    return known;
  }

  /** A part of a key as it is recorded. */
  String name(String part) {
    return redaction.text(part);
  }

  /** What is known of a step; null if it has to be done. */
  @Nullable RecordedStep find(String key) {
    RecordedStep step = findStop(key);
    if (step == null && isReplay()) {
      throw missing(key, null);
    }
    return step;
  }

  /** The first step that is missing, which is why those after it are. */
  UnrecordedStepException missing(String key, @Nullable Throwable cause) {
    return retelling.missing(key, cause);
  }

  /**
   * Refuses what is recorded of another candidate than a pipeline asks about; a record of an
   * earlier version does not say.
   */
  void requireAbout(String key, String about) {
    String recorded = known.aboutOf(key);
    String asked = name(about);
    if (!recorded.isEmpty() && !recorded.equals(asked)) {
      throw retelling.elsewhere(key, asked, recorded);
    }
  }

  /** Whether this is of a run that goes on and has not told its forks again yet. */
  boolean hasForksLeft() {
    return isResumed() && retelling.hasForksLeft();
  }

  /** Where a recorded run was stopped from outside; null where it went on. */
  @Nullable RecordedStep findStop(String key) {
    retelling.came(key);
    return known.step(key);
  }

  /** The record says how the pipeline's own code ended, which explains a step that is missing. */
  void explained() {
    retelling.explained();
  }

  /**
   * Refuses to tell how a run went on whose pipeline is not the one that was recorded.
   *
   * @throws UnrecordedStepException if it came to a step that the record has not there
   */
  public void requireSamePipeline() {
    retelling.requireSamePipeline();
  }

  /**
   * Refuses a replay that was none of this record.
   *
   * @throws UnrecordedStepException if a step was missing
   * @throws IllegalArgumentException if recorded steps were not met
   */
  public void requireWhole() {
    retelling.requireWhole();
  }

  /**
   * Leaves the run as a process leaves it that is killed now: no step is done or recorded any more,
   * nor noted anything but what is charged to it, so that another process goes on with it.
   *
   * @param ended the key of the note that the run ended
   * @return false if it is not recorded, or has noted its end: then nothing is changed
   */
  public synchronized boolean cutOff(String ended, String why) {
    int before = known.notes().getOrDefault(ended, List.of()).size();
    if (!isKept() || times(ended) > before) {
      return false;
    }
    retelling.cutOff(why);
    return true;
  }

  /** Whether it was left for another process to go on with. */
  public boolean isCutOff() {
    return retelling.isCutOff();
  }

  /** Tells whether records were begun that do not say by a note that the run ended. */
  public synchronized boolean mayGoOn(String ended) {
    boolean isEnded = noteCounts.containsKey(ended) && failure().isEmpty();
    return isCutOff() || (keeper.hasBegun() && !isEnded);
  }

  /** Why the journal takes no more records of this run; empty as long as it does. */
  public String failure() {
    return keeper.failure();
  }

  /** Refuses to go on once the journal takes no more records of this run. */
  public void requireKept() {
    retelling.requireNotCutOff();
    keeper.requireKept();
  }

  /**
   * Returns when all that was recorded before is on the disk. If that fails, the run is recorded no
   * further, and refused by {@link #requireKept}.
   */
  public void force() {
    if (!isReplay()) {
      keeper.force();
    }
  }

  /** Lets go of the journal: nothing is recorded any more. */
  public void end() {
    keeper.end();
  }

  /**
   * Records something that no step brought about. A replay goes on without it, so it does nothing
   * there; nor does it if the journal keeps nothing or has failed. A key may come again.
   */
  public synchronized void note(String key, Object value) {
    if (key.startsWith(MONEY) ? takesMoney() : isKept()) {
      String kept = name(key);
      int number = noteCounts.merge(kept, 1, Integer::sum);
      writer.addNote(kept + "#" + number, value);
    }
  }

  /**
   * Notes what a run that is told again comes to again: only what it came to more often than the
   * record says.
   */
  public synchronized void noteEach(String key, Object value) {
    String kept = name(key);
    int times = notedEach.merge(kept, 1, Integer::sum);
    if (times > known.notes().getOrDefault(kept, List.of()).size()) {
      note(key, value);
    }
  }

  /** How often something was noted, in all processes of the run. */
  public synchronized int times(String key) {
    return noteCounts.getOrDefault(key, 0);
  }

  /** What humans decided about the run after it had ended, of a record that was read. */
  public List<HumanDecision> humanDecisions() {
    return notes(DECIDED, HumanDecision.class).getOrDefault(DECIDED, List.of());
  }

  /**
   * What was noted under keys that begin so, of a record that was read: by key, oldest first.
   *
   * @throws IllegalArgumentException if something of another type was noted there
   */
  public <T> Map<String, List<T>> notes(String prefix, Class<T> type) {
    Map<String, List<T>> found = new LinkedHashMap<>();
    known
        .notes()
        .forEach(
            (key, notes) -> {
              if (key.startsWith(prefix)) {
                found.put(
                    key, notes.stream().map(note -> JournalJson.read(note.value(), type)).toList());
              }
            });
    return found;
  }

  /** Returns what makes the hashes of the requests of a conversation that was begun so. */
  public RequestHashes requestHashes(ConversationSpec spec) {
    return new RequestHashes(keeper.key(), spec);
  }

  /** What was noted when its scope had so many steps, oldest first. */
  Stream<JsonValue> notedAt(String key, int steps) {
    return known.notes().getOrDefault(key, List.of()).stream()
        .filter(note -> note.steps() == steps)
        .map(RecordedLines.Noted::value);
  }

  /** What was noted under a key, oldest first. */
  Stream<RecordedLines.Noted> noted(String key) {
    return known.notes().getOrDefault(name(key), List.of()).stream();
  }

  /** Whether notes are kept, so that nobody has to make them for nothing. */
  public synchronized boolean takesNotes() {
    return isKept();
  }

  /** Records what came of a step, about a candidate or, empty, about none. */
  synchronized void add(String key, String about, Object result) {
    if (isKept()) {
      writer.add(key, about, result);
    }
  }

  synchronized void addFailure(String key, String about, Throwable thrown) {
    if (isKept()) {
      writer.addFailure(key, about, thrown);
    }
  }

  private boolean isKept() {
    return takesMoney() && !isCutOff();
  }

  private boolean takesMoney() {
    return !isReplay() && keeper.isKept();
  }
}
