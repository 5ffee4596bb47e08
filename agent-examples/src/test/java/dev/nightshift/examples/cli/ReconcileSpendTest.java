package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call really cost is booked by a human who looked it up. */
@Timeout(300)
class ReconcileSpendTest extends OnState {
  private static final RunId RUN = RunId.of("run-1");

  /** Symptom: what nobody knew the cost of could be told in a program only. */
  @Test
  void whatACallReallyCostIsBookedByTheProvidersIdOfIt() throws Exception {
    unresolved("req-1");
    assertThat(onState("spend")).isZero();
    assertThat(text()).contains("unresolved   run-1/implementer/main#1/1/1 is charged");

    assertThat(
            onState(
                "spend reconcile",
                "--request",
                "req-1",
                "--cost-usd",
                "0.0005",
                "--input-tokens",
                "400",
                "--output-tokens",
                "100"))
        .as(text())
        .isZero();

    assertThat(text())
        .contains("call run-1/implementer/main#1/1/1 of ollama:coder is booked as $0.0005");
    assertThat(onState("spend")).isZero();
    assertThat(text()).contains("$0.0005 settled, $0.0000 estimated").doesNotContain("unresolved");
  }

  @Test
  void aCallThatNoAnswerNamedIsBookedByItsOwnName() throws Exception {
    unresolved("");

    assertThat(reconcile("run-1/implementer/main#1/1/1", "0")).as(text()).isZero();

    assertThat(text()).contains("is booked as $0.0000");
  }

  @Test
  void anUnknownRequestIsRefusedByTheNamesOfThoseThatAreUnresolved() throws Exception {
    unresolved("req-1");

    assertThat(reconcile("req-2", "0")).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text())
        .contains("no unresolved call is 'req-2'; unresolved are run-1/implementer/main#1/1/1")
        .contains("(request req-1) charged $0.0010; give one of these as --request");
    assertThat(reconcile("req-1", "0")).isZero();
    assertThat(reconcile("req-1", "0")).isEqualTo(ExitStatus.NOTHING_TO_TAKE);
    assertThat(text()).contains("none is unresolved, so all that was spent is known");
  }

  @Test
  void anIdThatSeveralCallsHaveIsRefusedByTheirNames() throws Exception {
    unresolved("req-1", "req-1");

    assertThat(reconcile("req-1", "0")).isEqualTo(ExitStatus.NOTHING_TO_TAKE);

    assertThat(text())
        .contains("several unresolved calls are of request 'req-1'")
        .contains("run-1/implementer/main#1/1/1", "run-1/implementer/main#1/2/1");
  }

  @Test
  void whatIsMissingOrMalformedIsNamed() throws Exception {
    unresolved("req-1");

    assertThat(reconcile("req-1", "0.01")).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--input-tokens is missing");
    assertThat(reconcile("req-1", "much")).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--cost-usd 'much': is no amount");
    assertThat(reconcile("req-1", "-1")).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--cost-usd: '-1' must be more than 0");
    assertThat(execute("spend reconcile", List.of("--request", "x", "--cost-usd", "0")))
        .isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("--state=DIR");
    assertThat(execute("spend", List.of())).isEqualTo(ExitStatus.BAD_USAGE);
    assertThat(text()).contains("Missing required option: '--state=DIR'; add it");
  }

  @Test
  void whereNothingWasSpentNoLedgerIsMade() throws Exception {
    Files.createDirectory(state);

    assertThat(reconcile("req-1", "0")).isEqualTo(ExitStatus.NOTHING_TO_TAKE);

    assertThat(text()).contains("nothing was spent in " + state);
    assertThat(state).isEmptyDirectory();
  }

  private int reconcile(String request, String cost) {
    return onState("spend reconcile", "--request", request, "--cost-usd", cost);
  }

  /** Calls that are charged by a bound, with what the provider called them. */
  private void unresolved(String... requests) {
    ModelId coder = ModelId.parse(CODER);
    Price price = Price.of(Rates.perMillionTokens("1", "1"));
    try (BudgetLedger ledger = BudgetLedger.directory(state)) {
      ledger.open(new Account(RUN, TaskKind.BUG_FIX, List.of(), 0));
      for (int turn = 1; turn <= requests.length; turn++) {
        AttemptKey key = new AttemptKey(RUN, AgentRole.IMPLEMENTER, "main#1", turn, 1);
        Reservation lost =
            ledger.reserve(key, new CallEstimate(coder, AgentRole.IMPLEMENTER, 900, 100), price, 1);
        ledger.dispatch(lost);
        Money bound = lost.hold();
        ledger.settleEstimated(
            lost, bound, TokenUsage.of(900, 100), requests[turn - 1], "the stream was cut");
      }
      ledger.close(RUN);
    }
  }
}
