package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.models.testing.CostedRun.Vendor;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What runs cost whose gate takes longer than Anthropic keeps a prompt if nobody asks. */
class SlowGateCostTest {
  private static final double MOST = 1.05;

  private final CostedRun run = new CostedRun(Vendor.ANTHROPIC);

  @BeforeEach
  void slowGate() {
    run.gate = Duration.ofMinutes(12);
  }

  /**
   * Symptom: every revision after a gate of twelve minutes wrote the whole conversation again.
   * Without a word of the host an engine learns that from the first.
   */
  @Test
  void aGateThatOutlastsTheCacheCostsTooMuchOnlyOnce() throws InterruptedException {
    try (Nightshift engine = run.engine()) {
      run.requests = 1;
      assertThat(run.run(engine)).isBetween(MOST, 1.15);

      run.requests = 1;
      assertThat(run.run(engine)).isBetween(1.0, MOST);
    }
  }

  /** An hour costs more than it saves where nobody is ever sent back. */
  @Test
  void aSlowGateThatNeverSendsBackCostsNothingMore() throws InterruptedException {
    try (Nightshift engine = run.engine()) {
      assertThat(run.run(engine)).isEqualTo(1.0);
      assertThat(run.run(engine)).isEqualTo(1.0);
    }
  }

  /** Why nobody bets on the hour before anything is known: losing that bet costs more. */
  @Test
  void anHourForNothingCostsMoreThanACacheThatIsLostOnce() throws InterruptedException {
    run.requests = 1;
    double lost = run.run();
    run.options = ModelOptions.standard().withCacheLifetime(Duration.ofHours(1));
    double forNothing = run.run();

    assertThat(forNothing).isGreaterThan(1.2).isGreaterThan(lost);
  }

  @Test
  void aHostThatKnowsItsGateSaysSo() throws InterruptedException {
    run.requests = 1;
    run.options = ModelOptions.standard().withCacheLifetime(Duration.ofHours(1));

    assertThat(run.run()).isBetween(1.0, MOST);
  }
}
