package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ActiveTimeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final ManualTime time = ManualTime.create();
  private final ActiveTime active = new ActiveTime(time);

  @Test
  void aRunThatHasNoThreadIsNotActive() {
    time.advance(HOUR);

    assertThat(active.used()).isZero();
  }

  /** Symptom: a run worked for ten hours, and its cap of eight saw none of them. */
  @Test
  void aThreadThatARoleStartedItselfTakesNothingOffByWaiting() throws Exception {
    active.begin();
    Thread own =
        new Thread(
            () -> {
              try {
                active.waiting(() -> advance(Duration.ofMinutes(3)));
              } catch (InterruptedException neverInterrupted) {
                Thread.currentThread().interrupt();
              }
            });
    own.start();
    own.join();

    assertThat(active.used()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void aWaitDoesNotCountHoweverItEnds() throws InterruptedException {
    active.begin();
    active.waiting(() -> advance(HOUR));
    assertThatThrownBy(
            () ->
                active.waiting(
                    () -> {
                      time.advance(HOUR);
                      throw new InterruptedException("cancelled");
                    }))
        .isInstanceOf(InterruptedException.class);

    advance(Duration.ofMinutes(1));
    active.end();
    advance(HOUR);

    assertThat(active.used()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void whatIsDoneAtOnceCountsOnceAndAWaitBesideItNotAtAll() throws InterruptedException {
    active.begin();
    active.begin();
    advance(Duration.ofMinutes(1));
    active.waiting(() -> advance(Duration.ofMinutes(2)));

    active.waiting(() -> active.waiting(() -> advance(HOUR)));

    assertThat(active.used()).isEqualTo(Duration.ofMinutes(3));
  }

  private Duration advance(Duration by) {
    time.advance(by);
    return by;
  }
}
