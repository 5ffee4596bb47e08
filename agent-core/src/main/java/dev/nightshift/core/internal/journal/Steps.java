package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RecordedError;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one scope of a run: whatever reaches outside the engine. Each has a key, its name
 * and how often that name came before; a step that the record holds is answered from it, any other
 * is done and recorded before anything is made of its result.
 *
 * <p>What happens between steps is plain code that does the same again. Used by one thread.
 */
public final class Steps {
  /** How the keys of notes of steps begin that are done once at most, behind it the step. */
  static final String BEGUN = "begun/";

  private final RunRecord record;
  private final String scope;
  private final @Nullable Steps outer;
  private final Map<String, Integer> counts = new HashMap<>();
  private final int recorded;
  private final Notes notes;
  private Runnable goingOn = () -> {};
  private final AtomicInteger passed = new AtomicInteger();
  private boolean isInStep;
  private final List<Runnable> afterTold = new ArrayList<>();

  Steps(RunRecord record, String scope, @Nullable Steps outer) {
    this.record = record;
    this.scope = scope;
    this.outer = outer;
    this.recorded = record.known().stepsIn(scope);
    this.notes = new Notes(record, scope);
  }

  /**
   * The steps of a scope of its own, whose keys never meet those of this one. Another thread may
   * take them, as long as this scope does none.
   */
  public Steps fork(String name) {
    return new Steps(record, scope + "fork/" + record.name(name) + "/", this);
  }

  /** Tells whether this run only tells again what was recorded. */
  public boolean isReplay() {
    return record.isReplay();
  }

  /**
   * Tells whether this scope only tells again what was recorded, as a replay does to its end, and a
   * run that goes on until it has passed its last recorded step. The run's own scope does nothing
   * while its forks work: it goes on when all that they did was told again, too.
   */
  public boolean isToldAgain() {
    return record.isReplay() || passed.get() < recorded || (outer == null && record.hasForksLeft());
  }

  /** How many steps of this scope were passed, done or told again. */
  public int passed() {
    return passed.get();
  }

  /** Where the next step of this scope was recorded; behind all that was if it was not. */
  public int nextLine() {
    return record.known().lineOf(scope, passed.get());
  }

  /** How many steps of this scope were recorded before the run went on. */
  public int recorded() {
    return recorded;
  }

  /** Tells whether a key is of this scope, and not of a fork of it. */
  public boolean isOwnKey(String key) {
    return RecordedLines.scopeOf(key).equals(scope);
  }

  /** The record of the run. */
  public RunRecord record() {
    return record;
  }

  /** What is noted beside the steps of this scope. */
  public Notes notes() {
    return notes;
  }

  /** The beginning of the keys of this scope, which is empty for the run's own. */
  public String scope() {
    return scope;
  }

  /**
   * Says what has to be there before the first step is done that the record of a run that goes on
   * has not.
   */
  public void whenGoingOn(Runnable preparation) {
    this.goingOn = preparation;
  }

  /** Does, once, what has to be there before a step is done. */
  public void prepare() {
    Runnable preparation = goingOn;
    goingOn = () -> {};
    preparation.run();
  }

  /**
   * Does something once this scope has passed its last recorded step; now if it has. Called by any
   * thread, and done by it or by the one that takes the steps.
   */
  public void whenTold(Runnable action) {
    synchronized (afterTold) {
      if (passed.get() < recorded) {
        afterTold.add(action);
        return;
      }
    }
    action.run();
  }

  private void pass() {
    if (passed.incrementAndGet() < recorded) {
      return;
    }
    List<Runnable> actions;
    synchronized (afterTold) {
      actions = List.copyOf(afterTold);
      afterTold.clear();
    }
    actions.forEach(Runnable::run);
  }

  /** A text as a record gives it back. */
  public String told(String text) {
    return record.name(text);
  }

  /**
   * Does a step once.
   *
   * @param name what is done, the same on every replay
   * @param type what comes of it
   * @param body does it
   * @return the result, or the recorded one
   * @throws InterruptedException if the run was interrupted in it, now or then
   */
  public <T> T once(String name, Class<T> type, Body<? extends T> body)
      throws InterruptedException {
    return once(name, "", type, body);
  }

  private <T> T once(String name, String about, Class<T> type, Body<? extends T> body)
      throws InterruptedException {
    if (isInStep || (outer != null && outer.isInStep)) {
      throw new IllegalStateException(
          "step '"
              + VisibleText.name(name)
              + "' was begun within another one; do it before or after it");
    }
    String key = key(name);
    RecordedStep known = record.find(key);
    if (known == null) {
      return done(key, about, body);
    }
    if (record.isInOrder() && record.known().ordinalOf(key) != passed.get() + 1) {
      // What came of it then may be of another candidate than it would be now.
      throw record.missing(key, null);
    }
    record.requireAbout(key, about);
    pass();
    return known.result(type);
  }

  private <T> T done(String key, String about, Body<? extends T> body) throws InterruptedException {
    if (isToldAgain()) {
      throw record.missing(key, null);
    }
    record.requireSamePipeline();
    isInStep = true;
    try {
      prepare();
      T result = body.run();
      record.add(key, about, result);
      return result;
    } catch (InterruptedException | RuntimeException | Error thrown) {
      record.addFailure(key, about, thrown);
      throw thrown;
    } finally {
      pass();
      isInStep = false;
    }
  }

  /**
   * Does a step that must not be done twice: one that was begun and has no result, because its
   * process died, is not begun again.
   *
   * @throws IllegalStateException if it was begun by a process that died
   */
  public <T> T atMostOnce(String name, Class<T> type, Body<? extends T> body)
      throws InterruptedException {
    String begun = BEGUN + scope + name;
    int before = passed.get();
    return onceForced(
        name,
        type,
        () -> {
          if (record.notedAt(begun, before).findAny().isPresent()) {
            throw new IllegalStateException(
                "step '"
                    + VisibleText.name(name)
                    + "' was begun by a process that ended in it, and is not to be done twice; look"
                    + " what it did, and dispatch the task again if it has to be done");
          }
          record.note(begun, true);
          record.force();
          record.requireKept();
          return body.run();
        });
  }

  /** Does a step that nothing can interrupt once. */
  public <T> T now(String name, Class<T> type, Body<? extends T> body) {
    try {
      return once(name, type, body);
    } catch (InterruptedException never) {
      throw new IllegalStateException(
          "step '" + VisibleText.name(name) + "' was interrupted", never);
    }
  }

  /** Does a step once, and returns when it is on the disk, as {@link #force} says. */
  public <T> T onceForced(String name, Class<T> type, Body<? extends T> body)
      throws InterruptedException {
    return onceForced(name, "", type, body);
  }

  /**
   * Does {@link #onceForced} with a step about a candidate.
   *
   * @param about its merge commit: what is recorded of another one is no answer
   */
  public <T> T onceForced(String name, String about, Class<T> type, Body<? extends T> body)
      throws InterruptedException {
    try {
      return once(name, about, type, body);
    } finally {
      force();
    }
  }

  /**
   * Refuses to deliver while steps of forks are recorded that the pipeline did not come to.
   *
   * @throws UnrecordedStepException if there are, and this is not itself told again
   */
  public void requireForksTold() {
    if (!isToldAgain() && record.hasForksLeft()) {
      throw record.missing(scope + "deliver", null);
    }
  }

  /** Does {@link #onceForced} with a step that nothing can interrupt. */
  public <T> T nowForced(String name, Class<T> type, Body<? extends T> body) {
    try {
      return now(name, type, body);
    } finally {
      force();
    }
  }

  /** Waits until all that was recorded is on the disk, as {@link RunRecord#force}. */
  public void force() {
    record.force();
  }

  /**
   * Says, on the disk, what is about to be done that must not be done unseen. Called within the
   * step that does it.
   *
   * @throws IllegalStateException if the journal failed, so that it must not be done
   */
  public void intend(String key, Object what) {
    notes.addNamed(key, what);
    record.force();
    record.requireKept();
  }

  /**
   * Passes a point at which the run may be stopped from outside. Only that it was is recorded.
   *
   * @param stop throws if the run was stopped
   */
  public void stopPoint(Runnable stop) {
    if (isInStep) {
      stop.run();
      return;
    }
    String key = key("stop");
    RecordedStep known = record.isRead() ? record.findStop(key) : null;
    if (known != null) {
      pass();
      known.raiseUninterrupted();
    }
    if (isToldAgain()) {
      return;
    }
    try {
      stop.run();
      record.requireKept();
    } catch (RuntimeException stopped) {
      record.addFailure(key, "", stopped);
      pass();
      throw stopped;
    }
  }

  /**
   * Notes what the run's own code threw, which no step did.
   *
   * @return what was thrown, or what the record says was
   * @throws UnrecordedStepException if this is a replay and the record does not say that anything
   *     was thrown; it names the first step that was missing
   */
  public Throwable raised(Throwable thrown) {
    String key = key("raised");
    RecordedStep known = record.isRead() ? record.findStop(key) : null;
    if (known == null) {
      if (isToldAgain()) {
        throw record.missing(key, thrown);
      }
      record.requireSamePipeline();
      record.addFailure(key, "", thrown);
      pass();
      return thrown;
    }
    pass();
    record.explained();
    try {
      known.raise();
    } catch (InterruptedException | RuntimeException | RecordedError recorded) {
      return recorded;
    }
    throw new IllegalStateException("'" + VisibleText.name(key) + "' is recorded as a result");
  }

  private String key(String name) {
    String kept = record.name(name);
    return scope + kept + "#" + counts.merge(kept, 1, Integer::sum);
  }

  /** What a step does. */
  @FunctionalInterface
  public interface Body<T> {
    /** Does it. */
    T run() throws InterruptedException;
  }
}
