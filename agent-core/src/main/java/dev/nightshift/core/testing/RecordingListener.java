package dev.nightshift.core.testing;

import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.event.RunListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps every event. Safe for concurrent use. */
public final class RecordingListener implements RunListener {
  private final List<RunEvent> events = new CopyOnWriteArrayList<>();

  /** Creates a listener without events. */
  public RecordingListener() {}

  @Override
  public void onEvent(RunEvent event) {
    events.add(event);
  }

  /**
   * Returns the events so far.
   *
   * @return a copy, in order of arrival
   */
  public List<RunEvent> events() {
    return List.copyOf(events);
  }

  /**
   * Returns the events of one name so far.
   *
   * @param name for example {@code model.call}
   * @return a copy, in order of arrival
   */
  public List<RunEvent> named(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }
}
