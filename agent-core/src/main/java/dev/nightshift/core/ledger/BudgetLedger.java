package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The accounts of all runs: their money, attempt by attempt, and their active time.
 *
 * <p>An account is {@linkplain #open opened}, perhaps {@linkplain #amend amended}, and {@linkplain
 * #close(RunId) closed}. An attempt is {@linkplain #reserve reserved}, {@linkplain #dispatch
 * dispatched} and then settled, {@linkplain #settleEstimated by a bound} where nobody knows its
 * cost, or {@linkplain #release released}; what was settled by a bound is {@linkplain #reconcile
 * reconciled} once its bill is known. {@link #bookTime} is for time. The rest only reads.
 *
 * <p>For every cap at every moment, spent plus reserved stays at or below the cap; two callers can
 * never jointly pass it. Money of a dispatched call is given back only with proof that it was not
 * billed.
 *
 * <p>A ledger is given data only and calls no code of its user, so that it may work in another
 * process. Whether it keeps these rules is checked by {@link
 * dev.nightshift.core.testing.LedgerContract}.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> O(caps), no I/O in memory; one on disk
 * waits for the disk in {@link #dispatch}, {@link #settle} and {@link #settleEstimated}.
 */
public interface BudgetLedger extends AutoCloseable {
  /**
   * Opens the account of a run. Opening an equal one again changes nothing, so that a run may be
   * taken up again.
   *
   * @param account who pays and within which limits
   * @throws IllegalStateException if the run has another account; the message names both
   */
  void open(Account account);

  /**
   * Puts other caps in the place of those of a run, as when a human grants it more; opens the
   * account of a run that has none. What was spent and set aside stays counted. The same again
   * changes nothing.
   *
   * @param account as it was opened, but for its caps and what of them is kept for the reviewer
   * @throws IllegalStateException if the run has an account that differs in more than that; the
   *     message names both
   */
  void amend(Account account);

  /**
   * Sets the worst case of one attempt aside in every enclosing scope, with the answer clamped to
   * what is affordable.
   *
   * <p>The same key again, for the same call with the same worst case, returns the same open
   * reservation and sets nothing aside. What was settled or released is not reserved again as long
   * as the account is open, because it may have been paid for.
   *
   * @param key the attempt
   * @param call the worst case wanted
   * @param price the price of the model
   * @param minOutputTokens the smallest answer worth paying for, at least 1; below it the call is
   *     refused
   * @return the reservation, whose call has the clamped output limit
   * @throws BudgetExhaustedException if the worst case does not fit; nothing is charged, and its
   *     {@linkplain BudgetExhaustedException#shortfall shortfall} says which scope lacked what and
   *     which answer would fit. Never waits for others to give something back: who wants to wait
   *     asks {@link #shortfall}
   * @throws IllegalArgumentException if the key has an open reservation for another call, worst
   *     case or smallest answer, or the run has no account
   * @throws IllegalStateException if the attempt is settled or released; the message names the key
   *     and how it ended
   */
  Reservation reserve(AttemptKey key, CallEstimate call, Price price, int minOutputTokens);

  /**
   * Tells what {@link #reserve} would lack at this moment, and sets nothing aside. A call that
   * waits for others to give something back asks this again and again, before it asks for its turn
   * at the provider.
   *
   * @param run an opened run
   * @param call the worst case wanted
   * @param price the price of the model
   * @param minOutputTokens as in {@link #reserve}
   * @return empty if nothing is lacking, or only {@link #reserve} can tell
   * @throws IllegalArgumentException if the run has no account, or it was closed
   * @implSpec returns empty unless overridden, so that who waits reserves again and again
   */
  default Optional<BudgetShortfall> shortfall(
      RunId run, CallEstimate call, Price price, int minOutputTokens) {
    return Optional.empty();
  }

  /**
   * Notes that the attempt is about to be sent; from here on it is not free unless proven unbilled.
   *
   * @param reservation an open reservation
   * @throws IllegalStateException if it was dispatched before, or is closed
   */
  void dispatch(Reservation reservation);

  /**
   * Books the exact cost and gives the rest back. A cost above the hold is booked whole and blocks
   * further calls.
   *
   * @param reservation a dispatched reservation
   * @param cost the exact cost
   * @param usage the exact usage
   * @throws IllegalStateException if the reservation is already closed
   */
  void settle(Reservation reservation, Money cost, TokenUsage usage);

  /**
   * Books a bound because the outcome is unknown; shown as unresolved.
   *
   * @param reservation a dispatched reservation
   * @param cost the bound; one above the hold is booked whole and blocks further calls, as in
   *     {@link #settle}
   * @param usage the bound in tokens
   * @param requestId what the provider calls the request, for {@link #reconcile}; empty if unknown
   * @param why one sentence for the report
   * @throws IllegalStateException if the reservation is already closed
   */
  void settleEstimated(
      Reservation reservation, Money cost, TokenUsage usage, String requestId, String why);

  /**
   * Returns the calls whose cost nobody knows yet, those of closed accounts and of processes that
   * died included.
   *
   * @return in the order in which they were charged
   */
  List<UnresolvedCall> unresolved();

  /**
   * Books what a call really cost that was charged by a bound, in the windows in which it was
   * reserved.
   *
   * @param key the attempt
   * @param cost the exact cost; zero if it was not billed
   * @param usage the exact usage
   * @throws IllegalArgumentException if the attempt is not {@linkplain #unresolved unresolved}
   */
  void reconcile(AttemptKey key, Money cost, TokenUsage usage);

  /**
   * Notes how the provider calls the request of an attempt, as soon as its answer begins, so that
   * what it cost can still be found out if the process dies before the answer ends. It need not be
   * on the disk when this returns.
   *
   * @param reservation an open reservation that was dispatched
   * @param requestId what the provider calls it, not empty
   * @throws IllegalStateException if the reservation is already closed, or was not dispatched
   * @implSpec forgets it unless overridden
   */
  default void answering(Reservation reservation, String requestId) {}

  /**
   * Gives the whole hold back because the attempt was provably not billed. Whoever cannot prove
   * that {@linkplain #settleEstimated settles by a bound}.
   *
   * @param reservation an open reservation
   * @param billing {@link Billing#NOT_SENT} if it was not sent or no connection came about, {@link
   *     Billing#NOT_BILLED} if the provider refused it before any output
   * @param proof what shows it, such as the status of the answer, in one sentence for the report;
   *     not blank
   * @throws IllegalArgumentException if the billing says neither, or the proof is blank; the hold
   *     stays
   * @throws IllegalStateException if the reservation is already closed
   */
  void release(Reservation reservation, Billing billing, String proof);

  /**
   * Books how long a run was active, in every scope it is in and in the windows of this moment, and
   * sets more aside for what it does next, as far as others leave it.
   *
   * <p>A total that was booked before books nothing, and a smaller one changes nothing, so that a
   * process that goes on with a run may tell what it knows. Time that has passed is booked whole,
   * also above a cap. What is set aside counts in caps on time like money that is set aside: a run
   * that books again before it is used up, and stops where nothing is set aside any more, never
   * passes a cap that it shares, however many run at once. At most an eighth of what a cap leaves
   * is set aside, or a second of the last, so that all who share it come to its end together. With
   * a process that died goes what it had set aside.
   *
   * @param run an opened run
   * @param total how long it was active since it began
   * @param ahead how much more is to be set aside at most, in place of what was; zero gives it back
   * @return what is booked, set aside and left
   * @throws IllegalArgumentException if the run has no account, it was closed, or {@code ahead} is
   *     negative
   */
  TimeBooking bookTime(RunId run, WorkedTime total, Duration ahead);

  /**
   * Returns which parts of the caps of a run what was spent has reached. Each is told once for each
   * scope and window, over all runs and processes that share it, to who asks first after it was
   * reached; of several of one cap the highest.
   *
   * @param run the run
   * @param role the role whose call was charged
   * @return none if there is nothing new, or the run has no account
   */
  List<BudgetWarning> warnings(RunId run, AgentRole role);

  /**
   * Returns which {@linkplain dev.nightshift.core.budget.Cap#softLimit soft limits} of the caps of
   * a run are reached now by what was spent, also by others that share them. Asked as often as a
   * role begins to work; in the window after the one in which it was reached, a limit is not
   * reached any more.
   *
   * @param run an opened run
   * @param role the role that is going to work
   * @return one for each cap whose soft limit is reached, in the order of the caps
   * @throws IllegalArgumentException if the run has no account, or it was closed
   */
  List<BudgetWarning> softLimits(RunId run, AgentRole role);

  /**
   * Returns the account of a run.
   *
   * @param run an opened run
   * @return a snapshot
   * @throws IllegalArgumentException if the run has no account, or it was closed
   */
  SpendView spend(RunId run);

  /**
   * Closes the account of a run that ended, so that the ledger may forget it. Nothing is reserved
   * for the run any more; a reservation that is still open is settled or released as before. What
   * the run spent stays counted in all scopes it shared with others.
   *
   * @param run a run; one without an account is ignored
   * @implSpec forgets nothing unless overridden
   */
  default void close(RunId run) {}

  /**
   * Lets go of what the ledger uses. It books nothing more; what is still open is closed by others
   * as if this process had ended.
   *
   * @implSpec does nothing unless overridden
   */
  @Override
  default void close() {}

  /**
   * Returns an empty ledger that lives as long as this process; windows follow the UTC calendar.
   *
   * @param time the clock that says which window it is
   * @return a new ledger
   */
  static BudgetLedger inMemory(TimeSource time) {
    return inMemory(ZoneOffset.UTC, time);
  }

  /**
   * Returns an empty ledger that lives as long as this process.
   *
   * @param zone whose calendar says when days and months begin
   * @param time the clock
   * @return a new ledger
   */
  static BudgetLedger inMemory(ZoneId zone, TimeSource time) {
    Require.nonNull(time, "time");
    return RecordedLedger.inMemory(Require.nonNull(zone, "zone"), time);
  }

  /**
   * Opens the ledger of a directory, whose windows follow the calendar that it began with, of UTC
   * if it is new.
   *
   * @param directory as in {@link #directory(Path, ZoneId, TimeSource)}
   * @return the ledger, to be closed
   * @throws LedgerException as there
   */
  static BudgetLedger directory(Path directory) {
    return directory(directory, TimeSource.system());
  }

  /**
   * Opens the ledger of a directory, whose windows follow the calendar that it began with, of UTC
   * if it is new.
   *
   * @param directory as in {@link #directory(Path, ZoneId, TimeSource)}
   * @param time the clock
   * @return the ledger, to be closed
   * @throws LedgerException as there
   */
  static BudgetLedger directory(Path directory, TimeSource time) {
    Require.nonNull(directory, "directory");
    Require.nonNull(time, "time");
    return RecordedLedger.over(DirectoryStore.in(directory), null, time);
  }

  /**
   * Opens the ledger of a directory: what was spent there is counted on, in {@code
   * ledger/ledger.log}, readable by the owner alone where the file system has permissions. A {@link
   * dev.nightshift.core.journal.Journal} may be kept in the same directory.
   *
   * <p>Several processes may use it at the same time and share all caps but those per run. A call
   * is on the disk before {@link #dispatch} returns, its bill before {@link #settle} does. What a
   * process that died had sent is charged at its worst case and stays unresolved; what it had set
   * aside and never sent is given back and may be reserved again. That is seen when a ledger is
   * opened, when the account of a run is opened again, and before a call is refused.
   *
   * <p>The end of a record that was never whole is cut off. Damage anywhere else refuses: nothing
   * is spent in that directory, and nothing in it is changed, until a human has looked.
   *
   * @param directory made if missing, on a local disk: locks of network file systems promise too
   *     little
   * @param zone whose calendar says when days and months begin, the same for all who share it
   * @param time the clock
   * @return the ledger, to be closed
   * @throws LedgerException if its records are corrupt, of another version or another zone, or
   *     cannot be read or written
   */
  static BudgetLedger directory(Path directory, ZoneId zone, TimeSource time) {
    Require.nonNull(directory, "directory");
    Require.nonNull(zone, "zone");
    Require.nonNull(time, "time");
    return over(DirectoryStore.in(directory), zone, time);
  }

  /**
   * Opens the ledger over a store, for example in a database.
   *
   * @param store its records, closed with the ledger
   * @param zone whose calendar says when days and months begin, the same for all who share it
   * @param time the clock
   * @return the ledger, to be closed
   * @throws LedgerException if its records cannot be used; the store is closed
   */
  static BudgetLedger over(LedgerStore store, ZoneId zone, TimeSource time) {
    Require.nonNull(store, "store");
    Require.nonNull(zone, "zone");
    return RecordedLedger.over(store, zone, Require.nonNull(time, "time"));
  }
}
