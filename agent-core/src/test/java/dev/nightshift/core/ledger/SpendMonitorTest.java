package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.MODEL;
import static dev.nightshift.core.ledger.LedgerFixture.PRICE;
import static dev.nightshift.core.ledger.LedgerFixture.call;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a ledger. */
class SpendMonitorTest {
  private static final ScopeName SHOP = new ScopeName(BudgetScope.PROJECT, "shop");
  private static final Cap A_DAY = Cap.money(BudgetScope.PROJECT, tokens(1_000), BudgetWindow.DAY);
  private static final RunId ONE = RunId.of("one");
  private static final RunId TWO = RunId.of("two");
  @TempDir private Path directory;
  private final ManualTime time = ManualTime.create();
  private BudgetLedger ledger;
  private int turns;

  @BeforeEach
  void open() {
    ledger = BudgetLedger.directory(directory, ZoneOffset.UTC, time);
    for (RunId run : List.of(ONE, TWO)) {
      ledger.open(new Account(run, TaskKind.BUG_FIX, List.of(SHOP), List.of(A_DAY), 0));
    }
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Reservation sent(RunId run, AgentRole role, long tokens) {
    AttemptKey key = new AttemptKey(run, role, "main", ++turns, 1);
    Reservation reservation = ledger.reserve(key, call(role, tokens - 1, 1), PRICE, 1);
    ledger.dispatch(reservation);
    return reservation;
  }

  private void spend(RunId run, AgentRole role, long tokens) {
    ledger.settle(sent(run, role, tokens), tokens(tokens), TokenUsage.of(tokens - 1, 1));
  }

  private void spendSomeOfEach() {
    spend(ONE, AgentRole.IMPLEMENTER, 100);
    spend(TWO, AgentRole.REVIEWER, 40);
    Reservation lost = sent(TWO, AgentRole.IMPLEMENTER, 60);
    ledger.settleEstimated(lost, tokens(60), TokenUsage.of(59, 1), "req-1", "no answer came");
    sent(ONE, AgentRole.IMPLEMENTER, 300);
  }

  private static ScopeUse scope(SpendSnapshot snapshot, BudgetScope scope, BudgetWindow window) {
    return snapshot.scopes().stream()
        .filter(use -> use.scope().scope().equals(scope) && use.window() == window)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsWhatEachScopeSpentSetAsideAndHasLeft() {
    spendSomeOfEach();

    ScopeUse shop =
        scope(SpendMonitor.of(ledger, time).snapshot(), BudgetScope.PROJECT, BudgetWindow.DAY);

    assertThat(shop.settled()).isEqualTo(tokens(140));
    assertThat(shop.estimated()).isEqualTo(tokens(60));
    assertThat(shop.reserved()).isEqualTo(tokens(300));
    assertThat(shop.tokens()).isEqualTo(200);
    assertThat(shop.calls()).isEqualTo(3);
    assertThat(shop.caps())
        .singleElement()
        .satisfies(
            cap -> {
              assertThat(cap.cap()).isEqualTo(A_DAY);
              assertThat(cap.remaining()).isEqualTo(tokens(500).nanos());
              assertThat(cap.percent()).isEqualTo(20);
            });
  }

  @Test
  void tellsRunsRolesAndModelsWithTheirBounds() {
    spendSomeOfEach();

    SpendSnapshot snapshot = SpendMonitor.of(ledger, time).snapshot();

    assertThat(snapshot.byRole().get(AgentRole.IMPLEMENTER).spent().cost()).isEqualTo(tokens(160));
    assertThat(snapshot.byRole().get(AgentRole.IMPLEMENTER).estimated()).isEqualTo(tokens(60));
    assertThat(snapshot.byRole().get(AgentRole.REVIEWER).estimated()).isEqualTo(Money.zero());
    assertThat(snapshot.byModel().get(MODEL).spent().calls()).isEqualTo(3);
    assertThat(snapshot.unresolved())
        .extracting(UnresolvedCall::requestId)
        .containsExactly("req-1");
    assertThat(snapshot.runs())
        .extracting(run -> run.account().run() + " " + run.spend().spent().cost().nanos())
        .containsExactly("one 100000", "two 100000");
    assertThat(snapshot.runs().get(0).model()).isEqualTo(MODEL);
  }

  @Test
  void whatWasReconciledIsABoundNoMore() {
    spendSomeOfEach();
    ledger.reconcile(ledger.unresolved().get(0).key(), tokens(10), TokenUsage.of(9, 1));

    SpendSnapshot snapshot = SpendMonitor.of(ledger, time).snapshot();

    assertThat(snapshot.byModel().get(MODEL).spent().cost()).isEqualTo(tokens(150));
    assertThat(snapshot.byModel().get(MODEL).estimated()).isEqualTo(Money.zero());
    assertThat(scope(snapshot, BudgetScope.PROJECT, BudgetWindow.DAY).estimated())
        .isEqualTo(Money.zero());
  }

  /** What a viewer of another process shows is what the ledger knows, and books nothing. */
  @Test
  void showsTheSameFromTheDirectoryAfterARestartAndChangesNothing() throws IOException {
    spendSomeOfEach();
    SpendSnapshot live = SpendMonitor.of(ledger, time).snapshot();
    byte[] before = Files.readAllBytes(directory.resolve("ledger/ledger.log"));

    SpendMonitor viewer = SpendMonitor.directory(directory, time);

    assertThat(viewer.snapshot()).isEqualTo(live);
    spend(ONE, AgentRole.REVIEWER, 5);
    assertThat(viewer.snapshot()).isEqualTo(SpendMonitor.of(ledger, time).snapshot());
    assertThat(Files.readAllBytes(directory.resolve("ledger/ledger.log"))).startsWith(before);
    assertThat(directory.resolve("ledger/writers")).isDirectoryContaining("glob:**/1");
    assertThat(directory.resolve("ledger/writers")).isDirectoryNotContaining("glob:**/2");
  }

  @Test
  void capsAreShownAfterTheRunsThatBroughtThemEnded() {
    spend(ONE, AgentRole.IMPLEMENTER, 100);
    ledger.close(ONE);
    ledger.close(TWO);

    SpendSnapshot snapshot = SpendMonitor.directory(directory, time).snapshot();

    assertThat(snapshot.runs()).isEmpty();
    assertThat(scope(snapshot, BudgetScope.PROJECT, BudgetWindow.DAY).caps().get(0).spent())
        .isEqualTo(tokens(100).nanos());
  }

  @Test
  void aNewDayHasItsWholeCapAgain() {
    spend(ONE, AgentRole.IMPLEMENTER, 100);
    time.advance(Duration.ofDays(1));

    ScopeUse shop =
        scope(
            SpendMonitor.directory(directory, time).snapshot(),
            BudgetScope.PROJECT,
            BudgetWindow.DAY);

    assertThat(shop.caps().get(0).remaining()).isEqualTo(A_DAY.amount());
  }

  @Test
  void saysHowFastItGoesAndWhenTheCapWillBeReached() {
    SpendMonitor monitor = SpendMonitor.of(ledger, time);
    SpendSnapshot first = monitor.snapshot();
    time.advance(Duration.ofMinutes(2));
    spend(ONE, AgentRole.IMPLEMENTER, 100);

    SpendSnapshot second = monitor.snapshot();

    assertThat(first.perMinute()).isNull();
    assertThat(second.perMinute()).isEqualTo(tokens(50));
    CapUse cap = scope(second, BudgetScope.PROJECT, BudgetWindow.DAY).caps().get(0);
    assertThat(cap.untilReached()).isEqualTo(Duration.ofMinutes(18));
  }

  /** Read by another process, which sees what is booked and what is set aside. */
  @Test
  void tellsActiveTimeAsItTellsMoney() {
    RunId timed = RunId.of("timed");
    Cap hours = Cap.time(BudgetScope.PROJECT, Duration.ofHours(2), BudgetWindow.DAY);
    ledger.open(new Account(timed, TaskKind.BUG_FIX, List.of(SHOP), List.of(A_DAY, hours), 0));
    SpendMonitor viewer = SpendMonitor.directory(directory, time);
    viewer.snapshot();
    time.advance(Duration.ofMinutes(4));
    ledger.bookTime(ONE, WorkedTime.of(Duration.ofMinutes(4)), Duration.ZERO);
    ledger.bookTime(timed, WorkedTime.of(Duration.ofMinutes(4)), Duration.ofMinutes(1));

    SpendSnapshot snapshot = viewer.snapshot();

    ScopeUse shop = scope(snapshot, BudgetScope.PROJECT, BudgetWindow.DAY);
    CapUse use = shop.caps().get(1);
    assertThat(shop.active()).isEqualTo(Duration.ofMinutes(8));
    assertThat(use.cap()).isEqualTo(hours);
    assertThat(use.spent()).isEqualTo(Duration.ofMinutes(8).toMillis());
    assertThat(use.remaining()).isEqualTo(Duration.ofMinutes(111).toMillis());
    assertThat(use.untilReached()).isEqualTo(Duration.ofMinutes(56));
    assertThat(snapshot.runs())
        .extracting(run -> run.account().run() + " " + run.active())
        .containsExactly("one PT4M", "timed PT4M", "two PT0S");
    assertThat(snapshot.toJson())
        .contains(
            "\"calls\":0,\"activeMillis\":480000,\"caps\"",
            "\"run\":\"one\",\"kind\":\"bug-fix\",\"activeMillis\":240000",
            "{\"unit\":\"TIME_MILLIS\",\"amount\":7200000,\"spent\":480000,\"reserved\":60000,"
                + "\"remaining\":6660000,\"secondsUntilReached\":3360}");
  }

  /** Symptom: at 23:36 a cap of the day was reached in two and a half hours. */
  @Test
  void forecastsNothingThatComesAfterTheEndOfTheWindow() {
    time.advance(
        Duration.between(
            time.now(), time.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(23))));
    SpendMonitor monitor = SpendMonitor.of(ledger, time);
    monitor.snapshot();
    time.advance(Duration.ofMinutes(2));
    spend(ONE, AgentRole.IMPLEMENTER, 20);

    ScopeUse shop = scope(monitor.snapshot(), BudgetScope.PROJECT, BudgetWindow.DAY);

    assertThat(shop.ends())
        .isEqualTo(time.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
    assertThat(shop.caps().get(0).untilReached()).isNull();
  }

  /** Symptom: a run whose lost call was charged by its bound had a rate of 26 dollars a minute. */
  @Test
  void theRateOfARunHasNoBoundsInIt() {
    SpendMonitor monitor = SpendMonitor.of(ledger, time);
    Reservation lost = sent(TWO, AgentRole.IMPLEMENTER, 60);
    SpendSnapshot first = monitor.snapshot();
    time.advance(Duration.ofMinutes(2));
    spend(ONE, AgentRole.IMPLEMENTER, 100);
    ledger.settleEstimated(lost, tokens(60), TokenUsage.of(59, 1), "req-1", "no answer came");

    SpendSnapshot second = monitor.snapshot();

    assertThat(first.runs()).extracting(RunUse::perMinute).containsOnlyNulls();
    assertThat(second.runs())
        .extracting(RunUse::perMinute)
        .containsExactly(tokens(50), Money.zero());
  }

  @Test
  void aRateForgetsWhatWasSpentLongAgo() {
    SpendMonitor monitor = SpendMonitor.of(ledger, time);
    spend(ONE, AgentRole.IMPLEMENTER, 500);
    for (int minute = 0; minute < 12; minute++) {
      monitor.snapshot();
      time.advance(Duration.ofMinutes(1));
    }

    SpendSnapshot late = monitor.snapshot();

    assertThat(late.perMinute()).isEqualTo(Money.zero());
    assertThat(scope(late, BudgetScope.PROJECT, BudgetWindow.DAY).caps().get(0).untilReached())
        .isNull();
  }

  @Test
  void aRecordThatIsBeingWrittenIsNotDamage() throws IOException {
    spend(ONE, AgentRole.IMPLEMENTER, 100);
    SpendMonitor viewer = SpendMonitor.directory(directory, time);
    Files.writeString(
        directory.resolve("ledger/ledger.log"), "63d1ffb8 9", StandardOpenOption.APPEND);

    assertThat(viewer.snapshot().byModel()).containsKey(MODEL);
  }

  @Test
  void damageIsToldAndNotShownAsSpend() throws IOException {
    spend(ONE, AgentRole.IMPLEMENTER, 100);
    Path log = directory.resolve("ledger/ledger.log");
    List<String> lines = Files.readAllLines(log);
    lines.set(3, lines.get(3).replace("\"v\":1", "\"v\":2"));
    Files.write(log, lines);

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> SpendMonitor.directory(directory, time).snapshot())
        .satisfies(damaged -> assertThat(damaged.kind()).isEqualTo(LedgerException.Kind.CORRUPT))
        .withMessageContaining("ledger.log");
  }

  @Test
  void aDirectoryWithoutALedgerHasSpentNothing() {
    SpendSnapshot snapshot = SpendMonitor.directory(directory.resolve("nothing"), time).snapshot();

    assertThat(snapshot.scopes()).isEmpty();
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void followsUntilItIsClosed() throws Exception {
    BlockingQueue<SpendSnapshot> seen = new LinkedBlockingQueue<>();
    try (AutoCloseable following =
        SpendMonitor.of(ledger, time).follow(Duration.ofMinutes(1), seen::add)) {
      assertThat(following).isNotNull();
      SpendSnapshot first = seen.poll(20, TimeUnit.SECONDS);
      SpendSnapshot second = seen.poll(20, TimeUnit.SECONDS);

      assertThat(Duration.between(first.at(), second.at())).isEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void sameAsJson() {
    spendSomeOfEach();

    JsonValue json = JsonValue.parse(SpendMonitor.of(ledger, time).snapshot().toJson());

    assertThat(json.required("perMinuteNanoUsd").isNull()).isTrue();
    assertThat(json.required("unresolved").values().get(0).required("request").text())
        .isEqualTo("req-1");
    assertThat(json.required("byRole").required("reviewer").required("spentNanoUsd").whole())
        .isEqualTo(40_000);
    JsonValue shop =
        json.required("scopes").values().stream()
            .filter(scope -> scope.required("caps").values().size() == 1)
            .findFirst()
            .orElseThrow();
    assertThat(shop.required("caps").values().get(0).ascii())
        .isEqualTo(
            "{\"unit\":\"MONEY_NANO_USD\",\"amount\":1000000,\"spent\":200000,"
                + "\"reserved\":300000,\"remaining\":500000,\"secondsUntilReached\":null}");
  }

  @Test
  void aLedgerOfAnotherMakeIsRefusedByItsClass() {
    BudgetLedger foreign =
        (BudgetLedger)
            Proxy.newProxyInstance(
                BudgetLedger.class.getClassLoader(),
                new Class<?>[] {BudgetLedger.class},
                (proxy, method, arguments) -> null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpendMonitor.of(foreign, time))
        .withMessageContaining("cannot be watched");
  }
}
