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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger that forgot a run is told of its calls. */
class EarlierAttemptsTest {
  private static final CallEstimate CALL =
      new CallEstimate(FakeProvider.STRONG, AgentRole.IMPLEMENTER, 100, 50);
  @TempDir private static Path directory;
  private MeterFixture fixture = new MeterFixture();
  private RunMeter meter = fixture.meter(Cap.callsPerRun(9));
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

  /** Symptom: a call that never left was booked as one that the provider did not bill. */
  @Test
  void theLedgerIsToldWhetherACallThatCostsNothingWasSent() throws IOException {
    assertThat(ledgerToldOf(How.NOT_SENT, "a")).contains("\"billing\":\"NOT_SENT\"");
    assertThat(ledgerToldOf(How.RELEASED, "b")).contains("\"billing\":\"NOT_BILLED\"");
  }

  private String ledgerToldOf(How how, String name) throws IOException {
    Path place = Files.createDirectory(directory.resolve(name));
    fixture = new MeterFixture(time -> BudgetLedger.directory(place, time));
    meter = fixture.meter(Cap.callsPerRun(9));
    told(Set.of(key), free(how));
    fixture.ledger.close();
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
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
