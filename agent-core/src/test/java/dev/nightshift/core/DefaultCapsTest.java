package dev.nightshift.core;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.internal.engine.EngineFixture;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every run ends: without a word of the host it is bound in money, in tokens and in time. */
class DefaultCapsTest {
  private static final ModelId MODEL = ModelId.parse("scripted:loop");
  private static final Cap MONEY = Cap.moneyPerRun(BudgetPolicy.DEFAULT_MONEY);
  private static final Cap TOKENS = Cap.tokensPerRun(BudgetPolicy.DEFAULT_TOKENS);
  private static final Cap TIME = Cap.timePerRun(BudgetPolicy.DEFAULT_TIME);
  private static final int FAR_TOO_OFTEN = 5_000;
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();
  private int calls;

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aLoopOnAModelThatCostsNothingEndsAtItsTokens() throws Exception {
    RunResult result = loop(Price.free(), null, TokenUsage.of(15_000, 5_000));

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().ending().detail())
        .contains("10,000,000 tokens per run", "is a default", "withCap");
    assertThat(result.report().spend().view().spent().usage().total())
        .isBetween(8_000_000L, BudgetPolicy.DEFAULT_TOKENS);
  }

  @Test
  void aCapOnMoneyAloneStillEndsALoopThatCostsNothing() throws Exception {
    RunResult result =
        loop(Price.free(), BudgetPolicy.perRun(Money.usd("2.00")), TokenUsage.of(15_000, 5_000));

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().ending().detail()).contains("tokens per run");
  }

  @Test
  void aModelThatReportsNoUsageIsCountedByItsBound() throws Exception {
    RunResult result = loop(Price.free(), null, TokenUsage.zero());

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
  }

  @Test
  void aLoopThatCostsEndsAtItsMoney() throws Exception {
    RunResult result =
        loop(Price.of(Rates.perMillionTokens("0", "25")), null, TokenUsage.of(10, 4_000));

    assertThat(result.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED);
    assertThat(result.report().ending().detail()).contains("$5.0000 per run", "is a default");
    assertThat(result.report().spend().view().spent().cost())
        .isLessThanOrEqualTo(BudgetPolicy.DEFAULT_MONEY);
  }

  @Test
  void aRunThatAsksNoModelEndsAtItsTime() throws Exception {
    ManualTime time = fixture.time;
    Implementer waiting =
        assignment -> {
          time.advance(BudgetPolicy.DEFAULT_TIME.plusMillis(1));
          new CountDownLatch(1).await();
          return new Outcome.NothingToDo("never", "never");
        };
    try (Nightshift nightshift = fixture.builder().build()) {
      RunResult result =
          nightshift.run(task, scope -> scope.end(scope.implement(waiting, Feedback.none())));

      assertThat(result.reason()).isEqualTo(EndReason.TIME_LIMIT);
    }
  }

  @Test
  void onlyWhoAsksForNoLimitByNameHasNone() throws Exception {
    assertThat(capsUnder(BudgetPolicy.unlimited())).isEmpty();
    assertThat(capsUnder(null)).containsExactly(MONEY, TOKENS, TIME);
    assertThat(capsUnder(BudgetPolicy.defaults())).containsExactly(MONEY, TOKENS, TIME);
    assertThat(capsUnder(BudgetPolicy.of())).containsExactly(MONEY, TOKENS, TIME);
    assertThat(capsUnder(any -> List.of())).containsExactly(MONEY, TOKENS, TIME);
  }

  @Test
  void eachCapIsSetOnItsOwnAndTheOthersStay() throws Exception {
    Cap more = Cap.tokensPerRun(90_000_000);
    Cap daily =
        new Cap(BudgetScope.ENGINE, BudgetUnit.MONEY_NANO_USD, 50_000_000_000L, BudgetWindow.DAY);

    assertThat(capsUnder(BudgetPolicy.perRun(Money.usd("2.00"))))
        .containsExactly(Cap.moneyPerRun(Money.usd("2.00")), TOKENS, TIME);
    assertThat(capsUnder(BudgetPolicy.perRun(Money.usd("2.00")).withCap(more)))
        .containsExactly(Cap.moneyPerRun(Money.usd("2.00")), more, TIME);
    assertThat(capsUnder(BudgetPolicy.of(daily)))
        .as("what all runs share binds none of them alone")
        .containsExactly(daily, MONEY, TOKENS, TIME);
    assertThat(capsUnder(BudgetPolicy.unlimited().withCap(more).withCap(TOKENS).withCap(daily)))
        .as("a later cap on the same replaces the earlier, and no other is added")
        .containsExactly(TOKENS, daily);
  }

  @Test
  void theReportStatesAllCaps() throws Exception {
    RunReport bound = reportUnder(BudgetPolicy.of(Cap.timePerRun(Duration.ofMinutes(90))));
    RunReport unbound = reportUnder(BudgetPolicy.unlimited());

    assertThat(bound.toMarkdown())
        .contains("- caps: 90 min per run, $5.0000 per run, 10,000,000 tokens per run\n")
        .contains("## Spend: $0.0000 of $5.0000\n");
    assertThat(bound.toJson()).contains("\"unit\" : \"time_millis\"", "\"amount\" : 5400000");
    assertThat(unbound.toMarkdown())
        .contains("- caps: none, an unlimited budget was asked for\n", "without a money cap");
    assertThat(unbound.toJson()).contains("\"caps\" : [ ]");
  }

  @Test
  void aPolicyThatReturnsNullIsRefusedAtDispatchByName() {
    List<Cap> holdingNull = Collections.singletonList(null);
    Map<String, BudgetPolicy> policies =
        Map.of(
            "caps() of the budget policy " + OwnPolicy.class.getName(),
            new OwnPolicy(null, List.of()),
            "caps() of the budget policy ",
            new OwnPolicy(holdingNull, List.of()),
            "defaultCaps() of the budget policy " + OwnPolicy.class.getName(),
            new OwnPolicy(List.of(), null),
            "defaultCaps() of the budget policy ",
            new OwnPolicy(List.of(), holdingNull));

    policies.forEach(
        (named, policy) ->
            assertThatThrownBy(() -> reportUnder(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(named)
                .hasMessageContaining("returned null or held one"));
  }

  /** A policy of a program that no checker of nulls has seen. */
  @SuppressWarnings("NullAway")
  private record OwnPolicy(@Nullable List<Cap> caps, @Nullable List<Cap> defaultCaps)
      implements BudgetPolicy {
    @Override
    public List<Cap> caps(Task any) {
      return caps;
    }
  }

  private List<Cap> capsUnder(@Nullable BudgetPolicy policy) throws InterruptedException {
    return reportUnder(policy).spend().view().caps();
  }

  private RunReport reportUnder(@Nullable BudgetPolicy policy) throws InterruptedException {
    NightshiftBuilder builder = fixture.builder();
    if (policy != null) {
      builder.budget(policy);
    }
    try (Nightshift nightshift = builder.build()) {
      return nightshift.run(task, scope -> scope.stop(EndReason.STUCK, "seen enough")).report();
    }
  }

  /** Runs an implementer that never stops asking. */
  private RunResult loop(Price price, @Nullable BudgetPolicy policy, TokenUsage usage)
      throws InterruptedException {
    ModelProvider model =
        (request, context) -> {
          calls++;
          long output = Math.min(usage.output(), request.maxOutputTokens());
          return ModelResponse.of(
              AssistantTurn.text(request.model(), "more"),
              TokenUsage.builder().input(usage.input()).output(output).build());
        };
    NightshiftBuilder builder =
        Nightshift.builder(fixture.workspaces)
            .provider("scripted", model)
            .prices(PriceBook.of(Map.of(MODEL, price)))
            .time(fixture.time);
    if (policy != null) {
      builder.budget(policy);
    }
    Implementer endless =
        assignment -> {
          Conversation conversation =
              assignment.conversation(
                  ConversationSpec.builder(MODEL)
                      .system("x".repeat(20_000))
                      .maxOutputTokens(5_000)
                      .build());
          while (calls < FAR_TOO_OFTEN) {
            conversation.send(UserTurn.text("go on"));
          }
          return new Outcome.NothingToDo("nobody stopped it", "seen");
        };
    try (Nightshift nightshift = builder.build()) {
      return nightshift.run(
          task,
          StandardPipeline.builder()
              .implementer(endless)
              .reviewer(approving())
              .gate(EngineFixture.green())
              .delivery(Delivery.branch())
              .build());
    }
  }
}
