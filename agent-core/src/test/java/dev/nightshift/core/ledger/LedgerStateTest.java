package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.NANOS_PER_TOKEN;
import static dev.nightshift.core.ledger.LedgerFixture.PRICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.LedgerRecord.Dispatched;
import dev.nightshift.core.ledger.LedgerRecord.Opened;
import dev.nightshift.core.ledger.LedgerRecord.Settled;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a ledger knows follows from its records. */
class LedgerStateTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final List<Cap> CAPS =
      List.of(
          Cap.tokensPerRun(5_000),
          new Cap(BudgetScope.ROLE, BudgetUnit.TOKENS, 4_000, BudgetWindow.LIFETIME),
          new Cap(BudgetScope.TASK_KIND, BudgetUnit.CALLS, 40, BudgetWindow.DAY),
          Cap.money(
              BudgetScope.PROJECT, Money.ofNanos(9_000 * NANOS_PER_TOKEN), BudgetWindow.MONTH),
          new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 60_000, BudgetWindow.LIFETIME),
          Cap.time(BudgetScope.ROLE, Duration.ofMinutes(30), BudgetWindow.DAY),
          Cap.time(BudgetScope.PROJECT, Duration.ofHours(1), BudgetWindow.MONTH));

  /** Two processes share the records, and one of them ends and comes back now and then. */
  private final ListStore.Shared records = new ListStore.Shared();

  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-03-27T20:00:00Z"));
  private final List<RunId> runs = new ArrayList<>();
  private int turns;

  /** A ledger and what it has open. */
  private static final class Member {
    RecordedLedger ledger;
    final List<Reservation> open = new ArrayList<>();

    Member(RecordedLedger ledger) {
      this.ledger = ledger;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void rebuiltFromItsRecordsItEqualsTheLiveStateForEveryPrefix(long seed) {
    Random random = new Random(seed);
    List<Member> processes = List.of(new Member(ledger()), new Member(ledger()));
    LedgerState rebuilt = new LedgerState();
    int applied = 0;
    int refused = 0;
    for (int step = 0; step < 250; step++) {
      Member process = processes.get(random.nextInt(2));
      refused += step(process, random) ? 0 : 1;
      List<String> all = records.records();
      for (; applied < all.size(); applied++) {
        rebuilt.apply(LedgerLine.read(all.get(applied)));
      }
      process.ledger.close(RunId.of("nobody")); // reads what the other process did
      String live = process.ledger.ask(WholeState::of);
      assertThat(live).isEqualTo(WholeState.of(rebuilt));
    }

    assertThat(refused).as("caps that were reached").isPositive();
    assertThat(records.records()).as("every kind of record").anyMatch(has("lapsed"));
    assertThat(records.records())
        .anyMatch(has("estimated"))
        .anyMatch(has("closed"))
        .anyMatch(has("reconciled"));
    assertThat(records.records()).anyMatch(has("warned")).anyMatch(has("timed"));
    assertThat(records.records()).anyMatch(line -> line.contains("\"held\":"));
  }

  /** Each line says all of its record, and is read back as that. */
  @Test
  void aLineIsReadAsWhatWasWritten() {
    TokenUsage usage =
        TokenUsage.builder()
            .input(1)
            .cacheRead(2)
            .cacheWrite(Duration.ofMinutes(5), 3)
            .cacheWrite(Duration.ofHours(1), 4)
            .output(5)
            .reasoning(2)
            .feesNanoUsd(7)
            .estimated(true)
            .terms(new BillingTerms(ServiceTier.BATCH, "eu"))
            .build();
    AttemptKey key = new AttemptKey(RunId.of("a"), AgentRole.REVIEWER, "m\u00e4in \"1\"", 3, 2);
    LedgerRecord record = new Settled(key, Money.ofNanos(99), usage);

    assertThat(LedgerLine.read(LedgerLine.write(record))).isEqualTo(record);
    LedgerRecord named = new LedgerRecord.Named(key, "req_7");
    assertThat(LedgerLine.read(LedgerLine.write(named))).isEqualTo(named);
    assertThat(LedgerLine.write(new Dispatched(key)))
        .isEqualTo(
            "{\"v\":1,\"is\":\"dispatched\",\"run\":\"a\",\"role\":\"reviewer\",\"conversation\":"
                + "\"m\\u00E4in \\\"1\\\"\",\"turn\":3,\"attempt\":2}");
  }

  @Test
  void aLineOfTimeSaysAllOfItsRecord() {
    Timed timed =
        new Timed(
            RunId.of("a"),
            LocalDate.of(2026, 3, 1),
            90_000,
            Map.of(AgentRole.REVIEWER, 20_000L, AgentRole.IMPLEMENTER, 60_000L),
            60_000,
            2);
    String line =
        "{\"v\":1,\"is\":\"timed\",\"run\":\"a\",\"writer\":2,\"day\":\"2026-03-01\",\"millis\":90000,"
            + "\"roles\":{\"implementer\":60000,\"reviewer\":20000},\"held\":60000}";

    assertThat(LedgerLine.write(timed)).isEqualTo(line);
    assertThat(LedgerLine.read(line)).isEqualTo(timed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"v\":2,\"is\":\"closed\",\"run\":\"a\"}",
        "{\"v\":1,\"is\":\"gift\",\"run\":\"a\"}",
        "{\"v\":1,\"is\":\"closed\"}",
        "{\"v\":1,\"is\":\"closed\",\"run\":7}",
        "{\"v\":1,\"is\":\"closed\",\"run\":\"a\",\"run\":\"b\"}",
        "{\"v\":1,\"is\":\"began\",\"zone\":\"Europe/Atlantis\"}",
      })
  void aLineOfAnotherKindIsRefusedByItsText(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerLine.read(line))
        .withMessageStartingWith(line + " is no record of a ledger: ");
  }

  @Test
  void aRecordThatContradictsTheOnesBeforeChangesNothing() {
    LedgerState state = new LedgerState();
    Opened opened = new Opened(new Account(RunId.of("a"), TaskKind.TESTS, List.of(), 0));
    state.apply(opened);
    LedgerState before = new LedgerState();
    before.apply(opened);
    AttemptKey key = new AttemptKey(RunId.of("a"), AgentRole.REVIEWER, "main", 1, 1);

    for (LedgerRecord bad :
        List.of(
            opened,
            new Dispatched(key),
            new LedgerRecord.Named(key, "req_7"),
            new Settled(key, Money.zero(), TokenUsage.zero()),
            new LedgerRecord.Lapsed(key, "why"),
            new LedgerRecord.Joined(2, "second"),
            new Timed(RunId.of("b"), LocalDate.EPOCH, 1, Map.of(), 0, 1),
            new Timed(RunId.of("a"), LocalDate.EPOCH, -1, Map.of(), 0, 1),
            new Timed(RunId.of("a"), LocalDate.EPOCH, 1, Map.of(), -1, 1),
            new Timed(RunId.of("a"), LocalDate.EPOCH, 1, Map.of(AgentRole.REVIEWER, -1L), 0, 1),
            new LedgerRecord.Closed(RunId.of("b")))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> state.apply(bad))
          .withMessageContaining("contradicts");
    }
    assertThat(WholeState.of(state)).isEqualTo(WholeState.of(before));
  }

  /** Symptom: a cost beyond all numbers was half booked, and could not be read again. */
  @Test
  void aCostBeyondTheRangeOfNumbersIsRefusedAndBooksNothing() {
    RecordedLedger ledger = ledger();
    RunId run = RunId.of("a");
    ledger.open(new Account(run, TaskKind.TESTS, List.of(), 0));
    Reservation first = reserve(ledger, run, AgentRole.REVIEWER, 10, 10);
    ledger.dispatch(first);
    Money most = Money.ofNanos(Long.MAX_VALUE);

    assertThatThrownBy(() -> ledger.settle(first, most, TokenUsage.of(1, 1)))
        .isInstanceOf(ArithmeticException.class);
    ledger.settle(first, Money.ofNanos(5), TokenUsage.of(1, 1));

    assertThat(ledger().spend(run).spent().cost()).isEqualTo(Money.ofNanos(5));
  }

  private RecordedLedger ledger() {
    return RecordedLedger.over(new ListStore(records), BERLIN, time);
  }

  private static java.util.function.Predicate<String> has(String is) {
    return line -> line.contains("\"is\":\"" + is + "\"");
  }

  /** Does one thing; false if a cap refused it. */
  private boolean step(Member process, Random random) {
    int action = random.nextInt(20);
    if (action == 0 || runs.isEmpty()) {
      open(process, random);
    } else if (action == 1) {
      time.advance(Duration.ofHours(5));
    } else if (action == 2) {
      process.ledger.close();
      process.ledger = ledger();
      process.open.clear();
    } else if (action == 4) {
      reconcile(process, random);
    } else if (action == 3 && runs.size() > 3) {
      process.ledger.close(runs.remove(0));
    } else if (action < 11) {
      return reserve(process, random);
    } else if (action == 11) {
      work(process, random);
    } else if (!process.open.isEmpty()) {
      end(process, random, process.open.remove(random.nextInt(process.open.size())));
    }
    return true;
  }

  private void work(Member process, Random random) {
    RunId run = runs.get(random.nextInt(runs.size()));
    WorkedTime before =
        process.ledger.bookTime(run, WorkedTime.of(Duration.ZERO), Duration.ZERO).total();
    AgentRole role = random.nextBoolean() ? AgentRole.REVIEWER : AgentRole.IMPLEMENTER;
    Duration more = Duration.ofSeconds(random.nextInt(400));
    WorkedTime total =
        new WorkedTime(before.run().plus(more), Map.of(role, before.of(role).plus(more)));
    process.ledger.bookTime(run, total, Duration.ofSeconds(random.nextInt(2) * 60L));
  }

  /** Now and then at more than the bound. */
  private static void reconcile(Member process, Random random) {
    List<UnresolvedCall> unresolved = process.ledger.unresolved();
    if (!unresolved.isEmpty()) {
      UnresolvedCall one = unresolved.get(random.nextInt(unresolved.size()));
      TokenUsage known = TokenUsage.of(random.nextInt(1_000), random.nextInt(100));
      process.ledger.reconcile(one.key(), PRICE.cost(known), known);
    }
  }

  private void open(Member process, Random random) {
    RunId run = RunId.of("run-" + turns++);
    TaskKind kind = random.nextBoolean() ? TaskKind.BUG_FIX : TaskKind.FEATURE;
    ScopeName project = new ScopeName(BudgetScope.PROJECT, random.nextBoolean() ? "shop" : "web");
    ScopeName company = new ScopeName(BudgetScope.ORGANISATION, "acme");
    process.ledger.open(new Account(run, kind, List.of(company, project), CAPS, 15));
    runs.add(run);
  }

  private boolean reserve(Member process, Random random) {
    AgentRole role = random.nextInt(3) == 0 ? AgentRole.REVIEWER : AgentRole.IMPLEMENTER;
    RunId run = runs.get(random.nextInt(runs.size()));
    try {
      Reservation granted =
          reserve(process.ledger, run, role, random.nextInt(600), 1 + random.nextInt(600));
      if (random.nextInt(5) > 0) {
        process.ledger.dispatch(granted);
        process.open.add(granted);
      }
      return true;
    } catch (BudgetExhaustedException full) {
      return false;
    }
  }

  private Reservation reserve(
      RecordedLedger ledger, RunId run, AgentRole role, long input, int output) {
    AttemptKey key = new AttemptKey(run, role, "main", ++turns, 1);
    return ledger.reserve(key, LedgerFixture.call(role, input, output), PRICE, 1);
  }

  private static void end(Member process, Random random, Reservation open) {
    endOf(process, random, open);
    process.ledger.warnings(open.key().run(), open.key().role());
  }

  private static void endOf(Member process, Random random, Reservation open) {
    TokenUsage usage =
        TokenUsage.of(
            random.nextLong(open.call().inputUpperBound() + 1),
            random.nextLong(open.call().maxOutputTokens() + 1L));
    switch (random.nextInt(4)) {
      case 0 -> process.ledger.release(open, Billing.NOT_BILLED, "HTTP 529");
      case 1 -> process.ledger.settleEstimated(open, open.hold(), usage, "req", "cut");
      default -> process.ledger.settle(open, PRICE.cost(usage), usage);
    }
  }
}
