package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;

/**
 * Says how much a task may cost. Caps are data, so that they can be shown, journalled and enforced
 * elsewhere.
 *
 * <p>Every run has a cap on its money, its tokens and its time: what a policy leaves open is bound
 * by {@link #defaultCaps}. A run on a model that costs nothing, which no cap on money would ever
 * end, is ended by the two others. Only {@link #unlimited} has no caps.
 *
 * <p><b>Threads:</b> safe for concurrent use; called on threads of runs, without any lock.
 */
@FunctionalInterface
public interface BudgetPolicy {
  /** The money a run may spend unless its policy says otherwise: five dollars. */
  Money DEFAULT_MONEY = Money.usd("5.00");

  /** The tokens a run may use, input and output together, unless its policy says otherwise. */
  long DEFAULT_TOKENS = 10_000_000;

  /** The time a run may be active, see {@link Cap#timePerRun}, unless its policy says otherwise. */
  Duration DEFAULT_TIME = Duration.ofHours(8);

  /**
   * Returns the caps for a task, read once at dispatch.
   *
   * @param task the task
   * @return the caps this policy sets; what it leaves open is bound by {@link #defaultCaps}
   */
  List<Cap> caps(Task task);

  /**
   * Returns what binds a run where {@link #caps} leaves it open: each of these holds unless there
   * is a cap per run in the same unit. A policy that asks another one asks it for these as well.
   *
   * @return {@link #DEFAULT_MONEY}, {@link #DEFAULT_TOKENS} and {@link #DEFAULT_TIME} per run
   *     unless overridden
   */
  default List<Cap> defaultCaps() {
    return FixedCaps.DEFAULTS;
  }

  /**
   * Narrows or denies a call. Asked before each attempt is reserved; the ledger then keeps the
   * caps, and may grant a smaller answer than this allows, or none.
   *
   * <p>What it is told was true a moment ago: until the reservation other calls, also of this run,
   * may be reserved or settled. A rule that must hold to the last cent belongs into {@link #caps}.
   *
   * @param spend what the run spent and reserved so far
   * @param next the call as it is wanted, before a cap lowers its largest answer
   * @return the decision, {@link BudgetDecision.Allow} unless overridden
   */
  default BudgetDecision decide(SpendView spend, CallEstimate next) {
    return new BudgetDecision.Allow();
  }

  /**
   * Returns how much of each cap per run on money, tokens and calls is kept for the reviewer, so
   * that an implementer cannot starve the review: what the reviewer has not used of it yet is
   * refused to the implementer. Of a cap on calls it is at least one, if that leaves one; the
   * reviewer itself may use all that is left.
   *
   * @return percent of the amount of the cap, 0 to 90; 15 unless overridden; 0 keeps nothing back
   */
  default int reviewerSharePercent() {
    return 15;
  }

  /**
   * Returns what a task is enclosed in, whose caps it shares with all other tasks there. Read once
   * at dispatch.
   *
   * @param task the task
   * @return outermost first, each scope once, none of those a run has by itself (engine, task kind,
   *     run and role); none unless overridden
   */
  default List<ScopeName> enclosing(Task task) {
    return List.of();
  }

  /**
   * Returns this policy for tasks in a scope, inside of those it has already.
   *
   * <pre>{@code
   * BudgetPolicy.perRun(Money.usd("2.00"))
   *     .within(BudgetScope.ORGANISATION, "acme")
   *     .within(BudgetScope.PROJECT, "shop")
   *     .withCap(Cap.money(BudgetScope.PROJECT, Money.usd("50"), BudgetWindow.DAY))
   * }</pre>
   *
   * @param scope what it is
   * @param name which one
   * @return the policy
   */
  default BudgetPolicy within(BudgetScope scope, String name) {
    return new PolicyWithin(this, new ScopeName(scope, name));
  }

  /**
   * Returns this policy with one cap more, which replaces one of the same scope, unit and window.
   *
   * <pre>{@code
   * BudgetPolicy.perRun(Money.usd("2.00")).withCap(Cap.timePerRun(Duration.ofMinutes(30)))
   * }</pre>
   *
   * @param cap holds for every task
   * @return the policy
   */
  default BudgetPolicy withCap(Cap cap) {
    Require.nonNull(cap, "cap");
    return new PolicyWithCap(this, cap);
  }

  /**
   * Returns the policy of an engine that is given none: only the {@linkplain #defaultCaps default
   * caps}.
   *
   * @return the policy
   */
  static BudgetPolicy defaults() {
    return of();
  }

  /**
   * Returns a policy with a cap on the money of each run, and the default caps on its tokens and
   * its time.
   *
   * @param amount the cap
   * @return the policy
   */
  static BudgetPolicy perRun(Money amount) {
    Require.nonNull(amount, "amount");
    return of(Cap.moneyPerRun(amount));
  }

  /**
   * Returns a policy with the same caps for every task, and the default caps on what they leave
   * open.
   *
   * @param caps all of them hold at once
   * @return the policy
   */
  static BudgetPolicy of(Cap... caps) {
    Require.elements(caps, "caps");
    return new FixedCaps(List.of(caps), FixedCaps.DEFAULTS);
  }

  /**
   * Returns a policy without any caps, not even the default ones; spend is still counted and shown.
   * With {@link #withCap} it has those caps and no others.
   *
   * @return the policy
   */
  static BudgetPolicy unlimited() {
    return new FixedCaps(List.of(), List.of());
  }
}
