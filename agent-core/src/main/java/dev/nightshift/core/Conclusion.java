package dev.nightshift.core;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.MergeCandidate;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the result and report of a run from what its steps found out. */
final class Conclusion {
  private static final Logger LOG = LoggerFactory.getLogger(Nightshift.class);
  private final RunContext context;
  private final RunLog log;
  private final @Nullable ManagedWorkspace workspace;

  Conclusion(RunContext context, RunLog log) {
    this.context = context;
    this.log = log;
    this.workspace = null;
  }

  Conclusion(RunContext context, RunLog log, ManagedWorkspace workspace) {
    this.context = context;
    this.log = log;
    this.workspace = workspace;
  }

  RunResult merged(DeliveryResult.Merged merged) {
    MergeCandidate landed = merged.candidate();
    String note = merged.checkoutNote().isEmpty() ? "" : "; " + merged.checkoutNote();
    String detail = "merged into " + landed.target() + " as " + landed.mergeCommit() + note;
    return new RunResult.Delivered(
        report(
            ending(
                RunReport.Outcome.DELIVERED,
                EndReason.MERGED,
                detail,
                RunReport.DeliveryKind.MERGED),
            ""));
  }

  RunResult proposed(DeliveryResult.Proposed proposed) {
    return new RunResult.Delivered(
        report(
            ending(
                RunReport.Outcome.DELIVERED,
                EndReason.PROPOSED,
                proposed.reason(),
                RunReport.DeliveryKind.PROPOSED),
            proposed.branch()));
  }

  RunResult noChange(EndReason reason, String detail) {
    return new RunResult.NoChange(
        report(
            ending(RunReport.Outcome.NO_CHANGE, reason, detail, RunReport.DeliveryKind.NONE), ""));
  }

  RunResult stopped(EndReason reason, String detail, String keptBranch) {
    return new RunResult.Stopped(
        report(
            ending(RunReport.Outcome.STOPPED, reason, detail, RunReport.DeliveryKind.NONE),
            keptBranch));
  }

  RunResult failed(Throwable cause, UnaryOperator<String> remark, String keptBranch) {
    String message = cause.getMessage();
    String detail =
        message == null
            ? cause.getClass().getName() + " without a message; its stack trace is in the log"
            : message;
    return new RunResult.Failed(
        report(
            ending(
                RunReport.Outcome.FAILED,
                RunExecution.reasonOf(cause),
                remark.apply(detail),
                RunReport.DeliveryKind.NONE),
            keptBranch),
        cause);
  }

  /**
   * The end of a run whose workspace cannot be used; a stop before the first step is not a failure.
   */
  RunResult failed(Throwable cause) {
    if (cause instanceof RunStoppedException stop) {
      return stopped(stop.reason(), String.valueOf(stop.getMessage()), "");
    }
    return failed(cause, UnaryOperator.identity(), "");
  }

  /** The end of a run whose report cannot be made either: what is known without asking anybody. */
  RunResult lastResort(Throwable cause) {
    RunReport.Ending ending =
        ending(
            RunReport.Outcome.FAILED,
            EndReason.ERROR,
            String.valueOf(cause),
            RunReport.DeliveryKind.NONE);
    return new RunResult.Failed(begun(ending).build(), cause);
  }

  private static RunReport.Ending ending(
      RunReport.Outcome outcome, EndReason reason, String detail, RunReport.DeliveryKind delivery) {
    return new RunReport.Ending(outcome, reason, detail, delivery);
  }

  /** What a report says of every run; a ledger that cannot be read does not change the end. */
  private RunReportBuilder begun(RunReport.Ending ending) {
    RunReportBuilder report;
    try {
      RunSpend spend =
          new RunSpend(
              context.settings.ledger.spend(context.id), context.meter.sameModelBothRoles());
      report = new RunReportBuilder(context.id, context.task, ending);
      report.spend = spend;
    } catch (RuntimeException | Error unreadable) {
      LOG.warn("what run {} spent could not be read", context.id, unreadable);
      String detail = ending.detail() + " What it spent is unknown: the ledger could not be read.";
      report =
          new RunReportBuilder(
              context.id,
              context.task,
              ending(ending.outcome(), ending.reason(), detail, ending.delivery()));
    }
    report.startedAt = context.startedAt;
    report.duration = Duration.between(context.startedAt, context.settings.time.now());
    return report;
  }

  private static @Nullable URI linkOf(@Nullable DeliveryResult delivered) {
    if (delivered instanceof DeliveryResult.Merged merged) {
      return merged.link();
    }
    return delivered instanceof DeliveryResult.Proposed proposed ? proposed.link() : null;
  }

  private RunReport report(RunReport.Ending ending, String branch) {
    RunReportBuilder report = begun(ending);
    WorkspacePlan plan = log.plan;
    if (plan != null) {
      report.target = plan.target();
      report.commits = commits(plan);
    }
    Change change = change(ending);
    if (change != null && !change.isEmpty() && log.delivered == null) {
      // Work that was given up is not at the tip the run ended with, but its branch is.
      report.commits = report.commits.withHead(change.headCommit());
    }
    if (change != null) {
      report.change = change;
    }
    report.leftOut = log.leftOut;
    report.branch = branch;
    report.link = linkOf(log.delivered);
    report.sandbox = context.settings.workspaces.sandbox();
    report.revisions = log.revisions;
    report.criteria = criteria();
    report.flakyGates = log.evidence.gates().flaky();
    report.rounds = log.evidence.rounds();
    report.conflict = log.conflict;
    report.openRequests = log.evidence.reviews().requests().open();
    report.decisions = log.decisions;
    report.implementerSummary = log.implementerSummary;
    return report.build();
  }

  private RunCommits commits(WorkspacePlan plan) {
    MergeCandidate candidate = log.candidate;
    return candidate == null || !log.isCandidateCurrent()
        ? new RunCommits(plan.baseCommit(), log.head, "", "")
        : new RunCommits(
            plan.baseCommit(),
            log.delivered == null ? log.head : candidate.broughtCommit(),
            candidate.mergeCommit(),
            candidate.mergeTree());
  }

  /** What was delivered; for other ends what is on the branch. */
  private @Nullable Change change(RunReport.Ending ending) {
    if (ending.delivery() != RunReport.DeliveryKind.NONE) {
      return log.change;
    }
    return workspace == null ? null : workspace.lastChange();
  }

  private List<CriterionReport> criteria() {
    List<CriterionReport> reports = new ArrayList<>();
    List<AcceptanceCriterion> criteria = context.task.acceptance();
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
