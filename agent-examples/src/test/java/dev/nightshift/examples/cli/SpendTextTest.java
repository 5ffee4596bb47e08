package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.CapUse;
import dev.nightshift.core.ledger.PartSpend;
import dev.nightshift.core.ledger.ScopeUse;
import dev.nightshift.core.ledger.SpendSnapshot;
import dev.nightshift.core.ledger.UnresolvedCall;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** The lines of a snapshot, character by character. */
class SpendTextTest {
  private static final Cap A_DAY = Cap.money(BudgetScope.ENGINE, Money.usd("10"), BudgetWindow.DAY);
  private static final ModelId MODEL = ModelId.parse("anthropic:claude-opus-5-5");

  private static SpendSnapshot snapshot(@Nullable Money rate, @Nullable Duration until) {
    List<ScopeName> all = List.of(new ScopeName(BudgetScope.ENGINE, "all"));
    PartSpend part =
        new PartSpend(
            new RoleSpend(Money.usd("7.5"), 4, TokenUsage.of(900, 100)), Money.usd("0.5"));
    UnresolvedCall lost =
        new UnresolvedCall(
            new AttemptKey(RunId.of("r1"), AgentRole.IMPLEMENTER, "main#1", 2, 1),
            MODEL,
            "req-9",
            LocalDate.of(2026, 11, 29),
            Money.usd("0.5"),
            "process 7 ended while the call was under way");
    return new SpendSnapshot(
        Instant.parse("2026-11-29T23:00:00Z"),
        rate,
        List.of(
            use(all, BudgetWindow.LIFETIME, List.of()),
            use(
                all,
                BudgetWindow.DAY,
                List.of(
                    new CapUse(A_DAY, Money.usd("7.5").nanos(), Money.usd("1").nanos(), until)))),
        List.of(),
        Map.of(AgentRole.IMPLEMENTER, part),
        Map.of(MODEL, part),
        List.of(lost));
  }

  private static ScopeUse use(List<ScopeName> path, BudgetWindow window, List<CapUse> caps) {
    return new ScopeUse(
        path,
        window,
        LocalDate.of(2026, 11, 29),
        window == BudgetWindow.LIFETIME ? null : Instant.parse("2026-11-29T23:24:00Z"),
        Money.usd("7"),
        Money.usd("0.5"),
        Money.usd("1"),
        1_000,
        4,
        Duration.ofMinutes(3),
        caps);
  }

  @Test
  void tellsWhatIsKnownAndWhatIsNot() {
    SpendSnapshot snapshot = snapshot(Money.usd("0.25"), Duration.ofMinutes(10));

    assertThat(new SpendText(snapshot, List.of(), Ansi.OFF).lines())
        .containsExactly(
            "spent        $7.0000 settled, $0.5000 estimated, $1.0000 reserved, in 4 calls",
            "rate         $0.2500 a minute",
            "cap          [#######...] 75% $7.5000 of $10.0000, $1.5000 left, reached in 10:00,"
                + " day of engine all",
            "by role      implementer $7.5000 ($0.5000 estimated)",
            "by model     anthropic:claude-opus-5-5 $7.5000 ($0.5000 estimated)",
            "unresolved   r1/implementer/main#1/2/1 is charged $0.5000, request req-9: process 7"
                + " ended while the call was under way");
  }

  @Test
  void showsACapOnTimeAsOneOnMoney() {
    List<ScopeName> shop = List.of(new ScopeName(BudgetScope.PROJECT, "shop"));
    Cap hours = Cap.time(BudgetScope.PROJECT, Duration.ofHours(2), BudgetWindow.DAY);
    CapUse used = new CapUse(hours, 5_400_123, 60_000, Duration.ofMinutes(30));
    SpendSnapshot snapshot =
        new SpendSnapshot(
            Instant.parse("2026-11-29T23:00:00Z"),
            null,
            List.of(use(shop, BudgetWindow.DAY, List.of(used))),
            List.of(),
            Map.of(),
            Map.of(),
            List.of());

    assertThat(new SpendText(snapshot, List.of(), Ansi.OFF).lines())
        .contains(
            "cap          [#######...] 75% 90 min of 2 h, 1,739 s left, reached in 30:00, day of"
                + " project shop");
  }

  /** Symptom: a cap of the day was "reached in 2:32:00", 24 minutes before the day ended. */
  @Test
  void forecastsNothingThatComesAfterTheEndOfTheWindow() {
    assertThat(new SpendText(snapshot(null, null), List.of(run("0.01")), Ansi.OFF).lines().get(2))
        .doesNotContain("reached in");
  }

  /** One look alone sees no rate; then it is that of the runs at work, and said so. */
  @Test
  void withoutARateOfItsOwnItForecastsFromTheRunsAtWork() {
    List<String> lines = new SpendText(snapshot(null, null), List.of(run("0.5")), Ansi.OFF).lines();

    assertThat(lines.get(1))
        .isEqualTo("rate         $0.5000 a minute, as the runs at work did on average");
    assertThat(lines.get(2)).contains("reached in 5:00");
  }

  private static RunLine run(String perMinute) {
    return new RunLine(
        "a",
        "gating",
        "",
        "",
        Duration.ofMinutes(2),
        TokenUsage.of(10, 1),
        Money.usd("1"),
        Money.zero(),
        Money.usd(perMinute),
        true);
  }
}
