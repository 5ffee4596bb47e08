package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.PRICE;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Symptom: of four runs under one cap a day three ended as budget_exhausted with almost nothing
 * spent, because the fourth had set the rest aside for a call that was not answered yet.
 */
@Timeout(60)
class SharedCapWaitTest {
  private static final UserTurn GO = UserTurn.text("go");
  private static final RunId SIBLING = RunId.of("sibling");
  private static final Cap SHARED =
      new Cap(
          BudgetScope.ENGINE, BudgetUnit.MONEY_NANO_USD, tokens(10_000).nanos(), BudgetWindow.DAY);

  private final MeterFixture at = new MeterFixture();
  private final ScriptedRests rests = new ScriptedRests(at.time);
  private final ModelAccess.Builder access = at.access.time(rests);

  @Test
  void aCallWhoseMoneyAnOpenCallHoldsIsMadeOnceThatIsGivenBack() throws InterruptedException {
    Conversation conversation = at.conversation(SHARED);
    Reservation open = heldBy(SIBLING, 9_500);
    rests.in(3, () -> settle(open, 100));
    at.provider.answers(100, 10);
    Duration before = at.timeAccount().active().used();

    conversation.send(GO);

    assertThat(at.provider.requests).hasSize(1);
    assertThat(at.spend().spent().cost()).isEqualTo(tokens(110));
    assertThat(at.eventNames())
        .containsSubsequence("budget.waiting", "budget.waited", "model.reserved", "model.call");
    assertThat(at.last("budget.waiting").attributes())
        .containsEntry("scope", "engine")
        .containsEntry("cap", SHARED.toDisplay())
        .containsEntry("left", tokens(500).nanos())
        .containsEntry("held", tokens(9_500).nanos());
    assertThat(at.last("budget.waited").attributes()).containsEntry("waitMs", 1_500L);
    assertThat(at.timeAccount().active().used()).isEqualTo(before);
  }

  @Test
  void waitsWithNeitherMoneyNorItsTurnAtTheProvider() throws InterruptedException {
    AtomicInteger admitted = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    access.admission(
        request -> {
          asked.incrementAndGet();
          admitted.incrementAndGet();
          return usage -> admitted.decrementAndGet();
        });
    Conversation conversation = at.conversation(SHARED);
    Reservation open = heldBy(SIBLING, 9_500);
    rests.in(
        40,
        () -> {
          assertThat(admitted).hasValue(0);
          assertThat(at.spend().reserved()).isEqualTo(Money.zero());
          settle(open, 100);
        });
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThat(asked).hasValue(2);
    assertThat(admitted).hasValue(0);
  }

  @Test
  void isRefusedOnceNothingThatIsHeldCouldBeEnough() {
    Conversation conversation = at.conversation(SHARED);
    Reservation open = heldBy(SIBLING, 9_500);
    rests.in(2, () -> settle(open, 9_400));

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("has $0.0006 left for the implementer, but the next call")
        .hasMessageEndingWith("; it waited 1 s for what open calls of others held");
    assertThat(at.provider.requests).isEmpty();
    assertThat(rests.rests).isEqualTo(2);
  }

  @Test
  void aCapOfTheRunItselfIsNeverWaitedFor() {
    Conversation conversation = at.conversation(Cap.moneyPerRun(tokens(10_000)));
    Reservation own = held(at.ledger, new AttemptKey(at.run, IMPLEMENTER, "other", 1, 1), 9_500);

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("set aside for open calls");
    assertThat(rests.rests).isZero();
    assertThat(own.hold()).isEqualTo(tokens(9_500));
  }

  @Test
  void noWaitForASharedCapWhileTheRunsOwnRefusesAnyway() {
    Conversation conversation = at.conversation(SHARED, Cap.moneyPerRun(tokens(600)));
    Reservation open = heldBy(SIBLING, 9_500);

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("the cap of $0.0006 per run has");
    assertThat(rests.rests).isZero();
    assertThat(open.hold()).isEqualTo(tokens(9_500));
  }

  /** A process that stands still keeps what it holds for as long as it is there. */
  @Test
  void whatIsNeverGivenBackIsWaitedForHalfAnHour() {
    at.timeLimit = Duration.ofHours(5);
    Conversation conversation = at.conversation(SHARED);
    Reservation open = heldBy(SIBLING, 9_500);

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageEndingWith("; it waited 30 min for what open calls of others held");
    assertThat(open.hold()).isEqualTo(tokens(9_500));
  }

  @Test
  void itsPatienceBeginsAnewWithWhateverIsGivenBack() throws InterruptedException {
    at.timeLimit = Duration.ofHours(5);
    Conversation conversation = at.conversation(SHARED);
    Reservation large = heldBy(SIBLING, 9_500);
    Reservation small = heldBy(RunId.of("another"), 400);
    int halfHour = 2 * 60 * 30;
    rests.in(halfHour - 10, () -> settle(small, 10));
    rests.in(2 * halfHour - 20, () -> settle(large, 10));
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThat(at.last("budget.waited").attributes())
        .containsEntry("waitMs", Duration.ofMinutes(60).minusSeconds(10).toMillis());
  }

  @Test
  void waitsNoLongerThanItsRunMayStillBeActive() {
    Conversation conversation = at.conversation(SHARED);
    Reservation open = heldBy(SIBLING, 9_500);

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageEndingWith("; it waited 10 min for what open calls of others held");
    assertThat(open.hold()).isEqualTo(tokens(9_500));
  }

  @Test
  void aCancelEndsTheWaitAndLeavesNothingBehind() {
    RunMeter meter = at.meter(SHARED);
    Conversation conversation = open(meter);
    Reservation open = heldBy(SIBLING, 9_500);
    rests.in(2, () -> at.cancellation.cancel(EndReason.CANCELLED, "enough"));

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOfAny(InterruptedException.class, RunStoppedException.class);

    assertThat(rests.rests).isEqualTo(2);
    assertThat(meter.access().capQueue().size()).isZero();
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
    assertThat(Thread.interrupted()).isFalse();
    assertThat(open.hold()).isEqualTo(tokens(9_500));
  }

  /** Case 20 of the list of tricky cases: a run that trips a cap never hangs its siblings. */
  @Test
  void aRunThatWaitsHangsNoSiblingWhoseCallFits() throws InterruptedException {
    ModelAccess shared = access.build();
    Conversation large = run(shared, "large", 100_000);
    Conversation small = run(shared, "small", 10);
    Reservation open = heldBy(SIBLING, 7_500);
    at.provider.answers(100, 10).answers(50, 5);
    rests.in(
        2,
        () -> {
          send(small, "go");
          assertThat(rests.rests).isEqualTo(2);
        });
    rests.in(4, () -> settle(open, 10));

    send(large, "x".repeat(4_000));

    assertThat(at.provider.requests).hasSize(2);
    assertThat(at.ledger.spend(RunId.of("small")).spent().cost()).isEqualTo(tokens(110));
    assertThat(at.ledger.spend(RunId.of("large")).spent().cost()).isEqualTo(tokens(55));
  }

  /** Both branches of one run wait for a day's cap, each while the other's call is open. */
  @Test
  void aForkWaitsForTheOpenCallOfAnotherAndGoesOn() throws InterruptedException {
    RunMeter meter = at.meter(SHARED);
    Conversation fork = open(meter.fork("b", at));
    Reservation ofTheOther =
        held(at.ledger, new AttemptKey(at.run, IMPLEMENTER, "main@a", 1, 1), 9_500);
    rests.in(2, () -> settle(ofTheOther, 100));
    at.provider.answers(100, 10);

    fork.send(GO);

    assertThat(at.provider.requests).hasSize(1);
  }

  @Test
  void whatAnotherProcessGivesBackIsSeen(@TempDir Path state) throws InterruptedException {
    try (BudgetLedger here = BudgetLedger.directory(state, at.time);
        BudgetLedger there = BudgetLedger.directory(state, at.time)) {
      Conversation conversation = inDirectory(here);
      there.open(new Account(SIBLING, at.task.kind(), List.of(SHARED), 0));
      Reservation open = held(there, new AttemptKey(SIBLING, IMPLEMENTER, "main", 1, 1), 9_500);
      rests.in(5, () -> settle(there, open, 100));
      at.provider.answers(100, 10);

      conversation.send(GO);

      assertThat(rests.rests).isEqualTo(5);
      assertThat(here.spend(at.run).spent().cost()).isEqualTo(tokens(110));
    }
  }

  @Test
  void whatAProcessHeldThatDiedIsNotWaitedFor(@TempDir Path state) {
    try (BudgetLedger here = BudgetLedger.directory(state, at.time)) {
      Conversation conversation = inDirectory(here);
      try (BudgetLedger there = BudgetLedger.directory(state, at.time)) {
        there.open(new Account(SIBLING, at.task.kind(), List.of(SHARED), 0));
        Reservation lost = held(there, new AttemptKey(SIBLING, IMPLEMENTER, "main", 1, 1), 9_500);
        assertThat(lost.hold()).isEqualTo(tokens(9_500));
      }

      assertThatThrownBy(() -> conversation.send(GO))
          .isInstanceOf(BudgetExhaustedException.class)
          .hasMessageContaining("has $0.0005 left");

      assertThat(here.unresolved()).hasSize(1);
      assertThat(rests.rests).isZero();
    }
  }

  private Conversation inDirectory(BudgetLedger ledger) {
    List<Cap> caps = List.of(SHARED, Cap.timePerRun(Duration.ofHours(1)));
    ledger.open(new Account(at.run, at.task.kind(), caps, 0));
    // The clock of the run is that of the fixture, whose ledger has an account of it as well.
    RunMeter unused = at.meter(SHARED);
    return open(
        new RunMeter(access.ledger(ledger).build(), at.run, at.task, BudgetPolicy.unlimited(), at));
  }

  private Conversation run(ModelAccess shared, String name, int maxOutput) {
    RunId run = RunId.of(name);
    if (at.timeAccount().left().compareTo(Duration.ofDays(1)) > 0) {
      RunMeter unused = at.meter();
    }
    at.ledger.open(new Account(run, at.task.kind(), List.of(SHARED), 0));
    return new RunMeter(shared, run, at.task, BudgetPolicy.unlimited(), at)
        .open(spec(STRONG).maxOutputTokens(maxOutput).build(), IMPLEMENTER, "main");
  }

  private static Conversation open(RunMeter meter) {
    return meter.open(spec(STRONG).build(), IMPLEMENTER, "main");
  }

  private static void send(Conversation conversation, String text) {
    try {
      conversation.send(UserTurn.text(text));
    } catch (InterruptedException stopped) {
      throw new AssertionError("nobody stops it", stopped);
    }
  }

  /** A call of another run that was sent and is not answered yet. */
  private Reservation heldBy(RunId run, int tokens) {
    at.ledger.open(new Account(run, at.task.kind(), List.of(SHARED), 0));
    return held(at.ledger, new AttemptKey(run, IMPLEMENTER, "main", 1, 1), tokens);
  }

  private static Reservation held(BudgetLedger ledger, AttemptKey key, int tokens) {
    CallEstimate call = new CallEstimate(STRONG, IMPLEMENTER, tokens - 1, 1);
    Reservation open = ledger.reserve(key, call, PRICE, 1);
    ledger.dispatch(open);
    return open;
  }

  private void settle(Reservation open, long tokens) {
    settle(at.ledger, open, tokens);
  }

  private static void settle(BudgetLedger ledger, Reservation open, long tokens) {
    ledger.settle(open, tokens(tokens), TokenUsage.of(tokens, 0));
  }
}
