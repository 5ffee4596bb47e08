package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.journal.UnrecordedStepException;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.report.RunCommits;
import dev.nightshift.core.report.RunCourse;
import dev.nightshift.core.report.RunEvidence;
import dev.nightshift.core.report.RunPlace;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.report.RunWork;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the result and report of a run from what its steps found out. */
final class ReportAssembler {
  private static final Logger LOG = LoggerFactory.getLogger(ReportAssembler.class);

  /** The key of the note of how the run ended; a run without it is unfinished. */
  static final String ENDED = "run/ended";

  private final RunContext context;
  private final RunLog log;
  private final @Nullable ManagedWorkspace workspace;
  private final List<ForkReport> forks;

  ReportAssembler(RunContext context, RunLog log) {
    this.context = context;
    this.log = log;
    this.workspace = null;
    this.forks = List.of();
  }

  /** The log is of the branch the report is about, the workspace the run's own. */
  ReportAssembler(
      RunContext context, RunLog log, ManagedWorkspace workspace, List<ForkReport> forks) {
    this.context = context;
    this.log = log;
    this.workspace = workspace;
    this.forks = forks;
  }

  /** The end of a run that delivered, with a remark on what came after that. */
  RunResult delivered(String remark) {
    return new RunResult.Delivered(report(deliveredEnding(remark), deliveredBranch()));
  }

  /** The end of a run whose work a human does not want. */
  RunResult rejected(String detail, String branch) {
    return new RunResult.Stopped(
        report(
            ending(
                RunReport.Outcome.STOPPED, EndReason.REJECTED, detail, RunReport.DeliveryKind.NONE),
            branch));
  }

  /** What is told of a run that has delivered, before its end. */
  RunReport soFar() {
    RunSpend spend = spend();
    return told(
        new RunReport(
            context.id,
            context.task,
            deliveredEnding(""),
            place(log.change, deliveredBranch()),
            course(log.revisions, sandbox()),
            evidence(),
            work(log.change),
            spend == null ? RunSpend.none() : spend));
  }

  private RunReport.Ending deliveredEnding(String remark) {
    if (log.delivered() instanceof DeliveryResult.Merged merged) {
      MergeCandidate landed = merged.candidate();
      String note = merged.checkoutNote().isEmpty() ? "" : "; " + merged.checkoutNote();
      String detail = "merged into " + landed.target() + " as " + landed.mergeCommit() + note;
      return ending(
          RunReport.Outcome.DELIVERED,
          EndReason.MERGED,
          sentences(detail, remark),
          RunReport.DeliveryKind.MERGED);
    }
    DeliveryResult.Proposed proposed = (DeliveryResult.Proposed) log.delivered();
    return ending(
        RunReport.Outcome.DELIVERED,
        EndReason.PROPOSED,
        sentences(Objects.requireNonNull(proposed).reason(), remark),
        RunReport.DeliveryKind.PROPOSED);
  }

  private String deliveredBranch() {
    return log.delivered() instanceof DeliveryResult.Proposed proposed ? proposed.branch() : "";
  }

  /** Returns a detail with a remark behind it, as a sentence of its own. */
  static String sentences(String detail, String remark) {
    String end = remark.isEmpty() || detail.matches("(?s).*[.!?]\\s*") ? "" : ".";
    return detail + end + remark;
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
    Failure failure = Failure.of(cause);
    String detail =
        failure.message().isEmpty()
            ? failure.type() + " without a message; its stack trace is in the log"
            : failure.message();
    return new RunResult.Failed(
        report(
            ending(
                RunReport.Outcome.FAILED,
                RunBody.reasonOf(cause),
                remark.apply(detail),
                RunReport.DeliveryKind.NONE),
            keptBranch),
        told(failure));
  }

  /**
   * The end of a run whose workspace cannot be used; a stop before the first step is not a failure.
   */
  RunResult failed(Throwable cause) {
    if (log.delivered() != null) {
      return delivered(RunEnding.afterThat(cause));
    }
    if (cause instanceof RunStoppedException stop) {
      return stopped(stop.reason(), String.valueOf(stop.getMessage()), "");
    }
    return failed(cause, UnaryOperator.identity(), "");
  }

  /** The end of a run whose report cannot be made either: what is known without asking anybody. */
  RunResult lastResort(Throwable cause) {
    RunCourse course = course(0, "none");
    if (log.delivered() != null) {
      RunPlace place = place(log.change, deliveredBranch());
      return new RunResult.Delivered(
          report(
              deliveredEnding(RunEnding.afterThat(cause)),
              course,
              place,
              RunEvidence.none(),
              RunWork.none()));
    }
    RunReport.Ending ending =
        ending(
            RunReport.Outcome.FAILED,
            EndReason.ERROR,
            Failure.of(cause).toString(),
            RunReport.DeliveryKind.NONE);
    return new RunResult.Failed(
        report(ending, course, RunPlace.none(), RunEvidence.none(), RunWork.none()),
        told(Failure.of(cause)));
  }

  /**
   * The end, in this process, of a run that was to go on and is left as it was: nothing of it is
   * recorded. What it delivered before it was cut off stays true.
   */
  RunResult left(UnrecordedStepException why) {
    String detail = String.valueOf(why.getMessage());
    boolean isDelivered = context.record.isCutOff() && log.delivered() != null;
    RunReport.Ending ending =
        isDelivered
            ? deliveredEnding(" After that " + detail)
            : ending(
                RunReport.Outcome.STOPPED,
                EndReason.INTERRUPTED,
                detail,
                RunReport.DeliveryKind.NONE);
    RunSpend spend;
    try {
      spend = spendOf(context);
    } catch (RuntimeException | Error unreadable) {
      LOG.warn("what run {} spent could not be read", context.id, unreadable);
      spend = RunSpend.none();
    }
    RunCourse course =
        new RunCourse(context.startedAt, context.sinceDispatch(), context.active.used(), 0, "none");
    RunPlace place = isDelivered ? place(log.change, deliveredBranch()) : RunPlace.none();
    RunReport report =
        new RunReport(
            context.id,
            context.task,
            ending,
            place,
            course,
            RunEvidence.none(),
            RunWork.none(),
            spend);
    return isDelivered ? new RunResult.Delivered(report) : new RunResult.Stopped(report);
  }

  private static RunReport.Ending ending(
      RunReport.Outcome outcome, EndReason reason, String detail, RunReport.DeliveryKind delivery) {
    return new RunReport.Ending(outcome, reason, detail, delivery);
  }

  private RunReport report(
      RunReport.Ending ending,
      RunCourse course,
      RunPlace place,
      RunEvidence evidence,
      RunWork work) {
    RunSpend spend = spend();
    if (place.link() != null) {
      context.record.noteEach(EndTelling.LINK, place.link().toString());
    }
    EndTelling.note(context.settings, context.id, context.record, ending);
    context.record.force();
    String detail =
        spend == null
            ? sentences(ending.detail(), " What it spent is unknown: the ledger could not be read.")
            : ending.detail();
    RunReport.Ending told =
        ending(
            ending.outcome(),
            ending.reason(),
            sentences(detail, unrecorded(detail)),
            ending.delivery());
    RunReport report =
        new RunReport(
            context.id,
            context.task,
            told,
            place,
            course,
            evidence,
            work,
            spend == null ? RunSpend.none() : spend);
    return told(report);
  }

  /** The run worked with what it got; what is told of it is what a replay gets. */
  private RunReport told(RunReport report) {
    try {
      return context.settings.redaction().told(report, RunReport.class);
    } catch (IllegalStateException unreadable) {
      context.logger(LOG).warn("the report of run {} is told in part", context.id, unreadable);
      Failure ended = told(new Failure("", report.ending().detail()));
      return new RunReport(
          context.id,
          Task.builder("[redacted]").build(),
          ending(
              report.ending().outcome(),
              report.reason(),
              ended.message(),
              report.ending().delivery()),
          RunPlace.none(),
          report.course(),
          RunEvidence.none(),
          RunWork.none(),
          report.spend());
    }
  }

  private Failure told(Failure failure) {
    return context.settings.redaction().told(failure, Failure.class);
  }

  /** Why nobody can tell the run again, as far as its detail does not say so; else empty. */
  private String unrecorded(String detail) {
    String why = context.record.failure();
    return why.isEmpty() || detail.contains(why)
        ? ""
        : " The run cannot be told again: its journal failed: " + why;
  }

  /** The bill; null if the ledger cannot be read, which does not change the end. */
  private @Nullable RunSpend spend() {
    try {
      return context.steps.now("spend", RunSpend.class, () -> spendOf(context));
    } catch (RuntimeException | Error unreadable) {
      context.logger(LOG).warn("what run {} spent could not be read", context.id, unreadable);
      return null;
    }
  }

  private static RunSpend spendOf(RunContext context) {
    return new RunSpend(
        context.settings.ledger().spend(context.id),
        context.meter.sameModelBothRoles(),
        context.meter.withoutCaching(),
        context.meter.choices(),
        context.meter.compactions());
  }

  private RunCourse course(int revisions, String sandbox) {
    Duration active = context.steps.now("active", Duration.class, context.active::used);
    Duration whole = context.steps.now("duration", Duration.class, context::sinceDispatch);
    return new RunCourse(context.startedAt, whole, active, revisions, sandbox);
  }

  private static @Nullable URI linkOf(@Nullable DeliveryResult delivered) {
    if (delivered instanceof DeliveryResult.Merged merged) {
      return merged.link();
    }
    return delivered instanceof DeliveryResult.Proposed proposed ? proposed.link() : null;
  }

  private RunReport report(RunReport.Ending end, String branch) {
    Change change = change();
    String replaced = workspace == null ? "" : RecordedWorkspace.replacedBy(workspace, branch);
    return report(
        ending(end.outcome(), end.reason(), sentences(end.detail(), replaced), end.delivery()),
        course(log.revisions, sandbox()),
        place(change, branch),
        evidence(),
        work(change));
  }

  private String sandbox() {
    return context.steps.now(
        "sandbox", String.class, () -> context.settings.workspaces().sandbox());
  }

  private RunWork work(@Nullable Change change) {
    return new RunWork(
        change == null ? Change.none() : change,
        log.leftOut,
        log.conflict,
        log.implementerSummary,
        forks);
  }

  private RunPlace place(@Nullable Change change, String branch) {
    WorkspacePlan plan = log.plan;
    if (plan == null) {
      return RunPlace.none();
    }
    RunCommits commits = commits(plan);
    if (change != null && !change.isEmpty() && log.delivered() == null) {
      // Work that was given up is not at the tip the run ended with, but its branch is.
      commits = commits.withHead(change.headCommit());
    }
    String obstacle = log.delivered() instanceof DeliveryResult.Proposed ? log.obstacle : "";
    return new RunPlace(commits, branch, linkOf(log.delivered()), plan.target(), obstacle);
  }

  private RunEvidence evidence() {
    return new RunEvidence(
        new CriterionReports(context.task, log).all(),
        log.evidence.gates().flaky(),
        log.evidence.rounds(),
        log.evidence.openRequests(log.fork),
        log.toLookAt(),
        log.clarifications,
        log.humanDecisions);
  }

  private RunCommits commits(WorkspacePlan plan) {
    MergeCandidate candidate = log.candidate;
    return candidate == null || !log.isCandidateCurrent()
        ? new RunCommits(plan.baseCommit(), log.head, "", "")
        : new RunCommits(
            plan.baseCommit(),
            log.delivered() == null ? log.head : candidate.broughtCommit(),
            candidate.mergeCommit(),
            candidate.mergeTree());
  }

  /** What was delivered; for other ends what is on the branch. */
  private @Nullable Change change() {
    if (log.delivered() != null) {
      return log.change;
    }
    return workspace == null ? null : workspace.lastChange();
  }
}
