package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.event.RunListener;
import dev.nightshift.core.internal.journal.RecordRedaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners and the log what happens in one run, one event at a time, also while its forks
 * work at once; a failing listener disturbs nothing.
 */
final class RunEvents {
  /** What listeners know a run and its forks by. */
  private static final Set<String> NAMES = Set.of("branch", "fork", "commit");

  private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
  private final RunId run;
  private final TimeSource time;
  private final List<RunListener> listeners;
  private final String fork;
  private final ReentrantLock inOrder;
  private final BooleanSupplier isTold;
  private final RecordRedaction redaction;

  /**
   * Tells what happens in a run.
   *
   * @param isHeard whether anybody listens
   * @param isTold whether it was told before, by a process that died, and is not told again
   */
  RunEvents(RunId run, EngineSettings settings, boolean isHeard, BooleanSupplier isTold) {
    this.run = run;
    this.time = settings.time();
    this.listeners = isHeard ? settings.listeners() : List.of();
    this.redaction = settings.redaction();
    this.fork = "";
    this.inOrder = new ReentrantLock();
    this.isTold = isTold;
  }

  private RunEvents(RunEvents events, String fork, BooleanSupplier isTold) {
    this.run = events.run;
    this.time = events.time;
    this.listeners = events.listeners;
    this.fork = fork;
    this.inOrder = events.inOrder;
    this.redaction = events.redaction;
    this.isTold = isTold;
  }

  /** Tells what happens in a fork of the run: every event names it. */
  RunEvents fork(String name, BooleanSupplier isToldThere) {
    return new RunEvents(this, name, isToldThere);
  }

  /**
   * Tells what happened.
   *
   * @param attributes asked only if somebody hears of it
   */
  void emit(String name, Supplier<Map<String, Object>> attributes) {
    if (!isTold.getAsBoolean()) {
      emitAnyway(name, attributes);
    }
  }

  /** Tells what happened also while the rest is only told again. */
  void emitAnyway(String name, Supplier<Map<String, Object>> attributes) {
    emitAnyway(name, attributes, RunListener::onEvent);
  }

  private void emitAnyway(
      String name,
      Supplier<Map<String, Object>> attributes,
      BiConsumer<RunListener, RunEvent> telling) {
    LOG.debug("{}", name);
    if (listeners.isEmpty() && !LOG.isTraceEnabled()) {
      return;
    }
    Map<String, Object> told = attributes.get();
    if (!fork.isEmpty()) {
      told = new LinkedHashMap<>(told);
      told.put("fork", fork);
    }
    told = withoutSecrets(told);
    LOG.trace("{} {}", name, told);
    inOrder.lock();
    try {
      tell(new RunEvent(run, time.now(), name, told), telling);
    } finally {
      inOrder.unlock();
    }
  }

  /** Events are written to files and sent to dashboards, as a report is. */
  private Map<String, Object> withoutSecrets(Map<String, Object> told) {
    Map<String, Object> redacted = new LinkedHashMap<>();
    told.forEach(
        (key, value) ->
            redacted.put(
                key,
                value instanceof String text && !NAMES.contains(key)
                    ? redaction.text(text)
                    : value));
    return redacted;
  }

  /**
   * Tells how the run ended; done when all who listen have heard of it, or failed to.
   *
   * @param attributes asked only if somebody hears of it
   */
  CompletableFuture<Void> end(Supplier<Map<String, Object>> attributes) {
    List<CompletableFuture<?>> heard = new ArrayList<>();
    if (!isTold.getAsBoolean()) {
      emitAnyway("run.ended", attributes, (listener, event) -> heard.add(heardBy(listener, event)));
    }
    return CompletableFuture.allOf(heard.toArray(CompletableFuture[]::new))
        .exceptionally(failed -> null);
  }

  private static CompletableFuture<Void> heardBy(RunListener listener, RunEvent event) {
    return listener
        .onEnd(event)
        .toCompletableFuture()
        .exceptionally(
            failed -> {
              warn(listener, event, failed);
              return null;
            });
  }

  private void tell(RunEvent event, BiConsumer<RunListener, RunEvent> telling) {
    for (RunListener listener : listeners) {
      try {
        telling.accept(listener, event);
      } catch (RuntimeException | Error listenerFailed) {
        warn(listener, event, listenerFailed);
      }
    }
  }

  private static void warn(RunListener listener, RunEvent event, Throwable failed) {
    LOG.warn("listener {} failed on event {}", listener.getClass().getName(), event.name(), failed);
  }

  /** Pairs of names and values, in order. */
  static Supplier<Map<String, Object>> attributes(Object... namesAndValues) {
    return () -> map(namesAndValues);
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      attributes.put(
          (String) namesAndValues[i],
          value instanceof Integer number ? (Object) number.longValue() : value);
    }
    return attributes;
  }
}
