package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.models.testing.CostedRun.Vendor;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What whole runs cost against the least that is possible with a prompt cache, by provider. */
class LoopCostTest {
  private static final double MOST = 1.05;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void loopOfFiftyTurnsCostsAtMostFivePercentMoreThanTheOptimum(Vendor vendor)
      throws InterruptedException {
    CostedRun run = new CostedRun(vendor);

    assertThat(run.run()).isBetween(1.0, MOST);
    assertThat(run.calls).isEqualTo(run.turns + 2);
  }

  /** The measure itself: without it nothing here could fail. */
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void loopWithATimeInItsPromptCostsSeveralTimesTheOptimum(Vendor vendor)
      throws InterruptedException {
    CostedRun run = new CostedRun(vendor);
    run.sending =
        request -> request.toBuilder().system(run.time.now() + ": " + request.system()).build();

    assertThat(run.run()).isGreaterThan(3);
  }

  /** Where a cache can be declined, that is heard too. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"ANTHROPIC", "OPENAI_RESPONSES"})
  void loopWithoutACacheCostsSeveralTimesTheOptimum(Vendor vendor) throws InterruptedException {
    CostedRun run = new CostedRun(vendor);
    run.options = ModelOptions.standard().withoutCache();

    assertThat(run.run()).isGreaterThan(3);
  }

  /** More results in a turn than Anthropic's server looks back over. */
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void turnsOfThirtyCallsReadAllEarlierTurns(Vendor vendor) throws InterruptedException {
    CostedRun run = new CostedRun(vendor);
    run.turns = 10;
    run.callsAtOnce = 30;

    assertThat(run.run()).isBetween(1.0, MOST);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void runWithARevisionCostsAtMostFivePercentMoreThanTheOptimum(Vendor vendor)
      throws InterruptedException {
    CostedRun run = new CostedRun(vendor);
    run.requests = 1;

    assertThat(run.run()).isBetween(1.0, MOST);
    assertThat(run.calls).isEqualTo(run.turns + 2 + 2 + 2);
  }

  /** Nobody but Anthropic forgets so fast that it can be helped, and what cannot is no loss. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANTHROPIC")
  void aGateOfTwelveMinutesCostsNoMoreThanItMust(Vendor vendor) throws InterruptedException {
    CostedRun run = new CostedRun(vendor);
    run.gate = Duration.ofMinutes(12);
    run.requests = 1;

    assertThat(run.run()).isBetween(1.0, MOST);
  }
}
