package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to the money. All that a ledger knows follows from these in their order
 * ({@link LedgerState}); what was refused is none.
 */
sealed interface LedgerRecord {
  /**
   * The ledger began, the first record.
   *
   * @param zone whose calendar says when windows start anew
   */
  record Began(ZoneId zone) implements LedgerRecord {}

  /**
   * A process began to use the ledger.
   *
   * @param writer its number, from 1 on, given once
   * @param process who it is, for people
   */
  record Joined(long writer, String process) implements LedgerRecord {}

  /** The account of a run was opened. */
  record Opened(Account account) implements LedgerRecord {}

  /** The account of a run that was opened has other caps from here on. */
  record Amended(Account account) implements LedgerRecord {}

  /**
   * The worst case of an attempt was set aside.
   *
   * @param reservation what was granted
   * @param wish what was asked for
   * @param day whose windows it counts in, whenever it is settled
   * @param writer the process that has it
   */
  record Reserved(Reservation reservation, Wish wish, LocalDate day, long writer)
      implements LedgerRecord {
    AttemptKey key() {
      return reservation.key();
    }

    /** What it sets aside in every unit. */
    Amounts amounts() {
      return new Amounts(reservation.hold().nanos(), reservation.call().totalTokens(), 1);
    }
  }

  /**
   * What was asked for under a key, so that the same again is known.
   *
   * @param call with the largest answer that was wanted
   * @param worst what that would have cost at most, which stands for the price
   * @param minOutputTokens the smallest useful answer
   */
  record Wish(CallEstimate call, Money worst, int minOutputTokens) {}

  /** An attempt is about to be sent; from here on it is not free unless that is proven. */
  record Dispatched(AttemptKey key) implements LedgerRecord {}

  /**
   * The provider began to answer an attempt, and told how it calls the request.
   *
   * @param requestId not empty
   */
  record Named(AttemptKey key, String requestId) implements LedgerRecord {}

  /** An attempt ended and its exact cost is known. */
  record Settled(AttemptKey key, Money cost, TokenUsage usage) implements LedgerRecord {}

  /**
   * An attempt ended, or its process did, and a bound of its cost stands for what is unknown.
   *
   * @param requestId what the provider calls it, may be empty
   */
  record Estimated(AttemptKey key, Money cost, TokenUsage usage, String requestId, String why)
      implements LedgerRecord {}

  /** What an attempt really cost became known after a bound had been booked for it. */
  record Reconciled(AttemptKey key, Money cost, TokenUsage usage) implements LedgerRecord {}

  /**
   * An attempt ended and was provably not billed.
   *
   * @param billing whether it was not sent, or refused; null in a record of before, whose proof
   *     says so in words
   */
  record Released(AttemptKey key, @Nullable Billing billing, String proof) implements LedgerRecord {
    public Released {
      if (billing == Billing.BILLED || billing == Billing.UNKNOWN) {
        throw new IllegalArgumentException(
            "call "
                + key
                + " is not released: its billing is "
                + billing
                + ", and only what is NOT_SENT or NOT_BILLED costs nothing; settle it, if need be by"
                + " a bound");
      }
    }
  }

  /** The process that reserved an attempt ended without sending it; it may be reserved again. */
  record Lapsed(AttemptKey key, String why) implements LedgerRecord {}

  /**
   * What was spent in a scope had reached a part of a cap, and that was told.
   *
   * @param run a run in that scope
   * @param role the role whose call was charged
   * @param day in whose windows
   */
  record Warned(RunId run, AgentRole role, Cap cap, LocalDate day, int percent)
      implements LedgerRecord {}

  /**
   * A run was active for so long, in all.
   *
   * @param day in whose windows that counts which was not booked before
   * @param millis of the run since it began; never less than before
   * @param byRole milliseconds in which each role was at work; none is missing that was there
   *     before
   * @param held milliseconds that are set aside in every scope for what it does next
   * @param writer the process that set them aside
   */
  record Timed(
      RunId run, LocalDate day, long millis, Map<AgentRole, Long> byRole, long held, long writer)
      implements LedgerRecord {
    public Timed {
      byRole = Map.copyOf(byRole);
    }
  }

  /** The run has ended and its account is forgotten. */
  record Closed(RunId run) implements LedgerRecord {}
}
