package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.report.TargetConflict;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a run ends, or what becomes of one of its forks, and which of its work is kept. */
final class RunEnding {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnding.class);
  private static final int MAX_CONFLICTS = 3;

  /** How the names of exceptions of this library begin. */
  private static final String OURS = "dev.nightshift.core.base.";

  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final RunLog log;
  private final ImplementStep implementing;
  private final Forks forks;
  private @Nullable Ended last;

  /** Whether the run took a step after its last end. */
  private volatile boolean wentOn;

  RunEnding(
      RunContext context,
      ManagedWorkspace workspace,
      RunLog log,
      ImplementStep implementing,
      Forks forks) {
    this.context = context;
    this.workspace = workspace;
    this.log = log;
    this.implementing = implementing;
    this.forks = forks;
  }

  RunResult of(DeliveryResult delivered) {
    return keep(() -> ended(delivered));
  }

  RunResult of(Outcome outcome) {
    return keep(() -> ended(outcome));
  }

  /** Ends the run before its pipeline would have; partial work is kept. */
  RunResult stop(EndReason reason, String detail) {
    return keep(() -> stopped(reason, detail));
  }

  /** Ends the run because of a failure; partial work is kept. */
  RunResult fail(Throwable cause) {
    restoreProposal();
    RunResult delivered = asDelivered(afterThat(cause));
    if (delivered != null) {
      context.logger(LOG).warn("run {} failed after it had delivered", context.id, cause);
      return delivered;
    }
    PartialWork kept = keepPartialWork();
    return conclusion().failed(cause, kept::after, kept.branch());
  }

  /** Ends the run after a human decided that what it proposed lands, also if it did not. */
  RunResult accepted(String remark) {
    return conclusion().delivered(remark);
  }

  /** Ends the run whose work a human does not want; the branch stays. */
  RunResult rejected(String detail, String branch) {
    return conclusion().rejected(detail, branch);
  }

  /** Notes that the run takes a step, which no result that was made before it tells. */
  void goesOn() {
    wentOn = true;
  }

  /** Refuses a result that was not made here, and makes one anew that does not tell all. */
  RunResult checked(@Nullable RunResult returned) {
    Ended ended = last;
    if (ended == null || returned != ended.result()) {
      throw new IllegalStateException(
          "the pipeline of run "
              + context.id
              + " must return what deliver, end or stop of this run returned last");
    }
    boolean tellsDelivery = returned instanceof RunResult.Delivered || log.delivered() == null;
    return wentOn || !tellsDelivery ? ended.again().get() : ended.result();
  }

  private RunResult keep(Supplier<RunResult> ending) {
    RunResult made = ending.get();
    last = new Ended(made, ending);
    wentOn = false;
    return made;
  }

  private RunResult ended(DeliveryResult delivered) {
    if (delivered instanceof DeliveryResult.Refused refused) {
      boolean isEmpty =
          refused.reason().equals(EndReason.EMPTY_DIFF)
              && log.delivered() == null
              && holdsNothing();
      return isEmpty
          ? conclusion().noChange(refused.reason(), refused.detail())
          : stopped(refused.reason(), refused.detail());
    }
    RunResult known = delivered == log.delivered() ? asDelivered("") : null;
    if (known == null) {
      throw new IllegalArgumentException(
          delivered instanceof DeliveryResult.Redo
              ? "a delivery that has to be redone is not an end; give its feedback to implement"
              : "this delivery was not made by tryDeliver of this run; pass the result it returned");
    }
    return known;
  }

  private RunResult ended(Outcome outcome) {
    if (outcome instanceof Outcome.NeedsClarification question) {
      log.withdrawn(question.question());
      return stopped(EndReason.NEEDS_CLARIFICATION, question.question());
    }
    if (outcome instanceof Outcome.Stopped stopped) {
      return stopped(stopped.reason(), stopped.detail());
    }
    RunResult delivered = asDelivered("");
    if (delivered != null) {
      return delivered;
    }
    if (outcome instanceof Outcome.NothingToDo nothing) {
      return endUnchanged(nothing);
    }
    throw new IllegalArgumentException(
        "a change is not an end; merge, check, review and deliver it");
  }

  private RunResult stopped(EndReason reason, String detail) {
    if (!reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      restoreProposal();
    }
    RunResult delivered = asDelivered(afterThat(reason, detail));
    if (delivered != null) {
      return delivered;
    }
    reason.requireNoDelivery();
    if (reason.equals(EndReason.NEEDS_CLARIFICATION)) {
      log.openQuestion = detail;
    }
    PartialWork kept = keepPartialWork();
    return conclusion().stopped(reason, kept.after(detail), kept.branch());
  }

  /** Ends a run again whose question is still open. */
  RunResult stillAsks() {
    return stopped(EndReason.NEEDS_CLARIFICATION, log.openQuestion);
  }

  /** What became of this fork; what it holds is on its branch then, also if that lost. */
  ForkReport report() {
    if (log.isDelivered()) {
      return reported(ForkReport.Fate.DELIVERED, new PartialWork(publishedBranch(), ""));
    }
    PartialWork kept;
    try {
      kept = keepPartialWork();
    } catch (RuntimeException | Error notKept) {
      context
          .logger(LOG)
          .warn("the work of fork '{}' of run {} could not be kept", log.fork, context.id, notKept);
      kept = new PartialWork("", " Its work could not be kept: " + Failure.of(notKept));
    }
    return reported(
        kept.isNothing() ? ForkReport.Fate.NO_CHANGE : ForkReport.Fate.NOT_DELIVERED, kept);
  }

  private String publishedBranch() {
    return log.delivered() instanceof DeliveryResult.Proposed proposed ? proposed.branch() : "";
  }

  private String leftOut() {
    String some = log.someLeftOut();
    return some.isEmpty() ? "" : " Left out: " + some + ".";
  }

  private String conflict() {
    TargetConflict conflict = log.conflict;
    return conflict == null || !conflict.isOpen()
        ? ""
        : " In conflict with the target at "
            + conflict.report().targetCommit()
            + ": "
            + conflict.report().paths().stream()
                .limit(MAX_CONFLICTS)
                .map(path -> VisibleText.name(path.path()))
                .collect(Collectors.joining(", "))
            + (conflict.report().paths().size() > MAX_CONFLICTS ? " and more." : ".");
  }

  private ForkReport reported(ForkReport.Fate fate, PartialWork kept) {
    return new ForkReport(
        log.fork,
        fate,
        kept.branch(),
        log.head,
        log.revisions,
        log.implementerSummary,
        log.evidence.openRequests(log.fork),
        (kept.remark() + leftOut() + conflict()).strip());
  }

  /** Whether anything changed is read from git, whatever the outcome says. */
  private RunResult endUnchanged(Outcome.NothingToDo nothing) {
    PartialWork kept = keepPartialWork();
    if (kept.isNothing()) {
      return conclusion()
          .noChange(
              EndReason.NOTHING_TO_DO, nothing.because() + " Evidence: " + nothing.evidence());
    }
    String detail =
        nothing.because() + (gaveUpWork() ? "" : " But files differ from the base; they are kept.");
    return conclusion().stopped(EndReason.NOTHING_TO_DO, kept.after(detail), kept.branch());
  }

  /** What was delivered stays delivered, whatever happens after it; null if nothing was. */
  private @Nullable RunResult asDelivered(String remark) {
    return log.delivered() == null ? null : conclusion().delivered(remark);
  }

  /** What was proposed before a human sent it back stands, if nothing came of that. */
  private void restoreProposal() {
    if (log.isWithdrawn()) {
      commitLastEdits();
      log.restoreDelivery();
    }
  }

  /** Tells whether all that is on the branch is on the target as well. */
  private boolean holdsNothing() {
    boolean isCommitted = commitLastEdits().isEmpty();
    return isCommitted && !gaveUpWork() && (log.isOnTarget() || workspace.change().isEmpty());
  }

  /** Tells whether the branch differed from its base once and does no longer. */
  private boolean gaveUpWork() {
    return workspace.change().isEmpty() && !workspace.lastChange().isEmpty();
  }

  /** Publishes what was committed, also when the last edits cannot be, and what was given up. */
  private PartialWork keepPartialWork() {
    String remark = commitLastEdits();
    if (gaveUpWork()) {
      remark +=
          " An earlier round changed files; that work is kept, at "
              + workspace.lastChange().headCommit()
              + ".";
    }
    return new PartialWork(workspace.lastChange().isEmpty() ? "" : workspace.publish(), remark);
  }

  /** Tells whether there is nothing to keep, because it is not where the last process left it. */
  boolean isWorkGone() {
    return RecordedWorkspace.isGone(workspace);
  }

  /** Returns what hindered it, empty if nothing did. */
  private String commitLastEdits() {
    try {
      implementing.checkpoint("Keep partial work");
      return "";
    } catch (RuntimeException notCommitted) {
      // Of work that is gone it is said once, where the run ends by that.
      if (!isWorkGone()) {
        context
            .logger(LOG)
            .warn("the last edits of run {} could not be committed", context.id, notCommitted);
      }
      return " The last edits could not be committed: " + notCommitted.getMessage();
    }
  }

  /** What befell a run that had delivered. */
  static String afterThat(Throwable cause) {
    return cause instanceof RunStoppedException stop
        ? afterThat(stop.reason(), String.valueOf(stop.getMessage()))
        : " After that the run failed: " + said(cause);
  }

  /** What went wrong; whose words are made for people needs no name of a class. */
  static String said(Throwable cause) {
    Failure failure = Failure.of(cause);
    boolean isOurs = failure.type().startsWith(OURS) && !failure.message().isEmpty();
    return isOurs ? failure.message() : failure.toString();
  }

  /** How a run was stopped that had delivered; that it delivered is no news. */
  static String afterThat(EndReason reason, String detail) {
    return reason.claimsDelivery()
        ? ""
        : " After that the run was stopped as " + reason + ": " + detail;
  }

  private ReportAssembler conclusion() {
    // Nobody goes on any more with the reviews in which the process before this one ended.
    context.cutReviews.takeIn(log.evidence);
    return new ReportAssembler(context, log.reported(), workspace, branches());
  }

  /** What became of the forks and, beside one that was delivered, of the run's own work. */
  private List<ForkReport> branches() {
    List<ForkReport> branches = new ArrayList<>();
    if (log.reported() != log) {
      ForkReport own = report();
      if (!isNothing(own)) {
        branches.add(own);
      }
    }
    branches.addAll(forks.reports());
    return branches;
  }

  private static boolean isNothing(ForkReport own) {
    return own.fate() == ForkReport.Fate.NO_CHANGE
        && own.implementerSummary().isEmpty()
        && own.openRequests().isEmpty()
        && own.detail().isEmpty();
  }

  /** An end, and how to make it anew. */
  private record Ended(RunResult result, Supplier<RunResult> again) {}

  /** Where partial work is, and what is missing there. */
  private record PartialWork(String branch, String remark) {
    /** Returns what else is known of an end with the remark behind it. */
    String after(String detail) {
      return ReportAssembler.sentences(detail, remark);
    }

    boolean isNothing() {
      return branch.isEmpty() && remark.isEmpty();
    }
  }
}
