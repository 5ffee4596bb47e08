package dev.nightshift.core.score;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a result of the report of a trial's run.
 *
 * @param near how far a finding may be from a fault, in lines
 */
record TrialReader(int near) {
  private static final int SHOWN = 200;

  TrialResult read(Trial trial, RunReport report) {
    Optional<GateResult> red = report.gates().stream().filter(gate -> !gate.isPassed()).findFirst();
    if (red.isPresent()) {
      return unasked(
          trial,
          report,
          trial.isPlanted() ? TrialOutcome.CAUGHT_BY_GATE : TrialOutcome.NOT_JUDGED,
          "the gate is red: " + red.get().detail());
    }
    Optional<String> missing =
        report.rounds().stream()
            .flatMap(round -> round.missingReviews().stream())
            .map(RoundReport.MissingReview::why)
            .findFirst();
    if (missing.isPresent()) {
      return unasked(trial, report, TrialOutcome.NO_VERDICT, missing.get());
    }
    return report.reviews().isEmpty()
        ? unasked(trial, report, TrialOutcome.NOT_JUDGED, report.ending().detail())
        : judged(trial, report);
  }

  /** What the gate said of a fault says nothing where it is red without it. */
  static TrialResult notJudged(TrialResult red) {
    return new TrialResult(
        red.trial(),
        TrialOutcome.NOT_JUDGED,
        "without the fault, too, " + red.why(),
        red.right(),
        red.wrong(),
        red.spend());
  }

  private TrialResult judged(Trial trial, RunReport report) {
    Review review = report.reviews().get(report.reviews().size() - 1);
    PlantedFault fault = trial.fault();
    List<Finding> right = new ArrayList<>();
    List<Finding> wrong = new ArrayList<>();
    for (Finding finding : findings(review)) {
      (fault != null && fault.isMeantBy(finding, near) ? right : wrong).add(finding);
    }
    boolean approves = review instanceof Review.Approved;
    TrialOutcome outcome;
    if (fault == null) {
      outcome = approves ? TrialOutcome.PASSED : TrialOutcome.HELD_BACK;
    } else {
      outcome = approves || right.isEmpty() ? TrialOutcome.ESCAPED : TrialOutcome.CAUGHT;
    }
    return new TrialResult(trial, outcome, why(review, right, wrong), right, wrong, report.spend());
  }

  private static String why(Review review, List<Finding> right, List<Finding> wrong) {
    if (review instanceof Review.Approved) {
      return right.isEmpty() ? "approved" : "approved, with a remark on it";
    }
    Finding said = right.isEmpty() ? (wrong.isEmpty() ? null : wrong.get(0)) : right.get(0);
    return said == null
        ? review.verdict() + ", with no finding"
        : "%s, at %s:%d: %s"
            .formatted(
                review.verdict(),
                VisibleText.name(said.path()),
                said.line(),
                VisibleText.oneLine(said.message(), SHOWN));
  }

  /** A place that is named twice, as request and as finding, counts once. */
  private static List<Finding> findings(Review review) {
    Map<List<Object>, Finding> byPlace = new LinkedHashMap<>();
    if (review instanceof Review.ChangesRequested requested) {
      Finding finding = requested.request().finding();
      byPlace.put(List.of(finding.path(), finding.line()), finding);
    }
    review
        .findings()
        .forEach(finding -> byPlace.putIfAbsent(List.of(finding.path(), finding.line()), finding));
    return List.copyOf(byPlace.values());
  }

  private static TrialResult unasked(
      Trial trial, RunReport report, TrialOutcome outcome, String why) {
    return new TrialResult(
        trial, outcome, VisibleText.oneLine(why, SHOWN), List.of(), List.of(), report.spend());
  }
}
