package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.TokenUsage;

/**
 * The account of all runs, kept by five verbs: reserve, dispatch, settle, settle estimated,
 * release.
 *
 * <p>For every cap at every moment, spent plus reserved stays at or below the cap; two callers can
 * never jointly pass it. Money of a dispatched call is given back only with proof that it was not
 * billed.
 *
 * <p>A ledger is given data only and calls no code of its user, so that it may work in another
 * process. Whether it keeps these rules is checked by {@link
 * dev.nightshift.core.testing.LedgerContract}.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> O(caps), no I/O in memory; a durable
 * ledger forces its journal in {@link #reserve} and {@link #settle}.
 */
public interface BudgetLedger {
  /**
   * Opens the account of a run. Opening an equal one again changes nothing, so that a run may be
   * taken up again.
   *
   * @param account who pays and within which limits
   * @throws IllegalStateException if the run has another account; the message names both
   */
  void open(Account account);

  /**
   * Sets the worst case of one attempt aside in every enclosing scope, with the answer clamped to
   * what is affordable.
   *
   * <p>The same key again, for the same call at the same price, returns the same open reservation
   * and sets nothing aside. What was settled or released is not reserved again, because it may have
   * been paid for.
   *
   * @param key the attempt
   * @param call the worst case wanted
   * @param price the price of the model
   * @param minOutputTokens the smallest answer worth paying for, at least 1; below it the call is
   *     refused
   * @return the reservation, whose call has the clamped output limit
   * @throws BudgetExhaustedException if the worst case does not fit; nothing is charged
   * @throws IllegalArgumentException if the key has an open reservation for another call, price or
   *     smallest answer, or the run has no account
   * @throws IllegalStateException if the attempt is settled or released; the message names the key
   *     and how it ended
   */
  Reservation reserve(AttemptKey key, CallEstimate call, Price price, int minOutputTokens);

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
   * @param why one sentence for the report
   * @throws IllegalStateException if the reservation is already closed
   */
  void settleEstimated(Reservation reservation, Money cost, TokenUsage usage, String why);

  /**
   * Gives the whole hold back because the attempt was provably not billed.
   *
   * @param reservation an open reservation
   * @param proof one sentence for the report
   * @throws IllegalStateException if the reservation is already closed
   */
  void release(Reservation reservation, String proof);

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
   * Returns an empty ledger that lives as long as this process; windows follow the UTC calendar.
   *
   * @param time the clock that says which window it is
   * @return a new ledger
   */
  static BudgetLedger inMemory(TimeSource time) {
    Require.nonNull(time, "time");
    return new InMemoryLedger(time);
  }
}
