package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.ledger.Hold.Unresolved;
import dev.nightshift.core.ledger.LedgerRecord.Amended;
import dev.nightshift.core.ledger.LedgerRecord.Began;
import dev.nightshift.core.ledger.LedgerRecord.Closed;
import dev.nightshift.core.ledger.LedgerRecord.Dispatched;
import dev.nightshift.core.ledger.LedgerRecord.Estimated;
import dev.nightshift.core.ledger.LedgerRecord.Joined;
import dev.nightshift.core.ledger.LedgerRecord.Lapsed;
import dev.nightshift.core.ledger.LedgerRecord.Named;
import dev.nightshift.core.ledger.LedgerRecord.Opened;
import dev.nightshift.core.ledger.LedgerRecord.Reconciled;
import dev.nightshift.core.ledger.LedgerRecord.Released;
import dev.nightshift.core.ledger.LedgerRecord.Reserved;
import dev.nightshift.core.ledger.LedgerRecord.Settled;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.ledger.LedgerRecord.Warned;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a ledger knows, as it follows from its records: the same records in the same order make
 * the same state, whoever applies them and when. It reads no clock and asks nobody. Guarded by who
 * owns it.
 */
final class LedgerState {
  private final Map<RunId, RunAccount> accounts = new HashMap<>();

  /** Open ones; of a closed one its account keeps how it ended. */
  private final Map<AttemptKey, Hold> holds = new HashMap<>();

  /** Those charged by a bound, in the order in which they were, also of closed accounts. */
  private final Map<AttemptKey, Unresolved> unresolved = new LinkedHashMap<>();

  private final UsageCounters counters = new UsageCounters();
  private final Breakdown<AgentRole> byRole = new Breakdown<>();
  private final Breakdown<ModelId> byModel = new Breakdown<>();
  private @Nullable ZoneId zone;
  private final Map<Long, String> writers = new HashMap<>();
  private long boundViolations;

  /**
   * Takes the next record.
   *
   * @throws IllegalStateException if it cannot follow those before; nothing is changed
   * @throws ArithmeticException if it is beyond the range of what can be counted; nothing is
   *     changed
   */
  void apply(LedgerRecord record) {
    if (record instanceof Began began) {
      requireThat(zone == null, record);
      zone = began.zone();
    } else if (record instanceof Joined joined) {
      requireThat(joined.writer() == writers.size() + 1L, record);
      writers.put(joined.writer(), joined.process());
    } else if (record instanceof Opened opened) {
      requireThat(find(opened.account().run()) == null, record);
      RunAccount account = new RunAccount(opened.account());
      accounts.put(opened.account().run(), account);
      counters.limit(account);
    } else if (record instanceof Amended amended) {
      RunAccount account = account(amended.account().run(), record);
      requireThat(account.isButForItsCaps(amended.account()), record);
      account.terms = amended.account();
      counters.limit(account);
    } else if (record instanceof Reserved reserved) {
      reserve(reserved);
    } else if (record instanceof Reconciled known) {
      reconcile(known);
    } else if (record instanceof Timed timed) {
      work(timed);
    } else if (record instanceof Released released) {
      Hold hold = open(released.key(), record);
      free(hold);
      hold.account.close(hold.key(), released);
    } else if (record instanceof Lapsed lapsed) {
      Hold hold = open(lapsed.key(), record);
      requireThat(!hold.isDispatched, record);
      free(hold);
    } else if (record instanceof Closed closed) {
      forget(account(closed.run(), record));
    } else if (record instanceof Warned warned) {
      counters.tell(account(warned.run(), record), warned);
    } else {
      applyToHold(record);
    }
  }

  private void forget(RunAccount account) {
    account.time.giveBack();
    counters.forget(account);
    account.forgetClosed();
    accounts.remove(account.terms.run());
  }

  private void work(Timed timed) {
    RunAccount account = account(timed.run(), timed);
    requireThat(account.time.mayBecome(timed), timed);
    counters.requireRoom(Math.addExact(timed.millis() - account.time.millis(), timed.held()));
    account.time.become(timed, counters.count(account, timed.day()));
    timed
        .byRole()
        .forEach(
            (role, total) -> account.time.become(role, total, counters.countRole(account, role)));
  }

  /** What becomes of an attempt that is set aside. */
  private void applyToHold(LedgerRecord record) {
    if (record instanceof Dispatched dispatched) {
      Hold hold = open(dispatched.key(), record);
      requireThat(!hold.isDispatched, record);
      hold.isDispatched = true;
    } else if (record instanceof Named named) {
      sent(named.key(), record).requestId = named.requestId();
    } else if (record instanceof Settled settled) {
      Hold hold = sent(settled.key(), record);
      counters.requireRoom(new Amounts(settled.cost().nanos(), settled.usage().total(), 1));
      spend(hold, settled.cost(), settled.usage());
      charge(hold, settled.cost(), settled.usage(), settled);
    } else if (record instanceof Estimated bound) {
      Hold hold = sent(bound.key(), record);
      charge(hold, bound.cost(), bound.usage(), bound);
      unresolved.put(hold.key(), new Unresolved(hold, bound));
      hold.account.leaveUnresolved(bound);
    }
  }

  private void reserve(Reserved reserved) {
    RunAccount account = account(reserved.key().run(), reserved);
    requireThat(!holds.containsKey(reserved.key()), reserved);
    account.requireOpen(reserved.key());
    Amounts amounts = reserved.amounts();
    counters.requireRoom(amounts);
    List<Tally> tallies = counters.count(account, reserved.key().role(), reserved.day());
    Hold hold = new Hold(reserved, account, tallies);
    tallies.forEach(tally -> tally.reserve(amounts, hold.role()));
    account.reserve(reserved.reservation());
    holds.put(hold.key(), hold);
  }

  private void charge(Hold hold, Money cost, TokenUsage usage, LedgerRecord end) {
    Amounts actual = new Amounts(cost.nanos(), usage.total(), 1);
    Amounts bound = hold.reserved.amounts();
    counters.requireRoom(actual);
    close(hold, actual);
    hold.account.close(hold.key(), end);
    boolean isViolated = false;
    for (BudgetUnit unit : List.of(BudgetUnit.MONEY_NANO_USD, BudgetUnit.TOKENS)) {
      if (actual.of(unit) > bound.of(unit)) {
        isViolated = true;
        hold.account.violated.add(unit);
      }
    }
    boundViolations += isViolated ? 1 : 0;
  }

  private void reconcile(Reconciled known) {
    Unresolved bound = unresolved.get(known.key());
    if (bound == null) {
      throw contradiction(known);
    }
    Amounts actual = new Amounts(known.cost().nanos(), known.usage().total(), 1);
    counters.requireRoom(actual);
    unresolved.remove(known.key());
    Hold hold = bound.hold();
    hold.tallies.forEach(tally -> tally.correct(bound.amounts(), actual, hold.role()));
    hold.account.resolve(known.key());
    spend(hold, known.cost(), known.usage());
  }

  private void spend(Hold hold, Money cost, TokenUsage usage) {
    hold.account.spend(hold.role(), cost, usage);
    byRole.add(hold.role(), cost, usage);
    byModel.add(hold.model(), cost, usage);
  }

  private void free(Hold hold) {
    close(hold, Amounts.NONE);
  }

  private void close(Hold hold, Amounts actual) {
    Amounts bound = hold.reserved.amounts();
    hold.tallies.forEach(tally -> tally.close(bound, actual, hold.role()));
    hold.account.free(hold.reservation().hold());
    holds.remove(hold.key());
  }

  private Hold sent(AttemptKey key, LedgerRecord record) {
    Hold hold = open(key, record);
    requireThat(hold.isDispatched, record);
    return hold;
  }

  private Hold open(AttemptKey key, LedgerRecord record) {
    Hold hold = holds.get(key);
    if (hold == null) {
      throw contradiction(record);
    }
    return hold;
  }

  private RunAccount account(RunId run, LedgerRecord record) {
    RunAccount account = accounts.get(run);
    if (account == null) {
      throw contradiction(record);
    }
    return account;
  }

  private static void requireThat(boolean holds, LedgerRecord record) {
    if (!holds) {
      throw contradiction(record);
    }
  }

  private static IllegalStateException contradiction(LedgerRecord record) {
    return new IllegalStateException(record + " contradicts the records before it");
  }

  /** The zone of the calendar; null before the first record. */
  @Nullable ZoneId zone() {
    return zone;
  }

  /** The number of the process that joined last, 0 if none did. */
  long lastWriter() {
    return writers.size();
  }

  /** Who a writer is, for people. */
  String process(long writer) {
    return writers.getOrDefault(writer, "an unknown process");
  }

  /** The open ones. */
  Collection<RunAccount> accounts() {
    return accounts.values();
  }

  /** What each role spent. */
  Map<AgentRole, PartSpend> byRole() {
    return byRole.with(unresolved.values(), Hold::role);
  }

  /** What was spent on each model. */
  Map<ModelId, PartSpend> byModel() {
    return byModel.with(unresolved.values(), Hold::model);
  }

  UsageCounters counters() {
    return counters;
  }

  /** Settlements above their hold; zero as long as every bound was right. */
  long boundViolations() {
    return boundViolations;
  }

  /**
   * Returns the account of a run.
   *
   * @throws IllegalArgumentException if it has none
   */
  RunAccount account(RunId run) {
    RunAccount account = accounts.get(run);
    if (account == null) {
      throw new IllegalArgumentException(
          "run "
              + run
              + " has no account; it was never opened, or is closed because the run ended");
    }
    return account;
  }

  /**
   * Returns what is set aside for a reservation.
   *
   * @throws IllegalStateException if that is closed
   * @throws IllegalArgumentException if it was never made
   */
  Hold hold(Reservation reservation) {
    AttemptKey key = reservation.key();
    RunAccount account = accounts.get(key.run());
    if (account != null) {
      account.requireOpen(key);
    }
    Hold hold = holds.get(key);
    if (hold == null || !hold.reservation().equals(reservation)) {
      throw new IllegalArgumentException(
          reservation + " was not made by this ledger, or its account was closed since");
    }
    return hold;
  }

  @Nullable RunAccount find(RunId run) {
    return accounts.get(run);
  }

  @Nullable Hold find(AttemptKey key) {
    return holds.get(key);
  }

  /** All that is charged by a bound. */
  Collection<Unresolved> unresolved() {
    return unresolved.values();
  }

  /** Tells whether an attempt is charged by a bound. */
  boolean isUnresolved(AttemptKey key) {
    return unresolved.containsKey(key);
  }

  /** All that is set aside. */
  Collection<Hold> holds() {
    return holds.values();
  }
}
