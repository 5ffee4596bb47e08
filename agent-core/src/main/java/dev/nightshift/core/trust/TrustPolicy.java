package dev.nightshift.core.trust;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.tree.Change;
import java.util.List;
import java.util.Map;

/**
 * Says whether a validated change may land without a human; an SPI.
 *
 * <p><b>Caller:</b> a {@link TrustedDelivery}, on the thread of the run, once for each delivery.
 * <b>Threads:</b> safe for concurrent use. What it throws ends the run as an error.
 */
@FunctionalInterface
public interface TrustPolicy {
  /**
   * Judges.
   *
   * @param task the task
   * @param change what the candidate changes on its target
   * @param standing what its kind, risk and models earned so far
   * @return whether it may land, and why
   */
  Decision judge(Task task, Change change, Standing standing);

  /**
   * What a policy says.
   *
   * @param verdict what is to be done
   * @param why one line, told to the human
   */
  record Decision(Verdict verdict, String why) {
    /** Refuses nulls. */
    public Decision {
      Require.nonNull(verdict, "verdict");
      Require.nonNull(why, "why");
    }
  }

  /** What is to be done with a change. */
  enum Verdict {
    /** It may land. */
    LAND,
    /** A human decides. */
    PROPOSE,
    /** A human decides, and the trust of its kind is set back: it is not what its kind says. */
    MISMATCH
  }

  /**
   * Returns the policy for kinds whose changes are easily told from others by their paths: {@link
   * TaskKind#DOCUMENTATION}, {@link TaskKind#TESTS} and {@link TaskKind#DEPENDENCY_UPDATE}. All
   * other kinds are proposed, always.
   *
   * @param cleanRuns how many runs a human has to accept as they were, one after the other, at
   *     least 1; three is what three people in a row would ask for
   * @return the policy
   * @throws IllegalArgumentException if {@code cleanRuns} is less than 1
   */
  static TrustPolicy afterCleanRuns(int cleanRuns) {
    return afterCleanRuns(cleanRuns, KindPaths.standard());
  }

  /**
   * Returns the policy for kinds of the host.
   *
   * @param cleanRuns how many runs a human has to accept as they were, one after the other, at
   *     least 1
   * @param kinds the kinds that may ever land alone, each with the globs that all of its paths
   *     match, of the form of {@code Task.allowedPaths}; a kind that is missing is proposed
   * @return the policy
   * @throws IllegalArgumentException if {@code cleanRuns} is less than 1, a kind has no glob or a
   *     glob is malformed
   */
  static TrustPolicy afterCleanRuns(int cleanRuns, Map<TaskKind, List<String>> kinds) {
    return new CleanRunsPolicy(cleanRuns, KindPaths.of(kinds));
  }
}
