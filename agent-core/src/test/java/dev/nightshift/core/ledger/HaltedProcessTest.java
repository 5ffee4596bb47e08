package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.PRICE;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Case 2 of the list of tricky cases: a process that is halted between two steps of a call, as a
 * kill halts it, and what the next one finds in the ledger.
 */
@Timeout(60)
class HaltedProcessTest {
  private static final RunId RUN = RunId.of("a");
  @TempDir private Path directory;

  /** The step behind which the process ends. */
  enum Step {
    RESERVED,
    DISPATCHED,
    NAMED,
    SETTLED,
    RELEASED
  }

  @Test
  void whatWasReservedAndNotSentIsFreeAndReservedAgain() throws Exception {
    haltBehind(Step.RESERVED);

    try (BudgetLedger after = BudgetLedger.directory(directory)) {
      assertThat(after.spend(RUN).reserved()).isEqualTo(Money.zero());
      assertThat(after.spend(RUN).spent().cost()).isEqualTo(Money.zero());
      assertThat(after.unresolved()).isEmpty();
      assertThat(reserve(after).hold()).isEqualTo(tokens(100));
    }
  }

  /** Before the first byte or behind it: no ledger hears of that, so both count. */
  @Test
  void whatMayHaveBeenSentIsChargedUntilItsBillIsKnown() throws Exception {
    haltBehind(Step.DISPATCHED);

    try (BudgetLedger after = BudgetLedger.directory(directory)) {
      assertThat(after.spend(RUN).spent().cost()).isEqualTo(tokens(100));
      assertThat(after.spend(RUN).unresolved()).isEqualTo(tokens(100));
      assertThatIllegalStateException().isThrownBy(() -> reserve(after));
      AttemptKey key = after.unresolved().get(0).key();
      after.reconcile(key, tokens(70), TokenUsage.of(60, 10));
      assertThat(after.spend(RUN).spent().cost()).isEqualTo(tokens(70));
      assertThat(after.unresolved()).isEmpty();
    }
  }

  /**
   * Symptom: a call that was under way at a kill could not be found in the account of its vendor.
   */
  @Test
  void whatHadBegunToAnswerIsKnownByTheNameOfItsRequest() throws Exception {
    haltBehind(Step.NAMED);

    try (BudgetLedger after = BudgetLedger.directory(directory)) {
      assertThat(after.unresolved())
          .singleElement()
          .matches(one -> one.requestId().equals("req_7"));
      assertThat(after.spend(RUN).unresolved()).isEqualTo(tokens(100));
    }
    try (BudgetLedger rebuilt = BudgetLedger.directory(directory)) {
      assertThat(rebuilt.unresolved().get(0).requestId()).isEqualTo("req_7");
    }
  }

  @Test
  void whatWasSettledIsSpentExactly() throws Exception {
    haltBehind(Step.SETTLED);

    try (BudgetLedger after = BudgetLedger.directory(directory)) {
      assertThat(after.spend(RUN).spent().cost()).isEqualTo(tokens(70));
      assertThat(after.spend(RUN).reserved()).isEqualTo(Money.zero());
      assertThat(after.unresolved()).isEmpty();
    }
  }

  @Test
  void whatWasRefusedStaysFree() throws Exception {
    haltBehind(Step.RELEASED);

    try (BudgetLedger after = BudgetLedger.directory(directory)) {
      assertThat(after.spend(RUN).spent().cost()).isEqualTo(Money.zero());
      assertThat(after.spend(RUN).reserved()).isEqualTo(Money.zero());
      assertThat(after.unresolved()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> reserve(after))
          .withMessageContaining("HTTP 529");
    }
  }

  private void haltBehind(Step step) throws Exception {
    Process halted =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Halting.class.getName(),
                directory.toString(),
                step.name())
            .inheritIO()
            .start();
    try {
      assertThat(halted.waitFor(50, TimeUnit.SECONDS)).as("the halt").isTrue();
    } finally {
      halted.destroyForcibly();
    }
    assertThat(halted.exitValue()).as("the exit status of the halt").isEqualTo(Halting.STATUS);
  }

  private static Reservation reserve(BudgetLedger ledger) {
    ledger.open(new Account(RUN, TaskKind.BUG_FIX, List.of(), 0));
    AttemptKey key = new AttemptKey(RUN, AgentRole.IMPLEMENTER, "main", 1, 1);
    return ledger.reserve(key, LedgerFixture.call(AgentRole.IMPLEMENTER, 90, 10), PRICE, 1);
  }

  /** Does one call, and halts behind one of its steps. */
  static final class Halting {
    static final int STATUS = 42;

    private Halting() {}

    public static void main(String... arguments) {
      Step step = Step.valueOf(arguments[1]);
      BudgetLedger ledger = BudgetLedger.directory(Path.of(arguments[0]));
      Reservation call = reserve(ledger);
      haltIf(step == Step.RESERVED);
      ledger.dispatch(call);
      haltIf(step == Step.DISPATCHED);
      ledger.answering(call, "req_7");
      haltIf(step == Step.NAMED);
      if (step == Step.RELEASED) {
        ledger.release(call, Billing.NOT_BILLED, "HTTP 529");
      } else {
        ledger.settle(call, tokens(70), TokenUsage.of(60, 10));
      }
      haltIf(true);
    }

    private static void haltIf(boolean here) {
      if (here) {
        Runtime.getRuntime().halt(STATUS);
      }
    }
  }
}
