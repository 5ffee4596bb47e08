package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.workspace.StaleNotice;

/** What sends an implementer back to work; exactly one thing at a time. */
public sealed interface Feedback {
  /**
   * Returns no feedback, for the first round.
   *
   * @return nothing to react to
   */
  static Feedback none() {
    return new None();
  }

  /** There was no earlier round. */
  record None() implements Feedback {}

  /**
   * The reviewer requested one change.
   *
   * @param request the change
   * @param id the name of the request in this run, for example {@code R1}; empty until the run
   *     knows it
   */
  record ChangeRequested(RevisionRequest request, String id) implements Feedback {
    /** Refuses nulls. */
    public ChangeRequested {
      Require.nonNull(request, "request");
      Require.nonNull(id, "id");
    }

    /**
     * Creates the feedback of a request as a review made it; the run adds the id.
     *
     * @param request the change
     */
    public ChangeRequested(RevisionRequest request) {
      this(request, "");
    }
  }

  /**
   * The gate was red.
   *
   * @param gate the failed result
   */
  record GateFailed(GateResult gate) implements Feedback {
    /** Refuses nulls. */
    public GateFailed {
      Require.nonNull(gate, "gate");
    }
  }

  /**
   * A human answered a question, asked by {@link dev.nightshift.core.run.RunScope#ask}.
   *
   * @param clarification question and answer
   */
  record Answered(Clarification clarification) implements Feedback {
    /** Refuses nulls. */
    public Answered {
      Require.nonNull(clarification, "clarification");
    }
  }

  /**
   * A human looked at the work after the run had ended, and requests one change: {@code
   * Nightshift.revise}. It counts as part of the task.
   *
   * @param request the human's words, not blank
   */
  record HumanRequested(String request) implements Feedback {
    /** Refuses null. */
    public HumanRequested {
      Require.nonNull(request, "request");
    }
  }

  /**
   * The branch conflicts with its target, which was merged into the workspace: conflicting files
   * now hold diff3 markers or, where they can hold none, lie beside the target's version.
   *
   * @param report where
   */
  record Conflicted(ConflictReport report) implements Feedback {
    /** Refuses nulls. */
    public Conflicted {
      Require.nonNull(report, "report");
    }
  }

  /**
   * The target moved under the work; what landed there is merged into the workspace.
   *
   * @param notice how far and where
   */
  record BaseMoved(StaleNotice notice) implements Feedback {
    /** Refuses nulls. */
    public BaseMoved {
      Require.nonNull(notice, "notice");
    }
  }
}
