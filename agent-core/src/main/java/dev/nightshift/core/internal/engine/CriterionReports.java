package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the acceptance criteria of a task on the newest candidate of a branch. */
final class CriterionReports {
  private final Task task;
  private final RunLog log;

  CriterionReports(Task task, RunLog log) {
    this.task = task;
    this.log = log;
  }

  /** One for each criterion, in their order. */
  List<CriterionReport> all() {
    List<CriterionReport> reports = new ArrayList<>();
    List<AcceptanceCriterion> criteria = task.acceptance();
    for (int index = 0; index < criteria.size(); index++) {
      reports.add(criterion(index, criteria.get(index)));
    }
    return reports;
  }

  private CriterionReport criterion(int index, AcceptanceCriterion criterion) {
    MergeCandidate candidate = log.candidate;
    if (candidate != null && log.isCandidateCurrent()) {
      String tree = candidate.mergeTree();
      CriterionReport known =
          criterion.isChecked() ? proven(index, criterion, tree) : judged(index, criterion, tree);
      if (known != null) {
        return known;
      }
    }
    return new CriterionReport(criterion.text(), CriterionReport.Status.NOT_CHECKED, false, "");
  }

  private @Nullable CriterionReport proven(int index, AcceptanceCriterion criterion, String tree) {
    CriterionEvidence worst = log.evidence.gates().criterion(index, tree);
    return worst == null
        ? null
        : new CriterionReport(
            criterion.text(), CriterionReport.Status.PROVEN, worst.met(), worst.evidence());
  }

  private @Nullable CriterionReport judged(int index, AcceptanceCriterion criterion, String tree) {
    CriterionVerdict said = log.evidence.reviews().criterion(index, tree);
    return said == null
        ? null
        : new CriterionReport(
            criterion.text(), CriterionReport.Status.REVIEWER_SAYS, said.met(), said.why());
  }
}
