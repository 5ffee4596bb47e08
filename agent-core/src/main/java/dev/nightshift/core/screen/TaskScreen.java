package dev.nightshift.core.screen;

/**
 * Says whether a task can be evaluated: whether somebody who reads the change can tell that it does
 * what was asked for. The SPI for screens of your own.
 *
 * <p><b>Threads:</b> called by the thread of a run, once before its first round; one object may
 * serve many runs at once. It may block: a cancel of the run interrupts it. What it throws ends the
 * run, as what an implementer throws does.
 */
@FunctionalInterface
public interface TaskScreen {
  /**
   * Looks at a task.
   *
   * @param request the task, the tree that the work starts from, and a way to ask a model
   * @return accepted, or what has to be answered first
   * @throws InterruptedException if the run was cancelled
   */
  Screening screen(ScreenRequest request) throws InterruptedException;

  /**
   * Returns what events and reports call it. The record of a run knows by it whose answer it holds,
   * so that it has to be the same whenever it is asked.
   *
   * @return a short text, {@code screen} unless overridden
   */
  default String name() {
    return "screen";
  }
}
