package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A policy is asked before an attempt is reserved, and can only narrow what caps allow. */
@Timeout(30)
class BudgetDecisionTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  @Test
  void narrowsTheAnswer() throws InterruptedException {
    Conversation conversation = talk((spend, next) -> new BudgetDecision.Narrow(1_500));
    at.provider.answers(10, 10);

    conversation.send(GO);

    assertThat(at.last("model.reserved").attributes()).containsEntry("maxOutputTokens", 1_500L);
  }

  @Test
  void doesNotWidenTheAnswer() throws InterruptedException {
    Conversation conversation = talk((spend, next) -> new BudgetDecision.Narrow(70_000));
    at.provider.answers(10, 10);

    conversation.send(GO);

    assertThat(at.last("model.reserved").attributes()).containsEntry("maxOutputTokens", 8_192L);
  }

  @Test
  void capsHoldWhateverThePolicyAllows() throws InterruptedException {
    Conversation conversation =
        talk((spend, next) -> new BudgetDecision.Narrow(5_000), Cap.moneyPerRun(tokens(3_000)));
    at.provider.answers(10, 10);

    conversation.send(GO);

    assertThat((long) at.last("model.reserved").attributes().get("maxOutputTokens"))
        .isBetween(1_024L, 2_999L);
  }

  @Test
  void refusesAnAnswerTooSmallToBeUseful() {
    Conversation conversation = talk((spend, next) -> new BudgetDecision.Narrow(10));

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("left 10 output tokens")
        .hasMessageContaining("less than the 1024");
    assertThat(at.spend().reserved()).isEqualTo(tokens(0));
  }

  @Test
  void chargesNothingWhenItDenies() {
    Conversation conversation = talk((spend, next) -> new BudgetDecision.Deny("not on Sundays"));

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("not on Sundays");
    assertThat(at.spend().reserved()).isEqualTo(tokens(0));
    assertThat(at.spend().spent()).isEqualTo(RoleSpend.none());
  }

  @Test
  void isToldWhatWasSpentBefore() throws InterruptedException {
    Conversation conversation =
        talk(
            (spend, next) ->
                spend.spent().calls() == 1
                    ? new BudgetDecision.Deny("one call is enough")
                    : new BudgetDecision.Allow());
    at.provider.answers(100, 10);
    conversation.send(GO);

    assertThatThrownBy(() -> conversation.send(GO)).hasMessageContaining("one call is enough");
  }

  /** A policy is a user's code: one that waits must not hold up the calls of other runs. */
  @Test
  void isAskedWithoutTheLedgersLock() throws InterruptedException {
    Conversation conversation =
        talk(
            (spend, next) -> {
              CompletableFuture.supplyAsync(() -> at.spend())
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join();
              return new BudgetDecision.Allow();
            });
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThat(at.spend().spent().calls()).isEqualTo(1);
  }

  private Conversation talk(
      BiFunction<SpendView, CallEstimate, BudgetDecision> deciding, Cap... caps) {
    BudgetPolicy policy =
        new BudgetPolicy() {
          @Override
          public List<Cap> caps(Task task) {
            return List.of(caps);
          }

          @Override
          public BudgetDecision decide(SpendView spend, CallEstimate next) {
            return deciding.apply(spend, next);
          }

          @Override
          public int reviewerSharePercent() {
            return 0;
          }
        };
    return at.meter(policy).open(spec(STRONG).build(), AgentRole.IMPLEMENTER, "main");
  }
}
