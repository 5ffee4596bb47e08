package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.routing.ModelChoice.Cause;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How high each role stands on its ladder, on one branch of a run. A conversation follows before
 * its next call. Thread-safe.
 */
final class RoleLevels {
  private static final int RED_GATES_A_RUNG = 2;
  private static final String RED_TWICE = "the gate was red twice";
  private final Map<AgentRole, Stand> stands = new HashMap<>();
  private int redRounds;
  private boolean wasRed;
  private @Nullable String rejected;

  /**
   * A level and what brought it about.
   *
   * @param level 0 is the lowest rung
   */
  record Level(int level, Cause cause, String why) {
    static final Level LOWEST = new Level(0, Cause.ROUTED, "");
  }

  /** What serves a role, and how high the role stood when that was chosen. */
  record Served(ModelId model, int level) {}

  /**
   * Notes which model serves a role that asked for another or the same.
   *
   * @return what served it before when it asked for that one, or null
   */
  synchronized @Nullable Served serves(AgentRole role, ModelId asked, Served now) {
    return stand(role).served.put(asked, now);
  }

  synchronized Level of(AgentRole role) {
    return stand(role).level;
  }

  /** A conversation of the role has so many rungs; no level is higher than the longest ladder. */
  synchronized void opened(AgentRole role, int rungs) {
    stand(role).top = Math.max(stand(role).top, rungs - 1);
  }

  /** A gate was red; however many were, it counts once for each round of the implementer. */
  synchronized void gateWasRed() {
    wasRed = true;
  }

  /** A review was no approval; it counts once for each round of the implementer. */
  synchronized void reviewWasRejected(String verdict) {
    rejected = verdict;
  }

  /** An answer of the role was cut at an output limit that money did not lower. */
  synchronized void outputWasCut(AgentRole role) {
    stand(role).climb(Cause.OUTPUT_CUT, "an answer was cut at its output limit");
  }

  /** The host wants a cheaper model from the next time on that the role begins to work. */
  synchronized void stepDown(AgentRole role, String why) {
    stand(role).wantedDown = why;
  }

  /** The role begins to work: only here it steps down, and what was said of its work counts. */
  synchronized void begin(AgentRole role) {
    Stand stand = stand(role);
    if (role.equals(AgentRole.IMPLEMENTER)) {
      judge(stand);
    }
    stand.stepDown();
  }

  private void judge(Stand implementer) {
    redRounds += wasRed ? 1 : 0;
    if (rejected != null) {
      implementer.climb(Cause.REVIEW_REJECTED, "a review ended as " + rejected);
    } else if (redRounds >= RED_GATES_A_RUNG) {
      implementer.climb(Cause.GATE_RED, RED_TWICE);
    }
    if (redRounds >= RED_GATES_A_RUNG) {
      redRounds = 0;
    }
    wasRed = false;
    rejected = null;
  }

  private Stand stand(AgentRole role) {
    return stands.computeIfAbsent(role, unused -> new Stand());
  }

  /** Where one role stands. */
  private static final class Stand {
    private final Map<ModelId, Served> served = new HashMap<>();
    private Level level = Level.LOWEST;
    private int top;
    private @Nullable String wantedDown;

    void climb(Cause cause, String why) {
      if (level.level() < top) {
        level = new Level(level.level() + 1, cause, why);
      }
    }

    void stepDown() {
      String why = wantedDown;
      wantedDown = null;
      if (why != null && level.level() > 0) {
        level = new Level(level.level() - 1, Cause.STEPPED_DOWN, why);
      }
    }
  }
}
