package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * What was done about a run whose process died.
 *
 * @param run the run as it was found
 * @param outcome what became of it
 * @param branch the short name of the branch that holds its work; empty unless it is {@link
 *     Outcome#KEPT}
 * @param notes what else its owner has to know, one sentence each: files that were left out, locks
 *     that were removed or are held, processes that were ended, or why nothing was done
 */
public record SalvagedRun(UnfinishedRun run, Outcome outcome, String branch, List<String> notes) {
  /** What became of a run. */
  public enum Outcome {
    /** Its work is on a branch, all else was removed. */
    KEPT,
    /** It had changed nothing that is not on the target already; all was removed. */
    NOTHING,
    /**
     * It was parked and is not needed any more, as the notes say; all but its branch was removed.
     */
    DISCARDED,
    /** It stays as it is; the notes say why. */
    LEFT
  }

  /** Copies the notes. */
  public SalvagedRun {
    Require.nonNull(run, "run");
    Require.nonNull(outcome, "outcome");
    Require.nonNull(branch, "branch");
    notes = Require.elements(notes, "notes");
  }

  /**
   * Returns all of it in one line.
   *
   * @return for example {@code run 20261123-041355-9f3c21aa of process 4711 on build-3, which no
   *     longer works on it: its work is on branch nightshift/20261123-041355-9f3c21aa}
   */
  public String toDisplay() {
    String what =
        switch (outcome) {
          case KEPT -> "its work is on branch " + branch;
          case NOTHING -> "it left nothing to keep and was removed";
          case DISCARDED -> "it was parked, and what was kept to take it up again was removed";
          case LEFT -> "it stays";
        };
    String process = run.owner().process();
    String died =
        run.owner().state() == UnfinishedRun.State.DEAD ? ", which no longer works on it" : "";
    String known = process.isEmpty() ? "" : " of " + process + died;
    String more = notes.isEmpty() ? "" : "; " + String.join("; ", notes);
    return run.toDisplay() + known + ": " + what + more;
  }
}
