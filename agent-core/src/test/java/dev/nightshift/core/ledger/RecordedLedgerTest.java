package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.PRICE;
import static dev.nightshift.core.ledger.LedgerFixture.call;
import static dev.nightshift.core.ledger.LedgerFixture.cap;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordedLedgerTest {
  private static final AgentRole WRITER = AgentRole.IMPLEMENTER;
  private static final ModelId LOCAL = ModelId.parse("local:model");
  private final LedgerFixture at = new LedgerFixture();
  private final RecordedLedger ledger = at.ledger;

  @Test
  void holdsTheWorstCaseUntilTheRealCostIsSettled() {
    RunId run = at.run("a", Cap.moneyPerRun(tokens(10_000)));

    Reservation reservation = at.sent(run, WRITER, 3000, 2000);
    assertThat(reservation.hold()).isEqualTo(tokens(5000));
    assertThat(ledger.spend(run).reserved()).isEqualTo(tokens(5000));
    ledger.settle(reservation, tokens(700), TokenUsage.of(600, 100));

    SpendView view = ledger.spend(run);
    assertThat(view.reserved()).isEqualTo(Money.zero());
    assertThat(view.spent().cost()).isEqualTo(tokens(700));
    assertThat(view.of(WRITER).usage().total()).isEqualTo(700);
    assertThat(view.of(WRITER).calls()).isEqualTo(1);
    assertThat(view.of(AgentRole.REVIEWER)).isEqualTo(RoleSpend.none());
    assertThat(view.unresolved()).isEqualTo(Money.zero());
  }

  @Test
  void showsABoundAsUnresolved() {
    RunId run = at.run("a");

    Reservation reservation = at.sent(run, WRITER, 300, 200);
    ledger.settleEstimated(
        reservation, tokens(500), TokenUsage.of(300, 200), "req-1", "stream cut");

    assertThat(ledger.spend(run).unresolved()).isEqualTo(tokens(500));
    assertThat(ledger.spend(run).spent().cost()).isEqualTo(tokens(500));
  }

  @Test
  void givesTheWholeHoldBackOnRelease() {
    RunId run = at.run("a", Cap.moneyPerRun(tokens(500)), Cap.callsPerRun(1));

    ledger.release(at.reserve(run, WRITER, 300, 200), Billing.NOT_SENT, "not sent");
    ledger.release(at.sent(run, WRITER, 300, 200), Billing.NOT_BILLED, "HTTP 429");

    assertThat(at.reserve(run, WRITER, 300, 200).hold()).isEqualTo(tokens(500));
    assertThat(ledger.spend(run).spent()).isEqualTo(RoleSpend.none());
  }

  /** Case 4 of the list of tricky cases. */
  @Test
  void refusesToCloseAReservationTwice() {
    RunId run = at.run("a");
    Reservation settled = at.sent(run, WRITER, 10, 10);
    ledger.settle(settled, tokens(5), TokenUsage.of(3, 2));
    Reservation released = at.reserve(run, WRITER, 10, 10);
    ledger.release(released, Billing.NOT_SENT, "not sent");

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.settle(settled, tokens(5), TokenUsage.of(3, 2)))
        .withMessageContaining("a/implementer/main/1/1 is closed already: settled at $0.0000");
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.release(settled, Billing.NOT_SENT, "why"));
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.settle(released, tokens(5), TokenUsage.of(3, 2)));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ledger.settleEstimated(released, tokens(5), TokenUsage.of(3, 2), "", "why"));
    assertThatIllegalStateException().isThrownBy(() -> ledger.dispatch(released));
    assertThat(ledger.spend(run).spent().cost()).isEqualTo(tokens(5));
  }

  /** Symptom: an empty text was proof enough that a call that was sent had not been billed. */
  @Test
  void aSentCallIsNotGivenBackWithoutAProof() {
    RunId run = at.run("a");
    Reservation sent = at.sent(run, WRITER, 10, 10);

    for (String proof : List.of("", " \n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ledger.release(sent, Billing.NOT_BILLED, proof))
          .withMessageContaining("a/implementer/main/1/1 is released without a proof");
    }

    assertThat(ledger.spend(run).reserved()).isEqualTo(sent.hold());
    ledger.release(sent, Billing.NOT_BILLED, "HTTP 429");
    assertThat(ledger.spend(run).reserved()).isEqualTo(Money.zero());
  }

  /** Symptom: any text gave back what was set aside for a call that had been billed. */
  @ParameterizedTest
  @EnumSource(names = {"BILLED", "UNKNOWN"})
  void onlyWhatWasNotBilledIsGivenBack(Billing billing) {
    RunId run = at.run("a");
    Reservation sent = at.sent(run, WRITER, 10, 10);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.release(sent, billing, "a timeout"))
        .withMessageContaining("its billing is " + billing)
        .withMessageContaining("settle it, if need be by a bound");

    assertThat(ledger.spend(run).reserved()).isEqualTo(sent.hold());
  }

  /** Case 4 of the list of tricky cases. */
  @Test
  void refusesReservationsItDidNotMake() {
    RunId run = at.run("a");
    Reservation real = at.sent(run, WRITER, 10, 10);
    Reservation larger = new Reservation(real.key(), real.call(), tokens(1_000_000));
    Reservation unknown = new Reservation(at.next(run, WRITER), real.call(), real.hold());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.release(larger, Billing.NOT_SENT, "why"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.release(unknown, Billing.NOT_SENT, "why"));
    for (Reservation foreign : List.of(larger, unknown)) {
      assertThatIllegalArgumentException().isThrownBy(() -> ledger.dispatch(foreign));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ledger.settle(foreign, tokens(5), TokenUsage.of(3, 2)));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ledger.settleEstimated(foreign, tokens(5), TokenUsage.of(3, 2), "", "why"));
    }
    assertThat(ledger.spend(run).spent()).isEqualTo(RoleSpend.none());
    assertThat(ledger.spend(run).reserved()).isEqualTo(real.hold());
  }

  @Test
  void refusesToSettleWhatWasNeverDispatched() {
    RunId run = at.run("a");
    Reservation reservation = at.reserve(run, WRITER, 10, 10);

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.settle(reservation, tokens(5), TokenUsage.of(3, 2)))
        .withMessageContaining("never dispatched");
    ledger.dispatch(reservation);
    assertThatIllegalStateException().isThrownBy(() -> ledger.dispatch(reservation));
  }

  /** Case 5 of the list of tricky cases. */
  @Test
  void booksACostAboveTheHoldWholeAndBlocksTheRun() {
    RunId run = at.run("a", Cap.moneyPerRun(tokens(1_000_000)));
    Reservation reservation = at.sent(run, WRITER, 100, 100);

    ledger.settle(reservation, tokens(250), TokenUsage.of(150, 100));

    assertThat(ledger.spend(run).spent().cost()).isEqualTo(tokens(250));
    assertThat(ledger.spend(run).reserved()).isEqualTo(Money.zero());
    assertThat(ledger.boundViolations()).isEqualTo(1);
    assertThatThrownBy(() -> at.reserve(run, WRITER, 10, 10))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("upper bound");
    assertThat(ledger.reserve(at.next(run, WRITER), localCall(), Price.free(), 1).hold())
        .isEqualTo(Money.zero());
  }

  /**
   * Case 5 of the list of tricky cases: what a run spent above its hold is gone for every run of
   * its project, which no hold of theirs may overlook; only the run itself is stopped.
   */
  @Test
  void aCostAboveTheHoldIsMissingToOtherRunsOfTheProject() {
    Cap perDay = Cap.money(BudgetScope.PROJECT, tokens(1_000), BudgetWindow.DAY);
    RunId over = inShop("a", perDay);
    RunId other = inShop("b", perDay);
    Reservation reservation = at.sent(over, WRITER, 100, 100);

    ledger.settle(reservation, tokens(950), TokenUsage.of(850, 100));

    assertThatThrownBy(() -> at.reserve(other, WRITER, 41, 10, 10))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("per project and day");
    assertThat(at.reserve(other, WRITER, 40, 10, 10).hold()).isEqualTo(tokens(50));
  }

  @Test
  void aCostAboveTheCapOfAProjectLeavesOtherRunsNothing() {
    Cap perDay = Cap.money(BudgetScope.PROJECT, tokens(1_000), BudgetWindow.DAY);
    RunId over = inShop("a", perDay);
    RunId other = inShop("b", perDay);
    Reservation reservation = at.sent(over, WRITER, 100, 100);

    ledger.settle(reservation, tokens(5_000), TokenUsage.of(4_900, 100));

    assertThatThrownBy(() -> at.reserve(other, WRITER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("per project and day");
  }

  private RunId inShop(String id, Cap cap) {
    RunId run = RunId.of(id);
    List<ScopeName> shop = List.of(new ScopeName(BudgetScope.PROJECT, "shop"));
    ledger.open(new Account(run, TaskKind.BUG_FIX, shop, List.of(cap), 0));
    return run;
  }

  @Test
  void countsAViolatedBoundWithoutBlockingARunThatHasNoCap() {
    RunId run = at.run("a");
    Reservation reservation = at.sent(run, WRITER, 100, 100);

    ledger.settle(reservation, tokens(250), TokenUsage.of(150, 100));

    assertThat(ledger.boundViolations()).isEqualTo(1);
    assertThat(at.reserve(run, WRITER, 10, 10).call().maxOutputTokens()).isEqualTo(10);
  }

  /** Case 18 of the list of tricky cases. */
  @Test
  void clampsTheAnswerToWhatIsAffordable() {
    RunId run = at.run("a", Cap.moneyPerRun(tokens(8000)));

    Reservation reservation = at.reserve(run, WRITER, 3000, 32_000, 1024);

    assertThat(reservation.call().maxOutputTokens()).isEqualTo(5000);
    assertThat(reservation.hold()).isEqualTo(tokens(8000));
  }

  /** Case 18 of the list of tricky cases. */
  @Test
  void refusesAnAnswerTooSmallToBeUseful() {
    RunId run = at.run("a", Cap.moneyPerRun(tokens(3900)));

    assertThatThrownBy(() -> at.reserve(run, WRITER, 3000, 32_000, 1024))
        .isInstanceOfSatisfying(
            BudgetExhaustedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED))
        .hasMessageContaining("cap of $0.0039 per run")
        .hasMessageContaining("$0.0039 left for the implementer")
        .hasMessageContaining("needs $0.0040")
        .hasMessageContaining("test:model");
    assertThat(ledger.spend(run).reserved()).isEqualTo(Money.zero());
    assertThat(at.reserve(run, WRITER, 3000, 900, 1024).call().maxOutputTokens()).isEqualTo(900);
  }

  @Test
  void clampsTheAnswerToTheTokensLeft() {
    RunId run = at.run("a", Cap.tokensPerRun(5000), Cap.moneyPerRun(Money.usd("1000")));

    assertThat(at.reserve(run, WRITER, 3000, 32_000, 1024).call().maxOutputTokens())
        .isEqualTo(2000);
    assertThatThrownBy(() -> at.reserve(run, WRITER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("cap of 5,000 tokens per run has 0 tokens left")
        .hasMessageContaining("needs 2 tokens");
  }

  @Test
  void countsOpenCallsAgainstACapOnCalls() {
    RunId run = at.run("a", Cap.callsPerRun(2));
    at.spend(run, WRITER, 10);
    Reservation open = at.sent(run, WRITER, 10, 10);

    assertThatThrownBy(() -> at.reserve(run, WRITER, 10, 10))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("cap of 2 calls per run has 0 calls left");
    ledger.release(open, Billing.NOT_BILLED, "HTTP 529");
    assertThat(at.reserve(run, WRITER, 10, 10)).isNotNull();
  }

  /** A run that had spent nothing was told that a day's cap was gone; its siblings only held it. */
  @Test
  void tellsWhatOpenCallsHoldFromWhatIsSpent() {
    long amount = tokens(10_000).nanos();
    Cap shared = cap(BudgetScope.ENGINE, BudgetUnit.MONEY_NANO_USD, amount, BudgetWindow.DAY);
    RunId holding = at.run("a", shared);
    RunId refused = at.run("b", shared);
    at.spend(holding, WRITER, 1000);
    at.sent(holding, WRITER, 3000, 6000);

    assertThatThrownBy(() -> at.reserve(refused, WRITER, 10, 10))
        .isInstanceOfSatisfying(
            BudgetExhaustedException.class,
            refusal -> {
              BudgetShortfall shortfall = refusal.shortfall().orElseThrow();
              assertThat(shortfall.left()).isZero();
              assertThat(shortfall.held()).isEqualTo(tokens(9000).nanos());
            })
        .hasMessageContaining(
            "has $0.0000 left for the implementer ($0.0090 set aside for open calls)");
  }

  /** Of two caps that have too little left, only one may have more once open calls are settled. */
  @Test
  void namesTheCapThatNoWaitCanHelp() {
    Cap shared = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 10_000, BudgetWindow.DAY);
    RunId holding = at.run("a", shared);
    RunId refused = at.run("b", shared, Cap.tokensPerRun(5));
    RunId waiting = at.run("c", shared);
    at.sent(holding, WRITER, 3000, 7000);

    assertThat(ledger.shortfall(refused, call(WRITER, 10, 10), LedgerFixture.PRICE, 10))
        .hasValueSatisfying(
            lacking -> {
              assertThat(lacking.cap()).isEqualTo(Cap.tokensPerRun(5));
              assertThat(lacking.mayFitLater()).isFalse();
            });
    assertThat(ledger.shortfall(waiting, call(WRITER, 10, 10), LedgerFixture.PRICE, 10))
        .hasValueSatisfying(lacking -> assertThat(lacking.mayFitLater()).isTrue());
    assertThat(ledger.spend(waiting).reserved()).isEqualTo(Money.zero());
  }

  /** Case 19 of the list of tricky cases. */
  @Test
  void keepsMoneyForTheReviewerWhenTheImplementerSpentItsPart() {
    RunId run = at.run("a", 15, Cap.moneyPerRun(tokens(10_000)));
    at.spend(run, WRITER, 8500);

    assertThatThrownBy(() -> at.reserve(run, WRITER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("$0.0015 kept for the reviewer");
    at.spend(run, AgentRole.REVIEWER, 1500);
    assertThatThrownBy(() -> at.reserve(run, AgentRole.REVIEWER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("has $0.0000 left for the reviewer");
    assertThat(ledger.spend(run).spent().cost()).isEqualTo(tokens(10_000));
  }

  @Test
  void doesNotKeepTheReviewersPartASecondTimeOnceItWasUsed() {
    RunId run = at.run("a", 15, Cap.moneyPerRun(tokens(10_000)));
    at.spend(run, AgentRole.REVIEWER, 1000);

    assertThat(at.reserve(run, WRITER, 1, 100_000).hold()).isEqualTo(tokens(8500));
    assertThat(at.reserve(run, AgentRole.REVIEWER, 1, 100_000).hold()).isEqualTo(tokens(500));
  }

  @Test
  void letsTheReviewerUseWhatTheImplementerLeft() {
    RunId run = at.run("a", 15, Cap.moneyPerRun(tokens(10_000)));
    at.spend(run, AgentRole.REVIEWER, 6000);

    assertThat(at.reserve(run, WRITER, 1, 100_000).hold()).isEqualTo(tokens(4000));
  }

  @Test
  void keepsTokensForTheReviewer() {
    RunId run = at.run("a", 20, Cap.tokensPerRun(1000));

    assertThat(at.reserve(run, WRITER, 100, 10_000).call().totalTokens()).isEqualTo(800);
    assertThat(at.reserve(run, AgentRole.REVIEWER, 100, 10_000).call().totalTokens())
        .isEqualTo(200);
  }

  @Test
  void keepsAtLeastOneCallForTheReviewer() {
    RunId run = at.run("a", 15, Cap.callsPerRun(3));
    at.spend(run, WRITER, 10);
    at.spend(run, WRITER, 10);

    assertThatThrownBy(() -> at.reserve(run, WRITER, 10, 10))
        .hasMessageContaining("1 calls kept for the reviewer");
    assertThat(at.reserve(run, AgentRole.REVIEWER, 10, 10)).isNotNull();
  }

  @Test
  void leavesTheOnlyCallToTheImplementer() {
    RunId run = at.run("a", 15, Cap.callsPerRun(1));

    assertThat(at.reserve(run, WRITER, 10, 10)).isNotNull();
  }

  @Test
  void keepsNothingForTheReviewerInSharedCaps() {
    Cap shared = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 1000, BudgetWindow.LIFETIME);
    RunId run = at.run("a", 50, shared);

    assertThat(at.reserve(run, WRITER, 100, 10_000).call().totalTokens()).isEqualTo(1000);
  }

  /** Case 23 of the list of tricky cases. */
  @Test
  void letsFreeModelsPassUnderAnExhaustedMoneyCap() {
    RunId run = at.run("a", Cap.moneyPerRun(tokens(100)), Cap.callsPerRun(2));
    at.spend(run, WRITER, 100);

    Reservation free = ledger.reserve(at.next(run, WRITER), localCall(), Price.free(), 1024);

    assertThat(free.call().maxOutputTokens()).isEqualTo(8000);
    assertThat(free.hold()).isEqualTo(Money.zero());
    assertThatThrownBy(() -> ledger.reserve(at.next(run, WRITER), localCall(), Price.free(), 1024))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("cap of 2 calls");
  }

  @Test
  void sharesACapBetweenRunsOfOneKind() {
    Cap shared = cap(BudgetScope.TASK_KIND, BudgetUnit.TOKENS, 1000, BudgetWindow.LIFETIME);
    RunId first = at.run("a", 0, shared);
    RunId second = at.run("b", 0, shared);
    RunId other = at.run("c", TaskKind.FEATURE, 0, List.of(shared));
    at.sent(first, WRITER, 500, 100);

    assertThat(at.reserve(second, WRITER, 100, 1000).call().totalTokens()).isEqualTo(400);
    assertThat(at.reserve(other, WRITER, 100, 1000).call().totalTokens()).isEqualTo(1000);
  }

  @Test
  void countsRunsWithoutACapAgainstTheCapsOfOthers() {
    Cap shared = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 1000, BudgetWindow.DAY);
    RunId uncapped = at.run("a");
    at.spend(uncapped, WRITER, 900);

    RunId capped = at.run("b", 0, shared);
    assertThat(at.reserve(capped, WRITER, 10, 1000).call().totalTokens()).isEqualTo(100);
  }

  /** Case 22 of the list of tricky cases. */
  @Test
  void booksALateSettlementInTheWindowItWasReservedIn() {
    LedgerFixture late = new LedgerFixture(Instant.parse("2026-01-31T23:59:59.900Z"));
    Cap perDay = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 1000, BudgetWindow.DAY);
    RunId run = late.run("a", 0, perDay);
    Reservation reservation = late.sent(run, WRITER, 900, 100);

    late.time.advance(Duration.ofMinutes(3));
    Reservation next = late.sent(run, WRITER, 900, 100);
    late.ledger.settle(reservation, tokens(1000), TokenUsage.of(900, 100));

    assertThat(late.ledger.used(run, perDay)).isEqualTo(next.call().totalTokens());
    assertThat(late.ledger.spend(run).spent().cost()).isEqualTo(tokens(1000));
  }

  /** Case 22 of the list of tricky cases. */
  @Test
  void startsAnewEachDayAndEachMonth() {
    LedgerFixture late = new LedgerFixture(Instant.parse("2026-01-30T23:00:00Z"));
    Cap perDay = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 100, BudgetWindow.DAY);
    Cap perMonth = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 150, BudgetWindow.MONTH);
    RunId run = late.run("a", 0, perDay, perMonth);
    late.spend(run, WRITER, 100);

    assertThatThrownBy(() -> late.reserve(run, WRITER, 1, 1))
        .hasMessageContaining("100 tokens per engine and day");
    late.time.advance(Duration.ofHours(1));
    late.spend(run, WRITER, 50);
    assertThatThrownBy(() -> late.reserve(run, WRITER, 1, 1))
        .hasMessageContaining("150 tokens per engine and month");
    late.time.advance(Duration.ofDays(1));
    late.spend(run, WRITER, 100);
  }

  @Test
  void doesNotReopenAWindowWhenTheClockIsSetBack() {
    ManualTime clock = ManualTime.startingAt(Instant.parse("2026-01-02T00:00:01Z"));
    RecordedLedger wound = RecordedLedger.inMemory(ZoneOffset.UTC, clock);
    Cap perDay = cap(BudgetScope.ENGINE, BudgetUnit.CALLS, 1, BudgetWindow.DAY);
    RunId run = RunId.of("a");
    wound.open(new Account(run, TaskKind.BUG_FIX, List.of(perDay), 0));
    wound.reserve(at.next(run, WRITER), LedgerFixture.call(WRITER, 1, 1), PRICE, 1);

    clock.setNow(Instant.parse("2026-01-01T23:59:59Z"));
    assertThatThrownBy(
            () -> wound.reserve(at.next(run, WRITER), LedgerFixture.call(WRITER, 1, 1), PRICE, 1))
        .isInstanceOf(BudgetExhaustedException.class);
  }

  @Test
  void refusesAWorstCaseBeyondTheRangeOfMoneyWithoutChargingIt() {
    RunId run = at.run("a");
    Price dear = Price.of(Rates.perMillionTokens("100000", "100000"));
    CallEstimate huge = LedgerFixture.call(WRITER, 1_000_000_000_000L, 1);

    assertThatThrownBy(() -> ledger.reserve(at.next(run, WRITER), huge, dear, 1))
        .isInstanceOf(ArithmeticException.class);
    assertThat(ledger.spend(run).reserved()).isEqualTo(Money.zero());
  }

  @Test
  void refusesWhatItCannotAccountFor() {
    Cap strange = cap(new BudgetScope("planet"), BudgetUnit.CALLS, 1, BudgetWindow.DAY);
    RunId open = at.run("a");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> at.run("b", strange))
        .withMessageContaining("planet");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at.run("c", 91))
        .withMessageContaining("reviewerSharePercent 91");
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.spend(RunId.of("nobody")));
    assertThat(ledger.spend(open).spent()).isEqualTo(RoleSpend.none());
  }

  private static CallEstimate localCall() {
    return new CallEstimate(LOCAL, WRITER, 5000, 8000);
  }
}
