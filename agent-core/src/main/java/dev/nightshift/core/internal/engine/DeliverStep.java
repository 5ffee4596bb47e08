package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.text.ProposalLink;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Delivers a candidate whose evidence holds, and validates it again when the target moved. */
final class DeliverStep {
  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final MergeQueue queue;
  private final ImplementStep implementing;
  private final CandidateSteps candidates;
  private final MergeConditions conditions;

  DeliverStep(
      RunContext context,
      ManagedWorkspace workspace,
      MergeQueue queue,
      ImplementStep implementing,
      CandidateSteps candidates) {
    this.context = context;
    this.workspace = workspace;
    this.queue = queue;
    this.implementing = implementing;
    this.candidates = candidates;
    this.conditions = new MergeConditions(context.task, candidates);
  }

  DeliveryResult run(Delivery how, MergeCandidate candidate, GateResult gate, List<Review> reviews)
      throws InterruptedException {
    implementing.checkpointLateWork();
    MergeGate given = candidates.evidence().giver(gate, candidate);
    candidates.evidence().require(reviews, candidate);
    candidates.requireCurrent(candidate);
    DeliveryResult objection = candidates.objectionTo(candidate);
    if (objection != null) {
      return objection;
    }
    context.enter(RunState.LANDING);
    DeliveryResult delivered =
        delivered(how, new EngineDeliveryContext(candidate, given, isBuiltIn(how)));
    if (isDone(delivered) && !isRecorded(delivered)) {
      throw new IllegalStateException(
          "a delivery must return what merge or propose of its context returned");
    }
    return isDone(delivered) ? recorded(delivered) : delivered;
  }

  /** One that does nothing but merge or propose; a scan of a large workspace takes a second. */
  private static boolean isBuiltIn(Delivery how) {
    return how == Delivery.merge() || how == Delivery.branch();
  }

  private static DeliveryResult delivered(Delivery how, EngineDeliveryContext made)
      throws InterruptedException {
    try {
      return Objects.requireNonNull(
          how.deliver(made),
          "the delivery returned null; return what merge or propose of its context returned");
    } finally {
      made.isOver = true;
    }
  }

  /** A link or a remark may have been added since it was delivered. */
  private boolean isRecorded(DeliveryResult delivered) {
    DeliveryResult known = candidates.log().delivered();
    return delivered == known
        || (known instanceof DeliveryResult.Proposed made
            && delivered instanceof DeliveryResult.Proposed linked
            && linked.branch().equals(made.branch())
            && (linked.reason() + "; ").startsWith(made.reason() + "; "))
        || (known instanceof DeliveryResult.Merged landed
            && delivered instanceof DeliveryResult.Merged linked
            && linked.candidate().equals(landed.candidate())
            && linked.checkoutNote().equals(landed.checkoutNote()));
  }

  private static boolean isDone(DeliveryResult result) {
    return result instanceof DeliveryResult.Merged || result instanceof DeliveryResult.Proposed;
  }

  /** From here on the run has delivered, whatever else happens. */
  private DeliveryResult recorded(DeliveryResult delivered) {
    candidates.log().deliver(delivered);
    return delivered;
  }

  /** One delivery of one candidate, or of what the news of its target made of it. */
  private final class EngineDeliveryContext implements DeliveryContext {
    private final Thread user = Thread.currentThread();
    private final Revalidation asked;
    private MergeCandidate candidate;

    private @Nullable DeliveryResult objection;
    private boolean isOver;

    /** Whether nobody can have worked since everything was committed. */
    private boolean isCommitted;

    EngineDeliveryContext(MergeCandidate candidate, MergeGate given, boolean isCommitted) {
      this.candidate = candidate;
      this.asked = new Revalidation(candidates, conditions, candidate, given);
      this.isCommitted = isCommitted;
    }

    @Override
    public RunId run() {
      return context.id;
    }

    @Override
    public Task task() {
      return context.task;
    }

    @Override
    public MergeCandidate candidate() {
      return candidate;
    }

    @Override
    public Change change() {
      return candidates.changeOf(candidate);
    }

    @Override
    public List<ModelId> modelsOf(AgentRole role) {
      return context.meter.modelsOf(Require.nonNull(role, "role"));
    }

    @Override
    public List<HumanDecision> humanDecisions() {
      return List.copyOf(candidates.log().humanDecisions);
    }

    @Override
    public RunReport report() {
      requireOpen();
      RunLog reported = candidates.log().reported();
      if (reported.delivered() == null) {
        throw new IllegalStateException(
            "run %s has delivered nothing yet; merge or propose before report()"
                .formatted(context.id));
      }
      return new ReportAssembler(context, reported).soFar();
    }

    @Override
    public void decided(DecisionNote note) {
      requireOpen();
      candidates.log().decided(List.of(Require.nonNull(note, "note")));
    }

    @Override
    public String step(String name, RunScope.Step body) throws InterruptedException {
      requireOpen();
      return context.ownStep("delivery/", name, body);
    }

    @Override
    public String stepOnce(String name, RunScope.Step body) throws InterruptedException {
      requireOpen();
      return context.ownStepOnce("delivery/", name, body);
    }

    @Override
    public DeliveryResult merge() throws InterruptedException {
      requireDeliverable();
      objection = candidates.saidAgainst(candidate);
      if (objection != null) {
        return objection;
      }
      if (!asked.isDone(candidate)) {
        return validate() ? land() : notValidated();
      }
      objection = candidates.objectionTo(candidate);
      if (objection != null) {
        return objection;
      }
      String onlyProposed = conditions.reasonToPropose();
      if (onlyProposed != null) {
        return publish(null, onlyProposed);
      }
      objection = conditions.objectionTo(candidate);
      return objection == null ? land() : objection;
    }

    @Override
    public DeliveryResult.Proposed propose(String reason) {
      requireDeliverable();
      return publish(null, withOwnReason(reason));
    }

    @Override
    public DeliveryResult.Proposed propose(String reason, URI link) {
      requireDeliverable();
      return publish(ProposalLink.checked(link), withOwnReason(reason));
    }

    /** Refuses a second delivery, one that is stopped or over, and one of an old candidate. */
    private void requireDeliverable() {
      requireOpen();
      candidates.log().requireUndelivered();
      context.throwIfStopped();
      requireCurrent();
    }

    private void requireOpen() {
      if (isOver || user != Thread.currentThread()) {
        throw new IllegalStateException(
            ("a delivery of run %s is used by its own thread, during its delivery;"
                    + " call tryDeliver again")
                .formatted(context.id));
      }
    }

    /** The scope of the run may have been used since, so that this is not all of its work. */
    private void requireCurrent() {
      if (!isCommitted) {
        implementing.checkpointLateWork();
      }
      isCommitted = false;
      if (!candidates.isCurrent(candidate)) {
        throw new IllegalStateException(
            "candidate "
                + candidate.mergeCommit()
                + " of this delivery is an old one: its run went on since; call merge() of the run"
                + " after such work, validate its candidate and deliver that");
      }
    }

    /** A delivery by branch has to tell, too, why the change could not have been merged. */
    private String withOwnReason(String reason) {
      Require.nonNull(reason, "reason");
      candidates.takeInAll();
      if (objection == null) {
        objection = candidates.objectionTo(candidate);
      }
      return Stream.of(reason, refusal(), conditions.reasonToPropose())
          .filter(Objects::nonNull)
          .collect(Collectors.joining("; "));
    }

    /** What a merge of this delivery met before. */
    private @Nullable String refusal() {
      if (objection instanceof DeliveryResult.Redo redo) {
        return RedoReason.detailOf(redo.feedback());
      }
      return objection instanceof DeliveryResult.Refused refused ? refused.detail() : null;
    }

    private DeliveryResult.Proposed publish(@Nullable URI link, String reason) {
      candidates.takeInAll();
      String obstacle = queue.obstacle(context.branch);
      candidates.log().obstacle = obstacle;
      String why =
          obstacle.isEmpty() || reason.contains(obstacle) ? reason : reason + "; " + obstacle;
      DeliveryResult.Proposed proposed =
          new DeliveryResult.Proposed(workspace.publish(candidate), link, why);
      recorded(proposed);
      return proposed;
    }

    private DeliveryResult land() throws InterruptedException {
      candidates.takeInAll();
      objection = candidates.saidAgainst(candidate);
      if (objection != null) {
        return objection;
      }
      Landing landing = new LandingLoop(queue, context.branch, this::validateAgain).land(candidate);
      DeliveryResult merged =
          landing instanceof Landing.Landed landed
              ? recorded(new DeliveryResult.Merged(landed.candidate(), landed.checkoutNote(), null))
              : null;
      context.events.emit(
          "landing", RunEvents.attributes("landing", landing.getClass().getSimpleName()));
      if (merged != null) {
        return merged;
      }
      if (landing instanceof Landing.Moved moved
          && moved.fresh() instanceof Merge.Conflicted conflicted) {
        candidates.log().conflicted(conflicted.report());
        return refused(new DeliveryResult.Redo(new Feedback.Conflicted(conflicted.report())));
      }
      if (landing instanceof Landing.Refused refused) {
        return publish(null, withOwnReason(refused.reason()));
      }
      if (landing instanceof Landing.NothingToLand nothing) {
        candidates.log().foundOnTarget(nothing.candidate());
        return refused(
            new DeliveryResult.Refused(
                EndReason.EMPTY_DIFF,
                LandingLoop.told(nothing) + "; merging the branch would change no file."));
      }
      return notValidated();
    }

    private DeliveryResult notValidated() {
      DeliveryResult known = objection;
      if (known != null) {
        return known;
      }
      String onlyProposed = conditions.reasonToPropose();
      return onlyProposed != null
          ? publish(null, onlyProposed)
          : refused(
              new DeliveryResult.Refused(
                  EndReason.ERROR, "the target moved and the fresh merge was not validated"));
    }

    /** Keeps why a merge was refused, for a delivery that then proposes. */
    private DeliveryResult refused(DeliveryResult why) {
      objection = why;
      return why;
    }

    /**
     * The target moved: the gate is asked again, and the reviewers where its news touch what the
     * run read or changed.
     */
    private boolean validateAgain(MergeCandidate fresh, boolean overlaps)
        throws InterruptedException {
      context.throwIfStopped();
      context.events.emit(
          "base.moved",
          RunEvents.attributes("targetCommit", fresh.targetCommit(), "overlaps", overlaps));
      candidates.built(fresh);
      candidate = fresh;
      asked.moved(overlaps);
      return validate();
    }

    private boolean validate() throws InterruptedException {
      objection = asked.askAgain(candidate);
      requireCurrent();
      context.enter(RunState.LANDING);
      if (objection != null || conditions.reasonToPropose() != null) {
        return false;
      }
      asked.done(candidate);
      return true;
    }
  }
}
