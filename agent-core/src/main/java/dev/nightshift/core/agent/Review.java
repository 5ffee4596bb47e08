package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * The verdict of a reviewer on one candidate. Anything that is not {@link Approved} does not
 * approve.
 */
public sealed interface Review {
  /**
   * Returns what the reviewer noticed, requested or not.
   *
   * @return the findings
   */
  List<Finding> findings();

  /**
   * Returns what the reviewer says about the acceptance criteria.
   *
   * @return the verdicts, at most one per criterion
   */
  List<CriterionVerdict> criteria();

  /**
   * Returns an approval without remarks.
   *
   * @return the approval
   */
  static Review approved() {
    return new Approved(List.of(), List.of());
  }

  /**
   * Returns a request for one change without further remarks.
   *
   * @param request the change
   * @return the review
   */
  static Review changesRequested(RevisionRequest request) {
    return new ChangesRequested(request, List.of(), List.of());
  }

  /**
   * Returns a review that leaves the decision to a human.
   *
   * @param reason why
   * @return the review
   */
  static Review escalated(String reason) {
    return new Escalated(reason, List.of(), List.of());
  }

  /**
   * The candidate may land as far as this reviewer goes.
   *
   * @param findings what it noticed
   * @param criteria what it says about the criteria
   */
  record Approved(List<Finding> findings, List<CriterionVerdict> criteria) implements Review {
    /** Copies the lists. */
    public Approved {
      findings = Require.elements(findings, "findings");
      criteria = Require.elements(criteria, "criteria");
    }
  }

  /**
   * Exactly one change is needed first.
   *
   * @param request the change
   * @param findings what else it noticed
   * @param criteria what it says about the criteria
   */
  record ChangesRequested(
      RevisionRequest request, List<Finding> findings, List<CriterionVerdict> criteria)
      implements Review {
    /** Copies the lists. */
    public ChangesRequested {
      Require.nonNull(request, "request");
      findings = Require.elements(findings, "findings");
      criteria = Require.elements(criteria, "criteria");
    }
  }

  /**
   * A human has to decide.
   *
   * @param reason why
   * @param findings what it noticed
   * @param criteria what it says about the criteria
   */
  record Escalated(String reason, List<Finding> findings, List<CriterionVerdict> criteria)
      implements Review {
    /** Copies the lists. */
    public Escalated {
      Require.nonNull(reason, "reason");
      findings = Require.elements(findings, "findings");
      criteria = Require.elements(criteria, "criteria");
    }
  }
}
