package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.UserTurn;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an agent is told of a cap; {@link PinnedText} says how to change it. */
class PinnedBudgetNoticeTest {
  private static final UserTurn SAID = UserTurn.text("Go on.");
  private final BudgetNotices notices = new BudgetNotices();

  @Test
  void theWordsAreThese() {
    Cap cap = Cap.money(BudgetScope.PROJECT, Money.usd("50"), BudgetWindow.DAY);
    Cap calls = new Cap(BudgetScope.RUN, BudgetUnit.CALLS, 40, BudgetWindow.LIFETIME);
    notices.reached(
        AgentRole.IMPLEMENTER,
        new BudgetWarning(
            new ScopeName(BudgetScope.PROJECT, "shop"), cap, 80, Money.usd("40.5").nanos()));
    notices.reached(
        AgentRole.IMPLEMENTER,
        new BudgetWarning(new ScopeName(BudgetScope.RUN, "a-run"), calls, 95, 38));

    UserTurn told = notices.with(AgentRole.IMPLEMENTER, SAID);

    PinnedText pinned = new PinnedText();
    pinned.add(
        "notices",
        told.blocks().stream()
            .map(block -> ((ContentBlock.Text) block).text())
            .collect(Collectors.joining("\n--\n")));
    pinned.assertIsKeptAs("budget-notice.txt");
    assertThat(BudgetNotices.without(told)).isEqualTo(SAID);
    assertThat(notices.with(AgentRole.REVIEWER, SAID)).isEqualTo(SAID);
  }

  /** Symptom: a call that failed would have taken the line with it. */
  @Test
  void aLineIsKeptUntilTheTurnItStandsBehindIsAnswered() {
    notices.reached(
        AgentRole.IMPLEMENTER,
        new BudgetWarning(new ScopeName(BudgetScope.RUN, "a-run"), Cap.callsPerRun(40), 50, 20));
    UserTurn told = notices.with(AgentRole.IMPLEMENTER, SAID);

    assertThat(notices.with(AgentRole.IMPLEMENTER, SAID)).isEqualTo(told).isNotEqualTo(SAID);
    notices.told(AgentRole.IMPLEMENTER, told);
    assertThat(notices.with(AgentRole.IMPLEMENTER, SAID)).isEqualTo(SAID);
  }
}
