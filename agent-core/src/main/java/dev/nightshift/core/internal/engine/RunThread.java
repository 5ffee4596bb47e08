package dev.nightshift.core.internal.engine;

import dev.nightshift.core.internal.metering.ModelAsked;
import dev.nightshift.core.model.AgentRole;
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

  /**
   * Tells whether a gate was asked about the commit that the run starts from.
   *
   * @param scope a scope of the engine; any other is taken for one that was
   * @return false if nobody asked one yet
   */
  public static boolean hasBaseline(RunScope scope) {
    return !(scope instanceof EngineScope engine) || engine.log().baseline() != null;
  }

  /**
   * Keeps the model free that a role of the run is going to begin with, so that no other role
   * climbs to it or falls back on it before.
   *
   * @param scope a scope of the engine; any other is not told
   * @param asked what the role is going to ask for
   * @param role the role
   * @param isSameModelAllowed true if it may share its model
   */
  public static void expect(
      RunScope scope, ModelAsked asked, AgentRole role, boolean isSameModelAllowed) {
    if (scope instanceof EngineScope engine) {
      engine.expect(asked, role, isSameModelAllowed);
    }
  }
}
