package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapTest {
  private static final Task TASK = Task.builder("Fix it").build();

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "28800000, 8 h per run",
    "5400000, 90 min per run",
    "61000, 61 s per run",
    "61999, 61 s per run",
    "1500, '1,500 ms per run'",
    "0, 0 ms per run",
  })
  void showsATimeInItsLargestWholeUnit(long millis, String shown) {
    assertThat(Cap.timePerRun(Duration.ofMillis(millis)).toDisplay()).isEqualTo(shown);
  }

  /** Symptom: a bare overflow, which named nothing. */
  @Test
  void refusesATimeThatCannotBeCounted() {
    Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cap.time(BudgetScope.ENGINE, tooLong, BudgetWindow.DAY))
        .withMessageContaining(tooLong + " is longer");
  }

  @Test
  void refusesANegativeAmountByItsValueAndTheRemedy() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cap.tokensPerRun(-5))
        .withMessage(
            "a cap of -5 tokens must not be negative; 0 allows nothing, and"
                + " BudgetPolicy.unlimited() has no cap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cap.moneyPerRun(Money.ofNanos(-500_000_000)))
        .withMessageStartingWith("a cap of -$0.5000 must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cap.timePerRun(Duration.ofHours(-1)))
        .withMessageStartingWith("a cap of -1 h must not be negative");
  }

  @Test
  void showsWhatSharesItAndWhenItStartsAnew() {
    assertThat(new Cap(BudgetScope.ENGINE, BudgetUnit.CALLS, 1_234, BudgetWindow.MONTH).toDisplay())
        .isEqualTo("1,234 calls per engine and month");
    assertThat(Cap.moneyPerRun(Money.usd("0.05")).toDisplay()).isEqualTo("$0.0500 per run");
  }

  @Test
  void aPolicyWithACapMoreDecidesAsBefore() {
    BudgetPolicy strict =
        new BudgetPolicy() {
          @Override
          public List<Cap> caps(Task task) {
            return List.of(Cap.callsPerRun(3));
          }

          @Override
          public BudgetDecision decide(SpendView spend, CallEstimate next) {
            return new BudgetDecision.Deny("never");
          }

          @Override
          public int reviewerSharePercent() {
            return 40;
          }
        };

    BudgetPolicy more = strict.withCap(Cap.tokensPerRun(7)).withCap(Cap.callsPerRun(9));

    assertThat(more.caps(TASK)).containsExactly(Cap.tokensPerRun(7), Cap.callsPerRun(9));
    assertThat(more.reviewerSharePercent()).isEqualTo(40);
    assertThat(more.decide(emptyView(), call())).isEqualTo(new BudgetDecision.Deny("never"));
    assertThat(more.defaultCaps()).isEqualTo(strict.defaultCaps()).hasSize(3);
    assertThatNullPointerException().isThrownBy(() -> strict.withCap(absent()));
  }

  @Test
  void aPolicyEnclosesItsTasksFromTheOutsideIn() {
    BudgetPolicy policy =
        BudgetPolicy.perRun(Money.usd("2.00"))
            .within(BudgetScope.ORGANISATION, "acme")
            .withCap(Cap.tokensPerRun(7))
            .within(BudgetScope.PROJECT, "shop");

    assertThat(policy.enclosing(TASK))
        .containsExactly(
            new ScopeName(BudgetScope.ORGANISATION, "acme"),
            new ScopeName(BudgetScope.PROJECT, "shop"));
    assertThat(policy.caps(TASK))
        .containsExactly(Cap.moneyPerRun(Money.usd("2.00")), Cap.tokensPerRun(7));
    assertThat(policy.defaultCaps()).hasSize(3);
    assertThat(policy.reviewerSharePercent()).isEqualTo(15);
  }

  private static SpendView emptyView() {
    return new SpendView(List.of(), RoleSpend.none(), Money.zero(), Money.zero(), Map.of());
  }

  private static CallEstimate call() {
    return new CallEstimate(ModelId.parse("a:b"), AgentRole.IMPLEMENTER, 1, 1);
  }

  /** As a caller without null checks would hand it over. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T absent() {
    return null;
  }
}
