package dev.nightshift.core.internal.engine;

import dev.nightshift.core.run.RunScope;

/** The one thread of a run that delivers and ends it. */
public final class RunThread {
  private RunThread() {}

  /**
   * Refuses at once what would have to deliver or end a run in the end, and may not.
   *
   * @param scope a scope of the engine; any other is not asked
   * @param attempted what for, to follow "tried to"
   */
  public static void require(RunScope scope, String attempted) {
    if (scope instanceof EngineScope engine) {
      engine.requireRunThread(attempted);
    }
  }
}
