package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.ledger.Hold.Unresolved;
import dev.nightshift.core.ledger.LedgerRecord.Amended;
import dev.nightshift.core.ledger.LedgerRecord.Closed;
import dev.nightshift.core.ledger.LedgerRecord.Dispatched;
import dev.nightshift.core.ledger.LedgerRecord.Estimated;
import dev.nightshift.core.ledger.LedgerRecord.Named;
import dev.nightshift.core.ledger.LedgerRecord.Opened;
import dev.nightshift.core.ledger.LedgerRecord.Reconciled;
import dev.nightshift.core.ledger.LedgerRecord.Released;
import dev.nightshift.core.ledger.LedgerRecord.Reserved;
import dev.nightshift.core.ledger.LedgerRecord.Settled;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ledger whose verbs are records: each is decided on the state, booked, and followed by it. */
final class RecordedLedger implements BudgetLedger, StateSource {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedLedger.class);
  private final Books books;
  private final LedgerCalendar calendar;
  private final TimeSource time;
  private final Writers writers;

  /** Runs of this process: nobody else changes their accounts. */
  private final Set<RunId> opened = ConcurrentHashMap.newKeySet();

  RecordedLedger(Books books, ZoneId zone, TimeSource time, Writers writers) {
    this.books = books;
    this.calendar = new LedgerCalendar(zone, time);
    this.time = time;
    this.writers = writers;
  }

  /** A ledger in this process. */
  static RecordedLedger inMemory(ZoneId zone, TimeSource time) {
    Books books = new Books(null);
    books.book((state, booked) -> LedgerCalendar.begin(zone, state, booked));
    return new RecordedLedger(books, zone, time, Writers.alone());
  }

  /**
   * A ledger over the records of a store.
   *
   * @param wanted null for the zone in which the ledger began, UTC for a new one
   */
  static RecordedLedger over(LedgerStore store, @Nullable ZoneId wanted, TimeSource time) {
    Books books = new Books(store);
    boolean isOpen = false;
    try {
      ZoneId zone = books.book((state, booked) -> LedgerCalendar.begin(wanted, state, booked));
      Writers writers = Writers.join(store, books);
      writers.chargeTheDead(books);
      isOpen = true;
      return new RecordedLedger(books, zone, time, writers);
    } finally {
      if (!isOpen) {
        books.close();
      }
    }
  }

  @Override
  public void open(Account account) {
    open(account, false);
  }

  @Override
  public void amend(Account account) {
    open(account, true);
  }

  private void open(Account account, boolean mayAmend) {
    Require.nonNull(account, "account");
    books.book(
        (state, booked) -> {
          RunAccount known = state.find(account.run());
          if (known == null) {
            booked.accept(new Opened(account));
            return false;
          }
          boolean isSame = known.terms.equals(account);
          if (!isSame && mayAmend && known.isButForItsCaps(account)) {
            booked.accept(new Amended(account));
          } else if (!isSame) {
            throw new IllegalStateException(
                "the account of run "
                    + account.run()
                    + " is open as "
                    + known.terms
                    + " and cannot be opened as "
                    + account);
          }
          return writers.chargeTheDead(state, booked);
        });
    opened.add(account.run());
  }

  @Override
  public Reservation reserve(AttemptKey key, CallEstimate call, Price price, int minOutputTokens) {
    Require.nonNull(key, "key");
    Wanted wanted = Wanted.of(call, price, minOutputTokens);
    Books.Decision<Reservation> decision =
        (state, booked) -> {
          Reserved asked = wanted.reserved(key, state, calendar.today(state), writers.self());
          if (state.find(key) == null) {
            booked.accept(asked);
          }
          return asked.reservation();
        };
    try {
      return books.book(decision);
    } catch (BudgetExhaustedException full) {
      if (!writers.chargeTheDeadNowAndThen(books, time)) {
        throw full;
      }
      return books.book(decision);
    }
  }

  @Override
  public Optional<BudgetShortfall> shortfall(
      RunId run, CallEstimate call, Price price, int minOutputTokens) {
    Require.nonNull(run, "run");
    Wanted wanted = Wanted.of(call, price, minOutputTokens);
    Books.Decision<Optional<BudgetShortfall>> decision =
        (state, booked) -> wanted.shortfall(state.account(run), state, calendar.today(state));
    Optional<BudgetShortfall> lacking = books.book(decision);
    return lacking.isPresent() && writers.chargeTheDeadNowAndThen(books, time)
        ? books.book(decision)
        : lacking;
  }

  @Override
  public void dispatch(Reservation reservation) {
    books.bookForced(
        (state, booked) -> {
          if (state.hold(reservation).isDispatched) {
            throw new IllegalStateException(
                "attempt " + reservation.key() + " was already dispatched; reserve each attempt");
          }
          booked.accept(new Dispatched(reservation.key()));
          return true;
        });
  }

  @Override
  public void answering(Reservation reservation, String requestId) {
    Named named = new Named(reservation.key(), Require.nonNull(requestId, "requestId"));
    books.book(
        (state, booked) -> {
          state.hold(reservation);
          booked.accept(named);
          return true;
        });
  }

  @Override
  public void settle(Reservation reservation, Money cost, TokenUsage usage) {
    charge(reservation, new Settled(reservation.key(), cost, usage));
    warnOfViolation(reservation, cost, usage);
  }

  @Override
  public void settleEstimated(
      Reservation reservation, Money cost, TokenUsage usage, String requestId, String why) {
    charge(reservation, new Estimated(reservation.key(), cost, usage, requestId, why));
    warnOfViolation(reservation, cost, usage);
    LOG.debug("call {} is charged {} by bound: {}", reservation.key(), cost, why);
  }

  private void charge(Reservation reservation, LedgerRecord charge) {
    books.bookForced(
        (state, booked) -> {
          if (!state.hold(reservation).isDispatched) {
            throw new IllegalStateException(
                "attempt "
                    + reservation.key()
                    + " was never dispatched; call dispatch before the request is sent");
          }
          booked.accept(charge);
          return true;
        });
  }

  private static void warnOfViolation(Reservation reservation, Money cost, TokenUsage usage) {
    CallEstimate bound = reservation.call();
    if (cost.compareTo(reservation.hold()) > 0 || usage.total() > bound.totalTokens()) {
      LOG.warn(
          "run {}: a call of {} used {} nano-dollars and {} tokens, more than the {} and {} set"
              + " aside; further calls against the run's caps are refused",
          reservation.key().run(),
          bound.model(),
          cost.nanos(),
          usage.total(),
          reservation.hold().nanos(),
          bound.totalTokens());
    }
  }

  @Override
  public void release(Reservation reservation, Billing billing, String proof) {
    Require.nonNull(proof, "proof");
    Released released = new Released(reservation.key(), Require.nonNull(billing, "billing"), proof);
    if (proof.isBlank()) {
      throw new IllegalArgumentException(
          "call "
              + reservation.key()
              + " is released without a proof that it was not billed; say what proves it, or settle"
              + " it by a bound");
    }
    books.book(
        (state, booked) -> {
          state.hold(reservation);
          booked.accept(released);
          return true;
        });
    LOG.debug("call {} is not charged: {}", reservation.key(), proof);
  }

  @Override
  public List<UnresolvedCall> unresolved() {
    return books.book(
        (state, booked) -> state.unresolved().stream().map(Unresolved::call).toList());
  }

  @Override
  public void reconcile(AttemptKey key, Money cost, TokenUsage usage) {
    Require.nonNull(key, "key");
    Reconciled known = new Reconciled(key, cost, usage);
    books.bookForced(
        (state, booked) -> {
          if (!state.isUnresolved(key)) {
            throw new IllegalArgumentException(
                "attempt " + key + " is not charged by a bound; unresolved() lists those that are");
          }
          booked.accept(known);
          return true;
        });
  }

  @Override
  public TimeBooking bookTime(RunId run, WorkedTime total, Duration ahead) {
    Require.nonNull(run, "run");
    Require.nonNull(total, "total");
    if (Require.nonNull(ahead, "ahead").isNegative()) {
      throw new IllegalArgumentException(
          "ahead " + ahead + " must be at least zero; zero sets nothing aside");
    }
    TimeBooking came =
        books.book((state, booked) -> bookTime(state.account(run), total, ahead, state, booked));
    boolean isUsedUp = came.left().stream().anyMatch(one -> one.left().isZero());
    return isUsedUp && writers.chargeTheDeadNowAndThen(books, time)
        ? books.book((state, booked) -> bookTime(state.account(run), total, ahead, state, booked))
        : came;
  }

  private TimeBooking bookTime(
      RunAccount account,
      WorkedTime total,
      Duration ahead,
      LedgerState state,
      Consumer<LedgerRecord> booked) {
    TimeCheck check = new TimeCheck(account, state.counters(), total, calendar.today(state));
    List<TimeLeft> left = check.left();
    Timed timed = check.record(left, ahead, writers.self());
    if (check.isNews(timed)) {
      booked.accept(timed);
    }
    return new TimeBooking(account.time.total(), Duration.ofMillis(timed.held()), left);
  }

  @Override
  public List<BudgetWarning> warnings(RunId run, AgentRole role) {
    Require.nonNull(run, "run");
    Require.nonNull(role, "role");
    boolean isNews =
        books.ask(state -> !Warnings.of(state, run, role, calendar.today(state)).all().isEmpty());
    return isNews
        ? books.book(
            (state, booked) -> {
              Warnings news = Warnings.of(state, run, role, calendar.today(state));
              news.all().forEach(booked);
              return news.highest();
            })
        : List.of();
  }

  @Override
  public List<BudgetWarning> softLimits(RunId run, AgentRole role) {
    Require.nonNull(run, "run");
    Require.nonNull(role, "role");
    return books.book(
        (state, booked) -> Warnings.softLimits(state, run, role, calendar.today(state)));
  }

  @Override
  public SpendView spend(RunId run) {
    Require.nonNull(run, "run");
    return opened.contains(run)
        ? books.ask(state -> state.account(run).view())
        : books.book((state, booked) -> state.account(run).view());
  }

  @Override
  public void close(RunId run) {
    Require.nonNull(run, "run");
    books.book(
        (state, booked) -> {
          if (state.find(run) != null) {
            booked.accept(new Closed(run));
          }
          return true;
        });
    opened.remove(run);
  }

  @Override
  public void close() {
    books.close();
  }

  @Override
  public <T> T look(Function<LedgerState, T> question) {
    return books.book((state, booked) -> question.apply(state));
  }

  /** Asks what is known, without a look at what other processes did. */
  <T> T ask(Function<LedgerState, T> question) {
    return books.ask(question);
  }

  /** Settlements above their hold; zero as long as every bound was right. */
  long boundViolations() {
    return books.ask(LedgerState::boundViolations);
  }

  /** Spent and set aside against a cap of the run in the current window. */
  long used(RunId run, Cap cap) {
    return books.ask(
        state ->
            state
                .counters()
                .at(state.account(run), AgentRole.IMPLEMENTER, cap, calendar.today(state))
                .used(cap.unit()));
  }
}
