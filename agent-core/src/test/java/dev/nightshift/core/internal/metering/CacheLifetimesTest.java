package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which lifetime would have cost least. Written tokens cost 5 or 8, read ones 0.20. */
class CacheLifetimesTest {
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration GATE = Duration.ofMinutes(12);
  private static final Price PRICE =
      Price.of(
          Rates.perMillionTokens("4", "20").withCaching("0.20", Map.of(SHORT, "5", LONG, "8")));

  private final CacheLifetimes lifetimes = new CacheLifetimes();
  private final CacheLifetimes.Tally tally = of(AgentRole.IMPLEMENTER);

  @Test
  void isShortBeforeAnythingIsKnown() {
    assertThat(tally.cheapest(PRICE)).isEqualTo(SHORT);
  }

  /** The hour costs 3 a token more, a pause it bridges 4.80: five pauses in eight conversations. */
  @Test
  void isLongFromFivePausesInEightConversationsOn() {
    for (int conversation = 0; conversation < 8; conversation++) {
      tally.wrote(100_000);
    }
    for (int pause = 0; pause < 5; pause++) {
      tally.wentOn(100_000, GATE);
    }
    assertThat(tally.cheapest(PRICE)).isEqualTo(SHORT);

    tally.wentOn(1, GATE);

    assertThat(tally.cheapest(PRICE)).isEqualTo(LONG);
  }

  @Test
  void isShortAgainWhenNobodyIsSentBackAnyMore() {
    tally.wrote(100_000);
    tally.wentOn(100_000, GATE);
    assertThat(tally.cheapest(PRICE)).isEqualTo(LONG);

    tally.wrote(100_000);

    assertThat(tally.cheapest(PRICE)).isEqualTo(SHORT);
  }

  @Test
  void isShortIfNoLifetimeBridgesThePauses() {
    tally.wrote(100_000);
    tally.wentOn(100_000, LONG);

    assertThat(tally.cheapest(PRICE)).isEqualTo(SHORT);
  }

  @Test
  void isShortForModelsThatCostNothing() {
    tally.wrote(100_000);
    tally.wentOn(100_000, GATE);

    assertThat(tally.cheapest(Price.free())).isEqualTo(SHORT);
  }

  @Test
  void whatOneRoleDoesTellsNothingOfAnother() {
    tally.wrote(100_000);
    tally.wentOn(100_000, GATE);

    assertThat(of(AgentRole.REVIEWER).cheapest(PRICE)).isEqualTo(SHORT);
    assertThat(of(AgentRole.IMPLEMENTER).cheapest(PRICE)).isEqualTo(LONG);
  }

  private CacheLifetimes.Tally of(AgentRole role) {
    return lifetimes.of(
        new CacheLifetimes.Kind(role, ModelId.parse("fake:model"), false), List.of(SHORT, LONG));
  }
}
