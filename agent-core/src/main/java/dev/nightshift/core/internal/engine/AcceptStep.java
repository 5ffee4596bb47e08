package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Lands a proposal that a human accepted, as soon as every gate that the run asked about it passes
 * on the merge with the target as it is. The human stands in for the reviewers, also for what
 * landed since, and for all else that made it a proposal. What lands is the head that was proposed.
 */
final class AcceptStep {
  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final MergeQueue queue;
  private final CandidateSteps candidates;
  private final MergeConditions conditions;
  private String objection = "";
  private String besides = "";

  AcceptStep(
      RunContext context, ManagedWorkspace workspace, MergeQueue queue, CandidateSteps candidates) {
    this.context = context;
    this.workspace = workspace;
    this.queue = queue;
    this.candidates = candidates;
    this.conditions = new MergeConditions(context.task, candidates);
  }

  /** Lands the proposal; returns why it did not, empty if it did. */
  String run() throws InterruptedException {
    String why = landed();
    if (!why.isEmpty()) {
      candidates.log().obstacle = queue.obstacle(context.branch);
    }
    return why;
  }

  /** Says what is on the branch that was published and did not land; empty if nothing is known. */
  String besides() {
    return besides;
  }

  private String landed() throws InterruptedException {
    DeliveryResult.Proposed proposal =
        (DeliveryResult.Proposed) Objects.requireNonNull(candidates.log().delivered());
    MergeCandidate proposed = Objects.requireNonNull(candidates.log().candidate);
    besides = besides(proposal.branch(), proposed.broughtCommit());
    Evidence evidence = candidates.evidence();
    MergeGate given = evidence.gates().lastAsked(evidence.judged(proposed));
    if (given == null) {
      return "no gate of this run was asked about what it proposed; merge the branch by hand";
    }
    if (!candidates.log().isCandidateCurrent()) {
      return "the branch of the run went on since it was proposed; merge it by hand";
    }
    context.throwIfStopped();
    String obstacle = queue.obstacle(context.branch);
    if (!obstacle.isEmpty()) {
      return obstacle;
    }
    if (!(candidates.merge() instanceof Merge.Clean clean)) {
      return RedoReason.detailOf(
          new Feedback.Conflicted(Objects.requireNonNull(candidates.log().conflict).report()));
    }
    return holds(clean.candidate(), given) ? land(clean.candidate(), given, proposal) : objection;
  }

  private String land(MergeCandidate clean, MergeGate given, DeliveryResult.Proposed proposal)
      throws InterruptedException {
    context.enter(RunState.LANDING);
    Landing landing =
        new LandingLoop(queue, context.branch, (fresh, overlaps) -> holdsAgain(fresh, given))
            .land(clean);
    context.events.emit(
        "landing", RunEvents.attributes("landing", landing.getClass().getSimpleName()));
    if (landing instanceof Landing.Landed landed) {
      candidates
          .log()
          .deliver(
              new DeliveryResult.Merged(
                  landed.candidate(), landed.checkoutNote(), proposal.link()));
      return "";
    }
    return why(landing);
  }

  /** People may have committed on the branch, or amended it, since it was proposed. */
  private String besides(String branch, String published) {
    String tip = workspace.publishedTip(branch);
    return tip.isEmpty() || tip.equals(published)
        ? ""
        : "'"
            + VisibleText.name(branch)
            + "' is at "
            + tip
            + ", and what was proposed is "
            + published
            + ": what somebody changed on that branch since does not land by this; merge it by hand"
            + " if it is wanted";
  }

  /** The target moved while the gates were asked. */
  private boolean holdsAgain(MergeCandidate fresh, MergeGate given) throws InterruptedException {
    context.events.emit(
        "base.moved", RunEvents.attributes("targetCommit", fresh.targetCommit(), "overlaps", true));
    candidates.built(fresh);
    boolean holds = holds(fresh, given);
    context.enter(RunState.LANDING);
    return holds;
  }

  /** What a gate said before is no answer: the human decided in view of that. */
  private boolean holds(MergeCandidate fresh, MergeGate given) throws InterruptedException {
    Evidence evidence = candidates.evidence();
    Set<MergeGate> passed = new HashSet<>();
    for (MergeGate gate : evidence.gates().askedAbout(evidence.judged(fresh), given)) {
      if (passed.containsAll(Gates.allAsked(gate))) {
        continue;
      }
      if (!isGreen(gate, fresh)) {
        return false;
      }
      passed.addAll(Gates.allAsked(gate));
    }
    // A pipeline that only proposes need not have asked for what the task itself lets be proven.
    if (!conditions.areProven(fresh) && !isGreen(Gates.criteria(), fresh)) {
      return false;
    }
    GateResult red = evidence.gates().standingRed(fresh.mergeTree());
    if (red != null) {
      return refused(new Feedback.GateFailed(red));
    }
    Feedback.GateFailed outside = conditions.outsideScope(fresh);
    return outside == null || refused(outside);
  }

  /**
   * Asks a gate anew, and after a red that the host excuses once more: a green now outweighs it.
   */
  private boolean isGreen(MergeGate gate, MergeCandidate fresh) throws InterruptedException {
    GateResult said = candidates.checkAgain(gate, fresh);
    if (!said.isPassed() && candidates.evidence().gates().isExcused(gate, said)) {
      said = candidates.checkAgain(gate, fresh);
    }
    return said.isPassed() || refused(new Feedback.GateFailed(said));
  }

  private boolean refused(Feedback why) {
    objection = RedoReason.detailOf(why);
    return false;
  }

  private String why(Landing landing) {
    if (landing instanceof Landing.Moved moved
        && moved.fresh() instanceof Merge.Conflicted conflicted) {
      candidates.log().conflicted(conflicted.report());
      return RedoReason.detailOf(new Feedback.Conflicted(conflicted.report()));
    }
    if (landing instanceof Landing.Refused refused) {
      return refused.reason();
    }
    if (landing instanceof Landing.NothingToLand nothing) {
      return LandingLoop.told(nothing);
    }
    return objection;
  }
}
