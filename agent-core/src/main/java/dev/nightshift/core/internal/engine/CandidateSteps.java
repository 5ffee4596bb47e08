package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.evidence.BroughtFile;
import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.internal.evidence.HeardReview;
import dev.nightshift.core.internal.evidence.RoleName;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds candidates and gathers verdicts on them. */
final class CandidateSteps {
  private final RunContext context;
  private final MergeQueue queue;
  private final RunLog log;
  private final Map<MergeCandidate, Change> changes = new HashMap<>();

  CandidateSteps(RunContext context, MergeQueue queue, RunLog log) {
    this.context = context;
    this.queue = queue;
    this.log = log;
    log.readBy(this::held);
  }

  Evidence evidence() {
    return log.evidence;
  }

  RunLog log() {
    return log;
  }

  Merge merge() {
    Merge merge = queue.candidate(context.branch, log.head);
    if (merge instanceof Merge.Clean clean) {
      built(clean.candidate());
    } else if (merge instanceof Merge.Conflicted conflicted) {
      log.conflicted(conflicted.report());
      context.events.emit(
          "merge.conflict", RunEvents.attributes("paths", conflicted.report().paths().size()));
    }
    return merge;
  }

  /** Takes a candidate into the run; verdicts on it are accepted from now on. */
  void built(MergeCandidate candidate) {
    Change change = queue.change(candidate);
    changes.put(candidate, change);
    log.built(candidate, change);
    context.events.emit(
        "merge.candidate",
        RunEvents.attributes(
            "mergeCommit", candidate.mergeCommit(),
            "mergeTree", candidate.mergeTree(),
            "targetCommit", candidate.targetCommit(),
            "files", change.files().size()));
  }

  private BroughtFile.Held[] held(MergeCandidate candidate, List<BroughtFile> files) {
    return context.steps.now(
        "held",
        BroughtFile.Held[].class,
        () -> {
          TreeView tree = queue.view(candidate.mergeCommit());
          return files.stream().map(file -> file.in(tree)).toArray(BroughtFile.Held[]::new);
        });
  }

  /** Tells whether a candidate was built here. */
  boolean holds(MergeCandidate candidate) {
    return changes.containsKey(candidate);
  }

  Change changeOf(MergeCandidate candidate) {
    Change change = changes.get(candidate);
    if (change == null) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " was not built by this run; call merge() and use its candidate");
    }
    return change;
  }

  /** Tells whether a candidate is the last one, and holds all that is committed. */
  boolean isCurrent(MergeCandidate candidate) {
    return candidate.equals(log.candidate) && log.isCandidateCurrent();
  }

  /** Refuses a candidate that is not the last one, or that lacks what was committed since. */
  void requireCurrent(MergeCandidate candidate) {
    changeOf(candidate);
    if (!isCurrent(candidate)) {
      throw new IllegalArgumentException(
          "candidate "
              + candidate.mergeCommit()
              + " is not the last one of this run, or the branch went on since; call merge() again"
              + " and validate its candidate");
    }
  }

  /** What was said, or was asked and never said, against a delivery, or null if nothing was. */
  @Nullable DeliveryResult objectionTo(MergeCandidate candidate) {
    DeliveryResult said = saidAgainst(candidate);
    if (said != null) {
      return said;
    }
    GateResult unfinished = log.evidence.gates().unfinished(candidate.mergeTree());
    if (unfinished != null) {
      return new DeliveryResult.Redo(new Feedback.GateFailed(unfinished));
    }
    RoundReport.MissingReview missing = log.evidence.reviews().missing(candidate.mergeTree());
    return missing == null
        ? null
        : new DeliveryResult.Refused(
            EndReason.ERROR,
            "the reviewer '"
                + VisibleText.name(missing.reviewer())
                + "' gave no verdict on this work ("
                + missing.why()
                + "); ask it again before the delivery");
  }

  /** What of all that was said speaks against a delivery, or null if nothing does. */
  @Nullable DeliveryResult saidAgainst(MergeCandidate candidate) {
    log.cut(context.cutReviews.leftBefore(context.steps.passed()));
    GateResult red = log.evidence.gates().standingRed(candidate.mergeTree());
    if (red != null) {
      return new DeliveryResult.Redo(new Feedback.GateFailed(red));
    }
    Review.Escalated escalated = log.evidence.reviews().escalation();
    if (escalated != null) {
      return new DeliveryResult.Refused(EndReason.ESCALATED, escalated.reason());
    }
    OpenRequest asked = log.evidence.reviews().objection(log.evidence.place(candidate));
    return asked == null
        ? null
        : new DeliveryResult.Redo(new Feedback.ChangeRequested(asked.request(), asked.id()));
  }

  /**
   * Takes in all that was said in the run before a delivery that is about to be done, in forks too.
   * Called where no fork works.
   */
  void takeInAll() {
    context.steps.requireForksTold();
    context.cutReviews.takeIn(log.evidence);
  }

  GateResult check(MergeGate gate, MergeCandidate candidate) throws InterruptedException {
    changeOf(candidate);
    log.evidence.gates().requireOwnName(gate, candidate.mergeTree());
    return checkAgain(gate, candidate);
  }

  /** Asks a gate of the run about another candidate, whatever its tree was asked before. */
  GateResult checkAgain(MergeGate gate, MergeCandidate candidate) throws InterruptedException {
    context.enter(RunState.GATING);
    GateResult result;
    try {
      result = evaluate(gate, candidate);
      requireCriteria(
          "gate '" + VisibleText.name(RoleName.of(gate)) + "'",
          result.leaves().stream()
              .flatMap(leaf -> leaf.criteria().stream())
              .map(CriterionEvidence::index)
              .toList());
    } catch (Throwable noVerdict) {
      log.evidence.unfinished(gate, candidate, noVerdict);
      throw noVerdict;
    }
    note(result, gate, candidate);
    context.throwIfStopped();
    stopIfLackedAgain(result, candidate);
    return result;
  }

  /** What no round brings is not paid for until the rounds are used up. */
  private void stopIfLackedAgain(GateResult result, MergeCandidate candidate) {
    GateResult lacking = log.evidence.lackedAgain(result, candidate);
    if (lacking != null) {
      throw new RunStoppedException(
          EndReason.ENVIRONMENT,
          "gate '%s' could not start '%s' in two rounds, nor can it on '%s' without the change;"
                  .formatted(
                      VisibleText.name(lacking.name()),
                      VisibleText.name(lacking.missing()),
                      VisibleText.name(candidate.target()))
              + " if the host lacks it, install it and send the run back; if its name is wrong,"
              + " correct what calls it; if the change is to bring it, send the run back with where"
              + " to write it");
    }
  }

  /** Asks a gate about the commit that the run starts from, which is evidence of no work. */
  GateResult baseline(MergeGate gate) throws InterruptedException {
    context.enter(RunState.GATING);
    String base = Objects.requireNonNull(log.plan).baseCommit();
    MergeCandidate nothing =
        new MergeCandidate(Objects.requireNonNull(log.plan).target(), base, base, base, "");
    GateResult said =
        context.steps.onceForced(
            "baseline/" + RoleName.of(gate),
            base,
            GateResult.class,
            () -> {
              try (EngineGateContext looking = EngineGateContext.onBase(context, queue, nothing)) {
                return gate.evaluate(nothing, looking);
              }
            });
    log.baseline(said);
    context.throwIfStopped();
    return said;
  }

  /** Asks a gate without taking its answer for evidence. */
  GateResult evaluate(MergeGate gate, MergeCandidate candidate) throws InterruptedException {
    Change change = changeOf(candidate);
    return context.steps.onceForced(
        "gate/" + RoleName.of(gate),
        candidate.mergeCommit(),
        GateResult.class,
        () -> {
          try (EngineGateContext looking =
              new EngineGateContext(context, queue, candidate, change, log.baseline() != null)) {
            return Objects.requireNonNull(
                gate.evaluate(candidate, looking),
                () ->
                    "gate '"
                        + VisibleText.name(RoleName.of(gate))
                        + "' returned null; return a GateResult");
          }
        });
  }

  /** Takes the answer of a gate for evidence. */
  void note(GateResult result, MergeGate gate, MergeCandidate candidate) {
    log.evidence.record(result, gate, candidate);
    if (!result.isPassed()) {
      context.meter.gateWasRed();
    }
    for (GateResult leaf : result.leaves()) {
      context.events.emit("gate.finished", () -> gateAttributes(leaf));
    }
  }

  Review review(Reviewer reviewer, MergeCandidate candidate, GateResult gate)
      throws InterruptedException {
    log.evidence.giver(gate, candidate);
    context.enter(RunState.REVIEWING);
    context.softLimits.begin(AgentRole.REVIEWER);
    EngineReviewRequest request =
        new EngineReviewRequest(
            context,
            gate,
            EngineReviewRequest.Known.to(reviewer, log, candidate),
            new EngineReviewRequest.Trees(queue, candidate, changeOf(candidate), log.leftOut),
            context.cutReviews.of(RoleName.of(reviewer)));
    Review review;
    try {
      review =
          context.steps.onceForced(
              "review/" + RoleName.of(reviewer),
              candidate.mergeCommit(),
              Review.class,
              () ->
                  request.unturned(
                      Objects.requireNonNull(
                          context.time.as(AgentRole.REVIEWER, () -> reviewer.review(request)),
                          "the reviewer returned null; return a Review, for example"
                              + " Review.Escalated")));
      enter(review, reviewer, candidate);
    } catch (Throwable noVerdict) {
      HeardReview heard = context.steps.now("heard", HeardReview.class, request::heard);
      log.evidence.unfinished(reviewer, candidate, noVerdict, heard);
      throw noVerdict;
    }
    context.events.emit(
        "review.finished",
        RunEvents.attributes("verdict", review.verdict(), "findings", review.findings().size()));
    context.throwIfStopped();
    return review;
  }

  /** An objection counts even where its review is refused for what it says of criteria. */
  private void enter(Review review, Reviewer reviewer, MergeCandidate candidate) {
    boolean approves = review instanceof Review.Approved;
    if (!approves) {
      context.meter.reviewWasRejected(review.verdict());
      log.evidence.record(review, reviewer, candidate);
    }
    String who = "a review of '" + VisibleText.name(RoleName.of(reviewer)) + "'";
    List<Integer> judged = review.criteria().stream().map(CriterionVerdict::index).toList();
    requireCriteria(who, judged);
    for (int index : judged) {
      if (Collections.frequency(judged, index) > 1) {
        throw new IllegalArgumentException(who + " judges criterion " + index + " twice");
      }
    }
    if (approves) {
      log.evidence.record(review, reviewer, candidate);
    }
  }

  private void requireCriteria(String who, List<Integer> indexes) {
    int known = context.task.acceptance().size();
    for (int index : indexes) {
      if (index >= known) {
        throw new IllegalArgumentException(
            who
                + " judges criterion "
                + index
                + ", and the task has "
                + (known == 0 ? "none" : "only those numbered 0 to " + (known - 1)));
      }
    }
  }

  private static Map<String, Object> gateAttributes(GateResult leaf) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("gate", leaf.name());
    attributes.put("passed", leaf.isPassed());
    attributes.put("durationMs", leaf.duration().toMillis());
    leaf.tests()
        .ifPresent(
            tests -> {
              attributes.put("testsExecuted", (long) tests.executed());
              attributes.put("testsFailed", (long) tests.failed());
              attributes.put("testsSkipped", (long) tests.skipped());
            });
    return attributes;
  }
}
