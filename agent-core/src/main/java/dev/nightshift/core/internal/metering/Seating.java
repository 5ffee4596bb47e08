package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.metering.RoleLevels.Level;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelChoice.Cause;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which model serves one conversation now, and which does next. A model that another role of the
 * run has is passed over. Used by one thread at a time.
 */
final class Seating {
  private static final int NOT_FOUND = 404;
  private final RunMeter meter;
  private final AgentRole role;
  private final Candidates candidates;
  private final Set<ResolvedModel> unavailable = new HashSet<>();
  private ResolvedModel seat;
  private int level;

  /** The rung it sits on, or left when nothing from there on was available. */
  private int rung;

  private Seating(RunMeter meter, AgentRole role, Candidates candidates, int level) {
    this.meter = meter;
    this.role = role;
    this.candidates = candidates;
    this.level = level;
    this.rung = candidates.rung(level);
    this.seat = candidates.rungs().get(rung);
  }

  /**
   * Takes the first model that may serve: from the rung the role stands on upwards, then the
   * spares, then the lower rungs.
   *
   * @throws IllegalArgumentException if other roles have them all
   */
  static Seating take(RunMeter meter, AgentRole role, ModelId requested, Candidates candidates) {
    meter.levels().opened(role, candidates.rungs().size());
    Level level = meter.levels().of(role);
    Seating seating = new Seating(meter, role, candidates, level.level());
    Claim claim = seating.claim(seating.inOrder());
    ResolvedModel taken = claim.taken();
    if (taken == null) {
      throw refusal(requested, role, claim.passedOver());
    }
    seating.sit(taken);
    if (candidates.rungs().size() > 1 || !taken.requested().equals(requested)) {
      String climbed = level.level() == 0 ? "" : ", because " + level.why();
      String why = candidates.why() + climbed + claim.told();
      meter.chose(role, requested, taken.requested(), Cause.ROUTED, why);
    }
    return seating;
  }

  private static IllegalArgumentException refusal(
      ModelId requested, AgentRole role, List<PassedOver> passedOver) {
    PassedOver first = passedOver.get(0);
    return new IllegalArgumentException(
        "the "
            + role
            + " asked for model '"
            + requested
            + "', which is "
            + first.mind()
            + ", the model of the "
            + first.rival()
            + (passedOver.size() == 1 ? "" : ", and every other model it may have is taken too")
            + "; give the roles different models, or say allowSameModel()");
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

  /** Tells whether another model could be asked in place of this one. */
  boolean hasAnother() {
    return others().stream()
        .anyMatch(other -> meter.rival(other) == null && refusal(other).isEmpty());
  }

  /**
   * Takes the next model in place of one that is not available: the rungs above, the spares, then
   * the rungs below. One to which nothing is sent for a while is taken last, and never in place of
   * another such; one whose account has no money is not taken at all.
   *
   * @throws ModelException the failure, if no other model could do better or none is left
   */
  void replaceAfter(ModelException failure) {
    if (!isAboutTheModel(failure)) {
      throw failure;
    }
    boolean isResting = failure.kind() == ModelErrorKind.BREAKER_OPEN;
    if (!isResting) {
      unavailable.add(seat);
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
  }

  private static boolean isAboutTheModel(ModelException failure) {
    return failure.kind().isAboutTheModel()
        || (failure.kind() == ModelErrorKind.CALLER && failure.httpStatus().orElse(0) == NOT_FOUND);
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
    others.removeAll(unavailable);
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
    ModelId before = seat.requested();
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
      sit(taken);
    }
    meter.chose(role, before, seat.requested(), cause, told + claim.told());
    return taken != null;
  }

  private void sit(ResolvedModel taken) {
    seat = taken;
    int at = candidates.rungs().indexOf(taken);
    rung = at < 0 ? rung : at;
  }

  private Claim claim(List<ResolvedModel> others) {
    List<PassedOver> passedOver = new ArrayList<>();
    for (ResolvedModel other : others) {
      if (!unavailable.contains(other)) {
        AgentRole rival = meter.claim(other);
        if (rival == null) {
          return new Claim(other, passedOver);
        }
        passedOver.add(new PassedOver(other.requested(), meter.mind(other), rival));
      }
    }
    return new Claim(null, passedOver);
  }

  /** What came of asking for one of several models. */
  private record Claim(@Nullable ResolvedModel taken, List<PassedOver> passedOver) {
    String told() {
      StringBuilder told = new StringBuilder();
      for (PassedOver passed : passedOver) {
        told.append("; ").append(passed.model()).append(" is passed over as the model of the ");
        told.append(passed.rival());
      }
      return told.toString();
    }
  }

  private record PassedOver(ModelId model, ModelId mind, AgentRole rival) {}
}
