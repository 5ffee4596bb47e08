package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.event.RunEvent;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.SpendMonitor;
import dev.nightshift.core.ledger.SpendSnapshot;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Case 21 of the list of tricky cases: a listener that throws does not break the accounting. */
@Timeout(60)
class FailingListenerTest {
  private static final ModelId MODEL = ModelId.parse("paid:model");
  private static final TokenUsage USED = TokenUsage.of(100, 10);
  private static final int AFFORDABLE = 4;
  private static final Cap CALLS_A_DAY =
      new Cap(BudgetScope.ENGINE, BudgetUnit.CALLS, AFFORDABLE, BudgetWindow.DAY);

  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final BudgetLedger ledger = BudgetLedger.inMemory(fixture.time);
  private final Journal journal = Journal.inMemory();
  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void whatItsRunSpendsIsBookedExactlyAndItsCapHolds() throws Exception {
    try (Nightshift nightshift = nightshift()) {
      RunResult result =
          nightshift.run(Task.builder("Change A").build(), pipeline(asksForEver()).build());

      assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
      assertThat(result.report().ending().detail()).contains("cap of 4 calls per engine and day");
      assertThat(result.report().spend().view().spent().calls()).isEqualTo(AFFORDABLE);
      assertThat(recorded(result.report().runId())).isEqualTo(cost());
    }
    assertThat(sent).hasValue(AFFORDABLE);
    SpendSnapshot books = SpendMonitor.of(ledger, fixture.time).snapshot();
    assertThat(books.scopes().get(0).settled()).isEqualTo(cost());
    assertThat(books.scopes().get(0).reserved()).isEqualTo(Money.zero());
    assertThat(books.unresolved()).isEmpty();
  }

  @Test
  void eachPartOfItsCapIsToldOnceAllTheSame() throws Exception {
    try (Nightshift nightshift = nightshift()) {
      nightshift.run(Task.builder("Change A").build(), pipeline(asksForEver()).build());
    }

    assertThat(told).containsOnlyOnce("50").hasSize(2).endsWith("95");
  }

  private Nightshift nightshift() {
    return fixture
        .builder()
        .provider(
            "paid",
            (request, context) -> {
              sent.incrementAndGet();
              return ModelResponse.of(AssistantTurn.text(request.model(), "more"), USED);
            })
        .prices(PriceBook.of(Map.of(MODEL, Price.of(Rates.perMillionTokens("1", "1")))))
        .budget(BudgetPolicy.of(CALLS_A_DAY))
        .ledger(ledger)
        .journal(journal)
        .listener(this::fail)
        .build();
  }

  private void fail(RunEvent event) {
    event.number("percent").ifPresent(percent -> told.add(percent.toString()));
    throw new IllegalStateException("no listener hears of " + event.name());
  }

  private static Implementer asksForEver() {
    return assignment -> {
      Conversation talk = assignment.conversation(ConversationSpec.builder(MODEL).build());
      for (int turn = 0; turn <= AFFORDABLE; turn++) {
        talk.send(UserTurn.text("more"));
      }
      return new Outcome.Changed("never");
    };
  }

  private static Money cost() {
    return Money.ofNanos(1_000L * AFFORDABLE * USED.total());
  }

  private Money recorded(RunId run) {
    RunRecord record = RunRecord.of(run, journal.read(run), RecordRedaction.standard());
    return RecordedAccount.of(record).spend().spent().cost();
  }
}
