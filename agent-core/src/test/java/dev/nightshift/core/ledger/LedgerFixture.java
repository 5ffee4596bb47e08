package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger with a clock and a price at which every token costs 1,000 nano-dollars. */
final class LedgerFixture {
  static final long NANOS_PER_TOKEN = 1_000;
  static final ModelId MODEL = ModelId.parse("test:model");
  static final Price PRICE = Price.of(Rates.perMillionTokens("1", "1"));
  final ManualTime time;
  final RecordedLedger ledger;
  private final AtomicInteger attempts = new AtomicInteger();

  LedgerFixture() {
    this(Instant.parse("2026-01-01T12:00:00Z"));
  }

  LedgerFixture(Instant start) {
    time = ManualTime.startingAt(start);
    ledger = RecordedLedger.inMemory(ZoneOffset.UTC, time);
  }

  RunId run(String id, Cap... caps) {
    return run(id, 0, caps);
  }

  RunId run(String id, int reviewerShare, Cap... caps) {
    return run(id, TaskKind.BUG_FIX, reviewerShare, List.of(caps));
  }

  RunId run(String id, TaskKind kind, int reviewerShare, List<Cap> caps) {
    RunId run = RunId.of(id);
    ledger.open(new Account(run, kind, caps, reviewerShare));
    return run;
  }

  Reservation reserve(RunId run, AgentRole role, long input, int output) {
    return reserve(run, role, input, output, 1);
  }

  Reservation reserve(RunId run, AgentRole role, long input, int output, int least) {
    return ledger.reserve(next(run, role), call(role, input, output), PRICE, least);
  }

  /** The key of one more attempt. */
  AttemptKey next(RunId run, AgentRole role) {
    return new AttemptKey(run, role, "main", attempts.incrementAndGet(), 1);
  }

  Reservation sent(RunId run, AgentRole role, long input, int output) {
    Reservation reservation = reserve(run, role, input, output);
    ledger.dispatch(reservation);
    return reservation;
  }

  /** Reserves, sends and settles a call that uses all it set aside. */
  void spend(RunId run, AgentRole role, long tokens) {
    Reservation reservation = sent(run, role, tokens - 1, 1);
    ledger.settle(reservation, reservation.hold(), TokenUsage.of(tokens - 1, 1));
  }

  static CallEstimate call(AgentRole role, long input, int output) {
    return new CallEstimate(MODEL, role, input, output);
  }

  static Cap cap(BudgetScope scope, BudgetUnit unit, long amount, BudgetWindow window) {
    return new Cap(scope, unit, amount, window);
  }

  static Money tokens(long tokens) {
    return Money.ofNanos(tokens * NANOS_PER_TOKEN);
  }
}
