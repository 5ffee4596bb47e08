package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * The verdict of a reviewer on one candidate. Anything that is not {@link Approved} does not
 * approve.
 */
public sealed interface Review {
  /**
   * Returns the word for this verdict in reports and events.
   *
   * @return {@code approved}, {@code changes_requested} or {@code escalated}
   */
  String verdict();

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
   * Returns which of its own earlier requests the reviewer takes back or sees done.
   *
   * @return their ids, as {@link ReviewRequest#openRequests} gave them; a request that no review of
   *     its reviewer closes stays open, and nothing lands. On the work it was made on it can be
   *     closed only after a {@link ReviewRequest#disputes dispute} about it was shown, and on other
   *     work only if that was built after it; it is open again where the work it was made on is
   *     back
   */
  default List<String> closes() {
    return List.of();
  }

  /**
   * Returns what the reviewer also wrote, outside of its verdict: it may speak against it. A model
   * that approved was asked which counts, and approved again; see {@link ModelReviewer}.
   *
   * @return a line of at most 2,000 characters for each text, for people; the report shows them
   */
  List<String> alsoWrote();

  /**
   * Returns this review with what its reviewer also wrote.
   *
   * @param texts a line each
   * @return the same verdict
   */
  Review alsoWriting(List<String> texts);

  /**
   * Returns an approval without remarks. It closes no request: where its reviewer requested a
   * change before, {@link #approvedClosing} is needed.
   *
   * @return the approval
   */
  static Review approved() {
    return new Approved(List.of(), List.of());
  }

  /**
   * Returns an approval without remarks that closes requests of the same reviewer: {@code
   * Review.approvedClosing(request.openRequests())} closes all that it was shown, and is an {@link
   * #approved} where there are none.
   *
   * @param requests what is done or no longer asked for
   * @return the approval
   */
  static Review approvedClosing(List<OpenRequest> requests) {
    return new Approved(
        List.of(),
        List.of(),
        Require.elements(requests, "requests").stream().map(OpenRequest::id).toList());
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
   * @param closes the ids of the requests that are done or no longer asked for
   * @param alsoWrote what it wrote outside of its verdict
   */
  record Approved(
      List<Finding> findings,
      List<CriterionVerdict> criteria,
      List<String> closes,
      List<String> alsoWrote)
      implements Review {
    /** Copies the lists, and refuses a criterion that is not met. */
    public Approved {
      findings = Require.elements(findings, "findings");
      criteria = Require.elements(criteria, "criteria");
      closes = Require.elements(closes, "closes");
      alsoWrote = Require.elements(alsoWrote, "alsoWrote");
      for (CriterionVerdict verdict : criteria) {
        if (!verdict.met()) {
          throw new IllegalArgumentException(
              "an approval cannot say that criterion "
                  + verdict.index()
                  + " is not met; return ChangesRequested or Escalated instead");
        }
      }
    }

    @Override
    public String verdict() {
      return "approved";
    }

    @Override
    public Review alsoWriting(List<String> texts) {
      return new Approved(findings, criteria, closes, texts);
    }

    /**
     * Creates an approval with nothing written beside it.
     *
     * @param findings what it noticed
     * @param criteria what it says about the criteria
     * @param closes the ids of the requests that are done or no longer asked for
     */
    public Approved(List<Finding> findings, List<CriterionVerdict> criteria, List<String> closes) {
      this(findings, criteria, closes, List.of());
    }

    /**
     * Creates an approval that closes no request.
     *
     * @param findings what it noticed
     * @param criteria what it says about the criteria
     */
    public Approved(List<Finding> findings, List<CriterionVerdict> criteria) {
      this(findings, criteria, List.of());
    }
  }

  /**
   * Exactly one change is needed first.
   *
   * @param request the change
   * @param findings what else it noticed
   * @param criteria what it says about the criteria
   * @param closes the ids of earlier requests that are done or no longer asked for
   * @param alsoWrote what it wrote outside of its verdict
   */
  record ChangesRequested(
      RevisionRequest request,
      List<Finding> findings,
      List<CriterionVerdict> criteria,
      List<String> closes,
      List<String> alsoWrote)
      implements Review {
    /** Copies the lists. */
    public ChangesRequested {
      Require.nonNull(request, "request");
      findings = Require.elements(findings, "findings");
      criteria = Require.elements(criteria, "criteria");
      closes = Require.elements(closes, "closes");
      alsoWrote = Require.elements(alsoWrote, "alsoWrote");
    }

    @Override
    public String verdict() {
      return "changes_requested";
    }

    @Override
    public Review alsoWriting(List<String> texts) {
      return new ChangesRequested(request, findings, criteria, closes, texts);
    }

    /**
     * Creates a request with nothing written beside it.
     *
     * @param request the change
     * @param findings what else it noticed
     * @param criteria what it says about the criteria
     * @param closes the ids of earlier requests that are done or no longer asked for
     */
    public ChangesRequested(
        RevisionRequest request,
        List<Finding> findings,
        List<CriterionVerdict> criteria,
        List<String> closes) {
      this(request, findings, criteria, closes, List.of());
    }

    /**
     * Creates a request that closes no earlier one.
     *
     * @param request the change
     * @param findings what else it noticed
     * @param criteria what it says about the criteria
     */
    public ChangesRequested(
        RevisionRequest request, List<Finding> findings, List<CriterionVerdict> criteria) {
      this(request, findings, criteria, List.of());
    }
  }

  /**
   * A human has to decide.
   *
   * @param reason why
   * @param findings what it noticed
   * @param criteria what it says about the criteria
   * @param alsoWrote what it wrote outside of its verdict
   */
  record Escalated(
      String reason,
      List<Finding> findings,
      List<CriterionVerdict> criteria,
      List<String> alsoWrote)
      implements Review {
    /** Copies the lists. */
    public Escalated {
      Require.nonNull(reason, "reason");
      findings = Require.elements(findings, "findings");
      criteria = Require.elements(criteria, "criteria");
      alsoWrote = Require.elements(alsoWrote, "alsoWrote");
    }

    @Override
    public String verdict() {
      return "escalated";
    }

    @Override
    public Review alsoWriting(List<String> texts) {
      return new Escalated(reason, findings, criteria, texts);
    }

    /**
     * Creates an escalation with nothing written beside it.
     *
     * @param reason why
     * @param findings what it noticed
     * @param criteria what it says about the criteria
     */
    public Escalated(String reason, List<Finding> findings, List<CriterionVerdict> criteria) {
      this(reason, findings, criteria, List.of());
    }
  }
}
