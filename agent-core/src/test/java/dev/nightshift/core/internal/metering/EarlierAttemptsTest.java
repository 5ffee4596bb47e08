package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.metering.AttemptEnd.How;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.ledger.UnresolvedCall;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a ledger that forgot a run is told of its calls. */
class EarlierAttemptsTest {
  private static final CallEstimate CALL =
      new CallEstimate(FakeProvider.STRONG, AgentRole.IMPLEMENTER, 100, 50);
  private final MeterFixture fixture = new MeterFixture();
  private final RunMeter meter = fixture.meter(Cap.callsPerRun(9));
  private final AttemptKey key = new AttemptKey(fixture.run, AgentRole.IMPLEMENTER, "main", 1, 1);

  /** Symptom: a call could not be reconciled by its request any more after the run went on. */
  @Test
  void aCallWhoseBillNobodyKnowsKeepsTheNameOfItsRequest() {
    AttemptEnd end =
        new AttemptEnd(
            key,
            How.ESTIMATED,
            Money.usd("0.01"),
            TokenUsage.builder().input(100).output(50).estimated(true).build(),
            "req_7",
            "the connection broke");

    told(Set.of(key), end);

    assertThat(fixture.ledger.unresolved())
        .extracting(UnresolvedCall::requestId)
        .containsExactly("req_7");
  }

  @Test
  void aCallThatWasNotSentIsChargedNothingThoughItWasAboutToBe() {
    told(Set.of(key), free(How.NOT_SENT));

    assertThat(fixture.spend().spent().calls()).isZero();
    assertThat(fixture.spend().reserved()).isEqualTo(Money.zero());
  }

  @Test
  void aCallThatWasRefusedIsChargedNothing() {
    told(Set.of(key), free(How.RELEASED));

    assertThat(fixture.spend().spent().calls()).isZero();
  }

  private AttemptEnd free(How how) {
    return new AttemptEnd(key, how, Money.zero(), TokenUsage.zero(), "", "it says so");
  }

  private void told(Set<AttemptKey> dispatched, AttemptEnd end) {
    new EarlierAttempts(meter, dispatched, List.of(end)).book(List.of(reserved()));
  }

  private Reservation reserved() {
    BudgetLedger forgotten = BudgetLedger.inMemory(fixture.time);
    forgotten.open(new Account(fixture.run, fixture.task.kind(), List.of(Cap.callsPerRun(9)), 0));
    return forgotten.reserve(
        key, CALL, meter.access().price(FakeProvider.STRONG, AgentRole.IMPLEMENTER), 50);
  }
}
