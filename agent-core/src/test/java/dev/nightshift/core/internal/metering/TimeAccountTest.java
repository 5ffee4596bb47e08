package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.TimeBooking;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run knows of the time it may still use, between bookings too. */
class TimeAccountTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final RunId RUN = RunId.of("a");
  private static final RunId SIBLING = RunId.of("b");
  private final ManualTime time = ManualTime.create();
  private final BudgetLedger ledger = BudgetLedger.inMemory(time);
  private final ActiveTime active = new ActiveTime(time);

  @Test
  void isUpAtTheExactMoment() {
    TimeAccount account = account(RUN, active, Cap.timePerRun(HOUR));
    active.begin();
    time.advance(HOUR.minusNanos(1));
    assertThat(account.isUp()).isFalse();

    time.advance(Duration.ofNanos(1));

    assertThat(account.isUp()).isTrue();
    assertThat(account.left()).isZero();
    assertThat(account.whyUp()).contains("by the cap of 1 h per run");
  }

  /** Looked at four times a second, as the watchdog does, until nobody may go on. */
  @Test
  void runsThatShareACapTogetherPassItByNoMoreThanALook() {
    Cap shared = Cap.time(BudgetScope.ENGINE, MINUTE.multipliedBy(5), BudgetWindow.DAY);
    int runs = 12;
    ActiveTime[] times = new ActiveTime[runs];
    TimeAccount[] accounts = new TimeAccount[runs];
    for (int i = 0; i < runs; i++) {
      times[i] = new ActiveTime(time);
      accounts[i] = account(RunId.of("run-" + i), times[i], shared);
      times[i].begin();
    }
    for (int looks = 0; looks < 4 * 60; looks++) {
      for (int i = 0; i < runs; i++) {
        accounts[i].keep();
        if (times[i].isRunning() && accounts[i].isUp()) {
          times[i].end();
          accounts[i].end();
        }
      }
      time.advance(LOOK);
    }

    Duration all = Duration.ZERO;
    for (ActiveTime one : times) {
      assertThat(one.isRunning()).isFalse();
      all = all.plus(one.used());
    }
    assertThat(all)
        .isBetween(
            MINUTE.multipliedBy(5).minusSeconds(runs),
            shared(shared).plus(LOOK.multipliedBy(runs)));
  }

  private static Duration shared(Cap cap) {
    return Duration.ofMillis(cap.amount());
  }

  @Test
  void isBookedEachMinuteWhereNobodySharesACapAndNotMoreOften() {
    TimeAccount account = account(RUN, active, Cap.timePerRun(HOUR));
    active.begin();
    time.advance(MINUTE.minusMillis(1));
    account.keep();
    assertThat(booked(RUN)).isZero();

    time.advance(Duration.ofMillis(1));
    account.keep();

    assertThat(booked(RUN)).isEqualTo(MINUTE);
  }

  @Test
  void whatOthersBookedIsSeenAtTheNextBooking() {
    Cap shared = Cap.time(BudgetScope.ENGINE, HOUR, BudgetWindow.DAY);
    TimeAccount account = account(RUN, active, shared);
    account(SIBLING, new ActiveTime(time), shared);
    active.begin();
    account.book();
    ledger.bookTime(SIBLING, WorkedTime.of(MINUTE.multipliedBy(50)), Duration.ZERO);
    assertThat(account.left()).isEqualTo(HOUR);

    time.advance(MINUTE);
    account.keep();

    assertThat(account.left()).isEqualTo(MINUTE.multipliedBy(9));
  }

  /** Symptom: a run was stopped after midnight by what it had left of the day before. */
  @Test
  void isNotOverWhereANewWindowHasBegun() {
    ManualTime late = ManualTime.startingAt(Instant.parse("2026-01-01T23:30:30Z"));
    BudgetLedger its = BudgetLedger.inMemory(late);
    Cap aDay = Cap.time(BudgetScope.RUN, MINUTE.multipliedBy(40), BudgetWindow.DAY);
    its.open(new Account(RUN, TaskKind.TESTS, List.of(aDay), 0));
    ActiveTime nightly = new ActiveTime(late);
    TimeAccount account = new TimeAccount(its, RUN, nightly);
    nightly.begin();
    late.advance(MINUTE.multipliedBy(29));
    account.book();
    late.advance(MINUTE.multipliedBy(11));

    assertThat(account.isUp()).isTrue();
    assertThat(account.isOver()).isFalse();
    late.advance(MINUTE.multipliedBy(29));
    assertThat(account.isOver()).isTrue();
  }

  @Test
  void aRunThatWaitsGivesBackWhatWasSetAside() {
    Cap shared = Cap.time(BudgetScope.ENGINE, MINUTE, BudgetWindow.DAY);
    TimeAccount account = account(RUN, active, shared);
    account(SIBLING, new ActiveTime(time), shared);
    active.begin();
    account.keep();
    assertThat(left(SIBLING)).isLessThan(MINUTE);

    active.end();
    account.keep();

    assertThat(left(SIBLING)).isEqualTo(MINUTE);
  }

  /** Symptom: who had looked a moment before the end set a minute aside for a run that was over. */
  @Test
  void whoeverWatchesARunThatHasEndedSetsNothingAside() {
    Cap shared = Cap.time(BudgetScope.ENGINE, MINUTE, BudgetWindow.DAY);
    TimeAccount account = account(RUN, active, shared);
    account(SIBLING, new ActiveTime(time), shared);
    active.begin();
    time.advance(LOOK);

    account.end();
    account.keep();
    account.book();
    time.advance(MINUTE);
    assertThat(account.isOver()).isTrue();

    assertThat(left(SIBLING)).isEqualTo(MINUTE.minus(LOOK));
  }

  /**
   * Symptom: after a kill the journal said less than the ledger, and the same time was used twice.
   */
  @Test
  void goesOnFromWhatIsBookedWhereThatIsMore() throws Exception {
    ledger.open(new Account(RUN, TaskKind.TESTS, List.of(Cap.timePerRun(HOUR)), 0));
    AgentRole role = AgentRole.REVIEWER;
    ledger.bookTime(
        RUN, new WorkedTime(MINUTE.multipliedBy(50), Map.of(role, MINUTE)), Duration.ZERO);
    ActiveTime again = new ActiveTime(time, MINUTE.multipliedBy(40));
    TimeAccount account = new TimeAccount(ledger, RUN, again);
    account.book();
    again.begin();
    account.as(
        role,
        () -> {
          time.advance(MINUTE.multipliedBy(2));
          return role;
        });

    assertThat(account.left()).isEqualTo(MINUTE.multipliedBy(8));
    assertThat(again.used(role)).isEqualTo(MINUTE.multipliedBy(3));
    account.end();
    assertThat(booked(RUN)).isEqualTo(MINUTE.multipliedBy(52));
  }

  @Test
  void aLedgerThatFailsIsNotAskedAgainAndWhatWasLeftHolds() {
    TimeAccount account = account(RUN, active, Cap.timePerRun(HOUR));
    active.begin();
    ledger.close(RUN);
    time.advance(MINUTE.multipliedBy(59));
    account.keep();
    assertThat(account.isUp()).isFalse();

    ledger.open(new Account(RUN, TaskKind.TESTS, List.of(Cap.timePerRun(HOUR)), 0));
    time.advance(MINUTE);
    account.keep();

    assertThat(account.isUp()).isTrue();
    assertThat(booked(RUN)).isZero();
  }

  private TimeAccount account(RunId run, ActiveTime of, Cap... caps) {
    ledger.open(new Account(run, TaskKind.TESTS, List.of(caps), 0));
    TimeAccount account = new TimeAccount(ledger, run, of);
    account.book();
    return account;
  }

  private Duration booked(RunId run) {
    return look(run).total().run();
  }

  private Duration left(RunId run) {
    return look(run).left().get(0).left();
  }

  private TimeBooking look(RunId run) {
    return ledger.bookTime(run, WorkedTime.of(Duration.ZERO), Duration.ZERO);
  }
}
