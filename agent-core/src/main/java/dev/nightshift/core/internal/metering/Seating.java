package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.metering.RoleLevels.Level;
import dev.nightshift.core.internal.metering.RoleLevels.Served;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.routing.ModelChoice.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which model serves one conversation now, and which does next. A model that another role of the
 * run has is passed over, and one that was moved to is left again when it cannot take a call. Used
 * by one thread at a time.
 */
final class Seating {
  private final RunMeter meter;
  private final AgentRole role;
  private final ModelId asked;
  private final boolean mayShare;
  private final Candidates candidates;

  /** Not available, too small or too dear: not asked again. */
  private final Set<ResolvedModel> left = new HashSet<>();

  /** What the conversation began with, whatever it was moved to since. */
  private ResolvedModel opening;

  private ResolvedModel seat;
  private int level;

  /** The rung it sits on, or left when nothing from there on was available. */
  private int rung;

  /** What may serve in place of a model that was moved to, the best first. */
  private List<ResolvedModel> instead = List.of();

  /** Why the model before failed, until the one that replaced it has answered. */
  private @Nullable ModelException failure;

  private boolean hasAnswered;

  private Seating(
      RunMeter meter, AgentRole role, ConversationSpec spec, Candidates candidates, int level) {
    this.meter = meter;
    this.role = role;
    this.asked = spec.model();
    this.mayShare = spec.isSameModelAllowed();
    this.candidates = candidates;
    this.level = level;
    this.rung = candidates.rung(level);
    this.seat = candidates.rungs().get(rung);
    this.opening = seat;
  }

  /**
   * Takes the first model that may serve: from the rung the role stands on upwards, then the
   * spares, then the lower rungs.
   *
   * @throws IllegalArgumentException if other roles have them all
   */
  static Seating take(
      RunMeter meter, AgentRole role, ConversationSpec spec, Candidates candidates) {
    meter.levels().opened(role, candidates.rungs().size());
    Level level = meter.levels().of(role);
    Seating seating = new Seating(meter, role, spec, candidates, level.level());
    List<ResolvedModel> order = seating.inOrder();
    Claim claim = seating.claim(order);
    ResolvedModel taken = claim.taken();
    if (taken == null) {
      throw refusal(spec.model(), role, claim.passedOver());
    }
    boolean isFirstChoice = seating.rung == 0 && taken.equals(order.get(0));
    seating.instead = isFirstChoice ? List.of() : after(taken, order);
    seating.sit(taken);
    seating.opening = taken;
    seating.tellOpened(level, claim);
    return seating;
  }

  /** Tells which model a conversation begins with, and why it is not the one before. */
  private void tellOpened(Level stands, Claim claim) {
    ModelId now = seat.requested();
    Served before = meter.levels().serves(role, asked, new Served(now, level));
    boolean isChosen = candidates.rungs().size() > 1 || !now.equals(asked);
    String because = stands.why().isEmpty() ? "" : ", because " + stands.why();
    if (before != null && !before.model().equals(now)) {
      boolean isLevel = before.level() != level;
      boolean isReturn = !isLevel && claim.passedOver().isEmpty();
      Cause cause = isLevel ? stands.cause() : isReturn ? Cause.RETURNED : Cause.ROUTED;
      String why =
          isReturn ? "a new conversation begins with it again" : candidates.why() + because;
      meter.chose(role, before.model(), now, cause, why + claim.told());
    } else if (isChosen) {
      meter.chose(role, asked, now, Cause.ROUTED, candidates.why() + because + claim.told());
    }
  }

  private static IllegalArgumentException refusal(
      ModelId requested, AgentRole role, List<PassedOver> passedOver) {
    PassedOver first = passedOver.get(0);
    return new IllegalArgumentException(
        "the "
            + role
            + " asked for model '"
            + requested
            + "', but "
            + first.told()
            + (passedOver.size() == 1 ? "" : ", and every other model it may have is taken too")
            + "; give the roles different models, or this one another in orElse(..), or say"
            + " allowSameModel() on the reviewer");
  }

  ResolvedModel seat() {
    return seat;
  }

  /** The model for the next call: another one if the role climbed or stepped down since. */
  ResolvedModel next() {
    Level wanted = meter.levels().of(role);
    boolean isUp = wanted.level() > level;
    if (wanted.level() != level) {
      level = wanted.level();
      int target = candidates.rung(level);
      List<ResolvedModel> rungs =
          isUp ? rungs(Math.max(target, rung + 1), candidates.rungs().size()) : rungs(target, rung);
      if (!rungs.isEmpty()) {
        move(rungs, wanted.cause(), wanted.why());
      }
    }
    return seat;
  }

  /** Tells whether it serves in place of another one, to which it could be left again. */
  boolean isMovedTo() {
    return failure != null || !instead.isEmpty();
  }

  /** Tells whether another model could be asked in place of this one. */
  boolean hasAnother() {
    return others().stream()
        .anyMatch(
            other -> meter.serving().rival(other, mayShare) == null && refusal(other).isEmpty());
  }

  /**
   * Takes the next model in place of one that is not available: the rungs above, the spares, then
   * the rungs below. One to which nothing is sent for a while is taken last, and never in place of
   * another such; one whose account has no money is not taken at all.
   *
   * <p>The model that a conversation began with keeps what is wrong with the request or the key:
   * that is the host's to mend. One that was moved to is left for any failure, since the others
   * could answer before it was asked.
   *
   * @throws ModelException the failure, if no other model could do better or none is left
   */
  void replaceAfter(ModelException failure) {
    if (!isReplaceable(failure)) {
      throw failure;
    }
    boolean isResting = failure.kind() == ModelErrorKind.BREAKER_OPEN;
    if (!isResting) {
      leaveSeat();
    }
    List<ResolvedModel> others = new ArrayList<>(others());
    List<ResolvedModel> resting = others.stream().filter(this::isResting).toList();
    others.removeAll(resting);
    if (!isResting) {
      others.addAll(resting);
    }
    if (others.isEmpty()
        || !move(others, Cause.FAILED_OVER, seat.requested() + " failed as " + failure.kind())) {
      throw failure;
    }
    // One that only rests is asked again if nothing in its place can serve.
    this.failure = isResting ? null : failure;
  }

  private boolean isReplaceable(ModelException failure) {
    return failure.isAboutTheModel()
        || failure.kind() == ModelErrorKind.MONEY
        || (!seat.equals(opening) && failure.kind() != ModelErrorKind.CANCELLED);
  }

  /** The model that serves has answered a turn. */
  void answered() {
    hasAnswered = true;
    failure = null;
  }

  /**
   * Leaves a model that was moved to and cannot take the next call, as {@link #leave} does.
   *
   * @throws RunStoppedException the misfit, if the conversation began with the model, or no other
   *     can serve
   * @throws ModelException the failure of the model before, if that was not available and nothing
   *     in its place can serve
   */
  void leaveAfter(RunStoppedException misfit) {
    ModelException before = failure;
    if (!leave(misfit)) {
      throw before == null ? misfit : before;
    }
  }

  /**
   * Leaves a model that was moved to and cannot take the next call, because its context window is
   * too small or it costs more than is left: for what could have been taken in its place, at last
   * the model before.
   *
   * @return false if the conversation began with the model, or no other can serve
   */
  boolean leave(RunStoppedException misfit) {
    boolean isMisfit =
        misfit.reason().equals(EndReason.BUDGET_EXHAUSTED)
            || misfit.reason().equals(EndReason.CONTEXT_EXHAUSTED);
    if (!isMisfit || (instead.isEmpty() && failure == null)) {
      return false;
    }
    leaveSeat();
    List<ResolvedModel> others = instead;
    instead = List.of();
    String why = seat.requested() + " cannot take the next call: " + misfit.getMessage();
    return move(others, Cause.DOES_NOT_FIT, why);
  }

  /** It is not asked again; what never answered may be another role's, once. */
  private void leaveSeat() {
    if (left.add(seat) && !hasAnswered) {
      meter.serving().unclaim(seat, mayShare);
    }
  }

  private List<ResolvedModel> inOrder() {
    List<ResolvedModel> all = new ArrayList<>(rungs(rung, candidates.rungs().size()));
    all.addAll(candidates.spares());
    all.addAll(rungs(0, rung));
    return all;
  }

  /** All but the one that serves, and those that failed, in the order in which they replace it. */
  private List<ResolvedModel> others() {
    List<ResolvedModel> others = new ArrayList<>(rungs(rung + 1, candidates.rungs().size()));
    others.addAll(candidates.spares());
    for (int below = rung; below >= 0; below--) {
      others.add(candidates.rungs().get(below));
    }
    others.remove(seat);
    others.removeAll(left);
    return others;
  }

  private Optional<ModelErrorKind> refusal(ResolvedModel other) {
    return meter.access().breakers().refusal(other.requested()).map(ModelException::kind);
  }

  private boolean isResting(ResolvedModel other) {
    return refusal(other).filter(ModelErrorKind.BREAKER_OPEN::equals).isPresent();
  }

  private List<ResolvedModel> rungs(int from, int to) {
    return from < to ? candidates.rungs().subList(from, to) : List.of();
  }

  private boolean move(List<ResolvedModel> others, Cause cause, String why) {
    ResolvedModel before = seat;
    List<ResolvedModel> paid = new ArrayList<>();
    StringBuilder told = new StringBuilder(why);
    for (ResolvedModel other : others) {
      if (refusal(other).filter(ModelErrorKind.MONEY::equals).isEmpty()) {
        paid.add(other);
      } else {
        told.append("; ").append(other.requested());
        told.append(" is passed over, because its account has no money left");
      }
    }
    Claim claim = claim(paid);
    ResolvedModel taken = claim.taken();
    if (taken != null) {
      List<ResolvedModel> next = after(taken, others);
      next.add(before);
      next.addAll(instead);
      instead = next;
      sit(taken);
    }
    ModelId now = seat.requested();
    meter.levels().serves(role, asked, new Served(now, level));
    meter.chose(role, before.requested(), now, cause, told + claim.told());
    return taken != null;
  }

  private static List<ResolvedModel> after(ResolvedModel taken, List<ResolvedModel> others) {
    return new ArrayList<>(others.subList(others.indexOf(taken) + 1, others.size()));
  }

  private void sit(ResolvedModel taken) {
    seat = taken;
    hasAnswered = false;
    int at = candidates.rungs().indexOf(taken);
    rung = at < 0 ? rung : at;
  }

  private Claim claim(List<ResolvedModel> others) {
    List<PassedOver> passedOver = new ArrayList<>();
    for (ResolvedModel other : others) {
      if (!left.contains(other)) {
        ModelSeparation.Rival rival = meter.serving().claim(other, mayShare);
        if (rival == null) {
          return new Claim(other, passedOver);
        }
        passedOver.add(new PassedOver(other.requested(), rival));
      }
    }
    return new Claim(null, passedOver);
  }

  /** What came of asking for one of several models. */
  private record Claim(@Nullable ResolvedModel taken, List<PassedOver> passedOver) {
    String told() {
      StringBuilder told = new StringBuilder();
      for (PassedOver passed : passedOver) {
        told.append("; ").append(passed.model()).append(" is passed over as ");
        told.append(passed.rival().told(passed.model()));
      }
      return told.toString();
    }
  }

  private record PassedOver(ModelId model, ModelSeparation.Rival rival) {
    String told() {
      return model + " is " + rival.told(model);
    }
  }
}
