package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.journal.RecordRedaction;
import dev.nightshift.core.internal.journal.RunRecord;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journal of a run tells its account as the ledger had it, at every moment. */
@Timeout(60)
class RecordedAccountTest {
  private static final ModelId MODEL = ModelId.parse("paid:model");
  private static final Price PRICE = Price.of(Rates.perMillionTokens("1", "1"));
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();
  private final List<SpendView> live = new ArrayList<>();
  private final List<SpendView> recorded = new ArrayList<>();
  private Nightshift engine = fixture.nightshift;
  private long lastInput;
  private int calls;

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void theAccountOfAJournalIsThatOfTheLedgerAfterEverySettlement() throws Exception {
    RunResult result = run(BudgetPolicy.unlimited().withCap(Cap.callsPerRun(50)), 12);

    assertThat(calls).as("released, by the bound twice, estimated, settled").isEqualTo(8);
    assertThat(recorded).isEqualTo(live).hasSizeGreaterThan(7);
    SpendView end = spend(result.report().runId());
    assertThat(end).isEqualTo(result.report().spend().view());
    assertThat(end.reserved()).isEqualTo(Money.zero());
    assertThat(end.unresolved()).isGreaterThan(Money.zero());
    assertThat(end.spent().calls()).isEqualTo(7);
  }

  @Test
  void aCostAboveItsHoldIsInTheJournalAsItIsInTheLedger() throws Exception {
    RunResult result = run(BudgetPolicy.perRun(Money.usd("1")), 100_000);

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    SpendView end = spend(result.report().runId());
    assertThat(end).isEqualTo(result.report().spend().view());
    assertThat(end.spent().usage().input()).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void aRecordWithoutAnAccountIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RecordedAccount.of(
                    RunRecord.of(RunId.of("other"), List.of(), RecordRedaction.standard())))
        .withMessageContaining("0 accounts");
  }

  private RunResult run(BudgetPolicy budget, long seventhInput) throws InterruptedException {
    lastInput = seventhInput;
    Implementer talking =
        assignment -> {
          Conversation conversation =
              assignment.conversation(ConversationSpec.builder(MODEL).build());
          for (int turn = 0; turn < 6; turn++) {
            conversation.send(UserTurn.text("go"));
            look(assignment.run());
          }
          return new Outcome.NothingToDo("talked", "enough");
        };
    try (Nightshift nightshift =
        fixture
            .builder()
            .provider("paid", (request, context) -> answer(context.run(), request))
            .prices(PriceBook.of(PRICE))
            .retry((failure, attempts, left) -> Optional.of(Duration.ofSeconds(1)))
            .budget(budget)
            .journal(journal)
            .build()) {
      engine = nightshift;
      return nightshift.run(Task.builder("Talk").build(), pipeline(talking).build());
    }
  }

  /** Looks in the middle of each call, and lets it end in another way each time. */
  private ModelResponse answer(RunId run, ModelRequest request) {
    look(run);
    return switch (calls++) {
      case 0 -> throw failed(Billing.NOT_SENT);
      case 1 -> throw failed(Billing.UNKNOWN);
      case 2 -> answered(request, TokenUsage.zero());
      case 3 -> answered(request, TokenUsage.builder().input(5).output(5).estimated(true).build());
      case 4 -> answered(request, TokenUsage.builder().input(9).cacheRead(7).output(3).build());
      case 6 -> answered(request, TokenUsage.of(lastInput, 1));
      default -> answered(request, TokenUsage.of(11, 2));
    };
  }

  private static ModelResponse answered(ModelRequest request, TokenUsage usage) {
    return ModelResponse.of(AssistantTurn.text(request.model(), "more"), usage);
  }

  private static ModelException failed(Billing billing) {
    return ModelException.builder(ModelErrorKind.OVERLOADED, "try later").billing(billing).build();
  }

  private void look(RunId run) {
    live.add(engine.find(run).orElseThrow().spend());
    recorded.add(spend(run));
  }

  private SpendView spend(RunId run) {
    return RecordedAccount.of(RunRecord.of(run, journal.read(run), RecordRedaction.standard()))
        .spend();
  }
}
