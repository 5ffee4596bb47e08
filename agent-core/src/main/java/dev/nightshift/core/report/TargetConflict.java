package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.merge.ConflictReport;

/**
 * The last conflict of a run's branch with its target, as the implementer was told of it.
 *
 * @param report where the two disagree
 * @param workBefore the tip of the branch before the target was merged into it: all of the run's
 *     own work; 40 hexadecimal digits
 * @param isOpen false if a candidate could be built after it
 */
public record TargetConflict(ConflictReport report, String workBefore, boolean isOpen) {
  /** Refuses nulls. */
  public TargetConflict {
    Require.nonNull(report, "report");
    Require.nonNull(workBefore, "workBefore");
  }
}
