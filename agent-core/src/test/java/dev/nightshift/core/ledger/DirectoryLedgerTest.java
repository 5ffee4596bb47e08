package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.PRICE;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.durable.RecordLog;
import dev.nightshift.core.ledger.LedgerException.Kind;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger on disk; closing one of several is what the end of its process is to the others. */
class DirectoryLedgerTest {
  private static final RunId RUN = RunId.of("a");
  private static final Cap SHARED =
      new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 250, BudgetWindow.DAY);
  @TempDir private Path directory;
  private final ManualTime time = ManualTime.create();
  private final List<BudgetLedger> ledgers = new ArrayList<>();

  @AfterEach
  void closeAll() {
    ledgers.forEach(BudgetLedger::close);
  }

  @Test
  void whatWasSpentIsCountedOnAfterARestart() {
    BudgetLedger before = opened();
    open(before, RUN);
    Reservation call = reserve(before, RUN, 1, 100);
    before.dispatch(call);
    before.settle(call, tokens(70), TokenUsage.of(60, 10));
    before.close();

    BudgetLedger after = opened();

    assertThat(after.spend(RUN).spent().cost()).isEqualTo(tokens(70));
    open(after, RUN);
    assertThatIllegalStateException()
        .isThrownBy(() -> reserve(after, RUN, 1, 100))
        .withMessageContaining("settled at");
    assertThatThrownBy(() -> reserve(after, RUN, 2, 181))
        .isInstanceOf(BudgetExhaustedException.class);
    assertThat(reserve(after, RUN, 2, 180).hold()).isEqualTo(tokens(180));
  }

  /** Case 2 of the list of tricky cases. */
  @Test
  void aCallThatAProcessSentBeforeItEndedIsChargedAndUnresolved() {
    BudgetLedger dies = opened();
    open(dies, RUN);
    dies.dispatch(reserve(dies, RUN, 1, 100));
    dies.close();

    BudgetLedger after = opened();

    assertThat(after.spend(RUN).unresolved()).isEqualTo(tokens(100));
    assertThat(after.spend(RUN).spent().cost()).isEqualTo(tokens(100));
    assertThat(after.spend(RUN).reserved()).isEqualTo(Money.zero());
    assertThatIllegalStateException()
        .isThrownBy(() -> reserve(after, RUN, 1, 100))
        .withMessageContaining("settled by its bound");
  }

  /** Case 2 of the list of tricky cases. */
  @Test
  void aCallThatAProcessNeverSentIsReservedAgain() {
    BudgetLedger dies = opened();
    open(dies, RUN);
    Reservation unsent = reserve(dies, RUN, 1, 100);
    dies.close();

    BudgetLedger after = opened();

    assertThat(after.spend(RUN).reserved()).isEqualTo(Money.zero());
    assertThat(reserve(after, RUN, 1, 100)).isEqualTo(unsent);
    assertThat(after.spend(RUN).reserved()).isEqualTo(tokens(100));
  }

  @Test
  void activeTimeIsCountedOnceOverProcessesAndRestarts() {
    BudgetLedger dies = opened();
    BudgetLedger stays = opened();
    RunId other = RunId.of("b");
    Cap shared = Cap.time(BudgetScope.ENGINE, Duration.ofMinutes(10), BudgetWindow.DAY);
    dies.open(new Account(RUN, TaskKind.TESTS, List.of(shared), 0));
    stays.open(new Account(other, TaskKind.TESTS, List.of(shared), 0));
    Duration minute = Duration.ofMinutes(1);
    dies.bookTime(RUN, WorkedTime.of(minute.multipliedBy(2)), minute);
    assertThat(leftOf(stays, other, Duration.ZERO)).isEqualTo(minute.multipliedBy(7));
    dies.close();

    BudgetLedger after = opened();
    after.open(new Account(RUN, TaskKind.TESTS, List.of(shared), 0));

    assertThat(leftOf(stays, other, Duration.ZERO)).isEqualTo(minute.multipliedBy(8));
    assertThat(leftOf(after, RUN, minute)).isEqualTo(minute.multipliedBy(8));
    assertThat(leftOf(after, RUN, minute.multipliedBy(3))).isEqualTo(minute.multipliedBy(7));
    assertThat(leftOf(stays, other, Duration.ZERO)).isEqualTo(minute.multipliedBy(7));
  }

  /** Nobody opens its run again, so that who is in want of the time has to look. */
  @Test
  void timeThatADeadProcessHadSetAsideIsGivenBackBeforeAnotherIsStopped() {
    BudgetLedger stays = opened();
    BudgetLedger dies = opened();
    RunId other = RunId.of("b");
    Cap shared = Cap.time(BudgetScope.ENGINE, Duration.ofSeconds(10), BudgetWindow.DAY);
    stays.open(new Account(RUN, TaskKind.TESTS, List.of(shared), 0));
    dies.open(new Account(other, TaskKind.TESTS, List.of(shared), 0));
    Duration aside =
        dies.bookTime(other, WorkedTime.of(Duration.ZERO), Duration.ofMinutes(1)).setAside();
    Duration rest = Duration.ofSeconds(10).minus(aside);
    assertThat(leftOf(stays, RUN, rest)).isZero();
    time.advance(Duration.ofSeconds(1));
    dies.close();

    assertThat(leftOf(stays, RUN, rest)).isEqualTo(aside);
  }

  private static Duration leftOf(BudgetLedger ledger, RunId run, Duration total) {
    return ledger.bookTime(run, WorkedTime.of(total), Duration.ZERO).left().get(0).left();
  }

  @Test
  void processesShareOneCapAndOneOfThemDoesNotHoldTheOthersUp() {
    BudgetLedger one = opened();
    BudgetLedger two = opened();
    RunId other = RunId.of("b");
    open(one, RUN);
    open(two, other);

    Reservation first = reserve(one, RUN, 1, 150);
    assertThatThrownBy(() -> reserve(two, other, 1, 101))
        .isInstanceOfSatisfying(
            BudgetExhaustedException.class,
            full ->
                assertThat(full.shortfall().orElseThrow().affordableOutputTokens()).isEqualTo(0))
        .hasMessageContaining("250 tokens per engine and day has 100 tokens left");
    one.release(first, Billing.NOT_SENT, "not sent");

    assertThat(reserve(two, other, 1, 250).hold()).isEqualTo(tokens(250));
    assertThat(one.spend(other).reserved()).isEqualTo(tokens(250));
  }

  /** The hold is not free: it is charged, and only what it was not is left. */
  @Test
  void whatAnotherProcessHadSetAsideIsClosedBeforeACallIsRefused() {
    BudgetLedger stays = opened();
    open(stays, RUN);
    BudgetLedger dies = opened();
    RunId other = RunId.of("b");
    open(dies, other);
    dies.dispatch(reserve(dies, other, 1, 100));
    reserve(dies, other, 2, 100);
    dies.close();

    assertThat(reserve(stays, RUN, 1, 150).hold()).isEqualTo(tokens(150));

    assertThat(stays.spend(other).unresolved()).isEqualTo(tokens(100));
    assertThatThrownBy(() -> reserve(stays, RUN, 2, 2))
        .isInstanceOf(BudgetExhaustedException.class);
  }

  @Test
  void aRunTakenUpByAnotherProcessFindsWhatTheOldOneLeft() {
    BudgetLedger takesUp = opened();
    BudgetLedger dies = opened();
    open(dies, RUN);
    dies.dispatch(reserve(dies, RUN, 1, 100));
    dies.close();

    open(takesUp, RUN);

    assertThat(takesUp.spend(RUN).unresolved()).isEqualTo(tokens(100));
  }

  @Test
  void aClosedLedgerBooksNothing() {
    BudgetLedger ledger = opened();
    open(ledger, RUN);
    ledger.close();

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> reserve(ledger, RUN, 1, 100))
        .satisfies(closed -> assertThat(closed.kind()).isEqualTo(Kind.CLOSED));
  }

  /** Case 3 of the list of tricky cases. */
  @Test
  void aTornEndIsCutOffAndAllBeforeItCounts() throws Exception {
    BudgetLedger before = opened();
    open(before, RUN);
    reserve(before, RUN, 1, 100);
    BudgetLedger beside = opened();
    Files.writeString(log(), "1234abcd 99 1 {\"v\":1,\"is\":\"rel", StandardOpenOption.APPEND);

    assertThat(reserve(beside, RUN, 2, 150).hold()).isEqualTo(tokens(150));
    assertThat(beside.spend(RUN).reserved()).isEqualTo(tokens(250));
    assertThat(Files.readString(log())).doesNotContain("1234abcd");
  }

  /** Case 3 of the list of tricky cases. */
  @Test
  void damageInTheMiddleRefusesToSpendAndChangesNothing() throws Exception {
    BudgetLedger before = opened();
    open(before, RUN);
    reserve(before, RUN, 1, 100);
    before.close();
    String damaged = Files.readString(log()).replace("\"hold\":100000", "\"hold\":000000");
    Files.writeString(log(), damaged);
    Files.writeString(log(), intactLine(), StandardOpenOption.APPEND);
    byte[] bytes = Files.readAllBytes(log());

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(this::opened)
        .withMessageContaining("nothing can be spent with the ledger in")
        .withMessageContaining("line 5 of " + log())
        .withMessageContaining("restore it from a copy or move it away")
        .satisfies(corrupt -> assertThat(corrupt.kind()).isEqualTo(Kind.CORRUPT));

    assertThat(Files.readAllBytes(log())).isEqualTo(bytes);
  }

  /** Case 3 of the list of tricky cases: counted twice it would be money that nobody spent. */
  @ParameterizedTest
  @ValueSource(strings = {"at the end", "in the middle"})
  void aRecordThatStandsTwiceIsNotCountedTwice(String where) throws Exception {
    BudgetLedger before = opened();
    open(before, RUN);
    before.dispatch(reserve(before, RUN, 1, 100));
    before.close();
    List<String> lines = Files.readAllLines(log());
    int copied = where.equals("at the end") ? lines.size() - 1 : 3;
    lines.add(copied + 1, lines.get(copied));
    Files.write(log(), lines);

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(this::opened)
        .withMessageContaining("line " + (copied + 2) + " of " + log())
        .satisfies(corrupt -> assertThat(corrupt.kind()).isEqualTo(Kind.CORRUPT));

    assertThat(Files.readAllLines(log())).isEqualTo(lines);
  }

  /** What was written before a released call said its billing: the proof alone. */
  @Test
  void aLedgerOfBeforeSaysInWordsWhyACallWasFree() throws Exception {
    reservedThenReleased("");

    BudgetLedger after = opened();
    assertThat(after.spend(RUN).reserved()).isEqualTo(Money.zero());
    assertThatIllegalStateException()
        .isThrownBy(() -> reserve(after, RUN, 1, 100))
        .withMessageContaining("HTTP 529");
  }

  /** Symptom: a record that said of a call that it was billed gave its money back. */
  @ParameterizedTest
  @ValueSource(strings = {"\"BILLED\"", "\"UNKNOWN\"", "\"FREE\"", "null", "1"})
  void aReleaseOfWhatWasBilledIsRefused(String billing) throws Exception {
    reservedThenReleased(",\"billing\":" + billing);

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(this::opened)
        .satisfies(corrupt -> assertThat(corrupt.kind()).isEqualTo(Kind.CORRUPT));
  }

  @Test
  void aProcessThatSeesDamageSpendsNoMore() throws Exception {
    BudgetLedger ledger = opened();
    open(ledger, RUN);
    RunId other = RunId.of("b");
    Files.writeString(log(), "torn\n" + intactLine(), StandardOpenOption.APPEND);

    for (int call = 1; call <= 2; call++) {
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> reserve(ledger, RUN, 1, 100))
          .satisfies(corrupt -> assertThat(corrupt.kind()).isEqualTo(Kind.CORRUPT));
    }
    assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> open(ledger, other));
    assertThat(ledger.spend(RUN).reserved()).isEqualTo(Money.zero());
  }

  /** A record that is whole and yet none that can follow: written by nobody who kept the rules. */
  @Test
  void aWholeRecordThatContradictsTheOthersIsDamage() throws Exception {
    BudgetLedger ledger = opened();
    open(ledger, RUN);
    ledger.close();
    appendWhole("{\"v\":1,\"is\":\"closed\",\"run\":\"stranger\"}");

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(this::opened)
        .withMessageContaining("contradicts the records before it")
        .satisfies(corrupt -> assertThat(corrupt.kind()).isEqualTo(Kind.CORRUPT));
  }

  @Test
  void anotherZoneIsRefusedByBothNames() {
    opened().close();

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> BudgetLedger.directory(directory, ZoneId.of("Asia/Tokyo"), time))
        .withMessageContaining("in the zone Z and cannot count them in Asia/Tokyo")
        .satisfies(other -> assertThat(other.kind()).isEqualTo(Kind.UNSUPPORTED));
  }

  /** Symptom: days of a ledger in a zone of its own had to be named by all who came later. */
  @Test
  void theZoneThatALedgerBeganWithHoldsForWhoeverNamesNone() {
    BudgetLedger.directory(directory, ZoneId.of("Asia/Tokyo"), time).close();

    try (BudgetLedger later = BudgetLedger.directory(directory, time)) {
      open(later, RUN);
      assertThat(endOfDay(later)).isEqualTo(Instant.parse("2026-01-01T15:00:00Z"));
    }
    BudgetLedger.directory(directory, ZoneId.of("Asia/Tokyo"), time).close();
  }

  @Test
  void utcIsOneZoneByWhateverName() {
    opened().close();

    BudgetLedger.directory(directory, ZoneId.of("UTC"), time).close();
  }

  /** Symptom: a ledger in memory said that days of its zone end when those of UTC do. */
  @Test
  void aLedgerInMemoryHasItsZoneToo() {
    BudgetLedger inMemory = BudgetLedger.inMemory(ZoneId.of("Asia/Tokyo"), time);
    open(inMemory, RUN);

    assertThat(endOfDay(inMemory)).isEqualTo(Instant.parse("2026-01-01T15:00:00Z"));
  }

  private Instant endOfDay(BudgetLedger ledger) {
    return SpendMonitor.of(ledger, time).snapshot().scopes().stream()
        .filter(scope -> scope.window() == BudgetWindow.DAY)
        .map(ScopeUse::ends)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefusedByItsPath() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> BudgetLedger.directory(file, ZoneOffset.UTC, time))
        .withMessageContaining(file.toString())
        .satisfies(notThere -> assertThat(notThere.kind()).isEqualTo(Kind.IO));
  }

  @Test
  void aRunThatIsCancelledStillBooksWhatItSpent() {
    BudgetLedger ledger = opened();
    open(ledger, RUN);
    Reservation call = reserve(ledger, RUN, 1, 100);
    Thread.currentThread().interrupt();
    try {
      ledger.dispatch(call);
      ledger.settle(call, tokens(70), TokenUsage.of(60, 10));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }

    assertThat(opened().spend(RUN).spent().cost()).isEqualTo(tokens(70));
  }

  /** Case 22 of the list of tricky cases. */
  @Test
  void aDayEndsForAllProcessesAtOnce() {
    BudgetLedger one = opened();
    BudgetLedger two = opened();
    open(one, RUN);
    reserve(one, RUN, 1, 250);
    time.advance(Duration.ofDays(1));

    reserve(two, RUN, 2, 250);

    assertThatThrownBy(() -> reserve(one, RUN, 3, 2)).isInstanceOf(BudgetExhaustedException.class);
  }

  @Test
  void filesOfProcessesThatEndedAreRemoved() throws Exception {
    BudgetLedger dies = opened();
    open(dies, RUN);
    reserve(dies, RUN, 1, 100);
    dies.close();

    opened();

    try (Stream<Path> files = Files.list(directory.resolve("ledger/writers"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("2");
    }
  }

  private BudgetLedger opened() {
    BudgetLedger ledger = BudgetLedger.directory(directory, ZoneOffset.UTC, time);
    ledgers.add(ledger);
    return ledger;
  }

  private static void open(BudgetLedger ledger, RunId run) {
    ledger.open(new Account(run, TaskKind.BUG_FIX, List.of(SHARED), 0));
  }

  private static Reservation reserve(BudgetLedger ledger, RunId run, int turn, int tokens) {
    AttemptKey key = new AttemptKey(run, AgentRole.IMPLEMENTER, "main", turn, 1);
    return ledger.reserve(key, LedgerFixture.call(AgentRole.IMPLEMENTER, tokens - 1L, 1), PRICE, 1);
  }

  private Path log() {
    return directory.resolve("ledger/ledger.log");
  }

  /** A line whose check sum is right. */
  private String intactLine() throws IOException {
    return Files.readAllLines(log()).get(1) + "\n";
  }

  private void reservedThenReleased(String billing) throws IOException {
    BudgetLedger before = opened();
    open(before, RUN);
    reserve(before, RUN, 1, 100);
    before.close();
    appendWhole(
        "{\"v\":1,\"is\":\"released\",\"run\":\"a\",\"role\":\"implementer\","
            + "\"conversation\":\"main\",\"turn\":1,\"attempt\":1,\"proof\":\"HTTP 529\""
            + billing
            + "}");
  }

  private void appendWhole(String payload) throws IOException {
    try (RecordLog log = RecordLog.open(log(), DirectoryStore.KIND, record -> {})) {
      log.append(payload);
    }
  }
}
