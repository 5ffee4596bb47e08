package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did to the files.
 *
 * @param change what was delivered, else what is on the branch
 * @param leftOut what the workspace held and the change does not
 * @param conflict the last conflict with the target, also if it was resolved; null if there was
 *     none
 * @param implementerSummary what the implementer said it did; model text, empty if it said nothing
 * @param forks what became of each fork, in the order in which they were opened
 */
public record RunWork(
    Change change,
    LeftOutWork leftOut,
    @Nullable TargetConflict conflict,
    String implementerSummary,
    List<ForkReport> forks) {
  /** Copies the list, and refuses nulls but for the conflict. */
  public RunWork {
    Require.nonNull(change, "change");
    Require.nonNull(leftOut, "leftOut");
    Require.nonNull(implementerSummary, "implementerSummary");
    forks = Require.elements(forks, "forks");
  }

  /**
   * Returns no work.
   *
   * @return an empty change
   */
  public static RunWork none() {
    return new RunWork(Change.none(), LeftOutWork.none(), null, "", List.of());
  }
}
