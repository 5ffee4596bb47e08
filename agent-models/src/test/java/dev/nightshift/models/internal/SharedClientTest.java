package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.testing.ManualTime;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private final ManualTime time = ManualTime.create();

  @Test
  void callsOfOneMinuteShareAClientButNoCallGetsAnOlderOne() {
    SharedClient shared = SharedClient.of(TIMEOUT, time);
    HttpClient first = shared.current();

    time.advance(Duration.ofSeconds(49));
    assertThat(shared.current()).isSameAs(first);

    time.advance(Duration.ofSeconds(1));
    HttpClient second = shared.current();
    assertThat(second).isNotSameAs(first);
    assertThat(shared.current()).isSameAs(second);
  }

  @Test
  void clientWithADeadConnectionIsNotUsedAgain() {
    SharedClient shared = SharedClient.of(TIMEOUT, time);
    HttpClient dead = shared.current();

    shared.putAway(dead);
    HttpClient fresh = shared.current();
    shared.putAway(dead);

    assertThat(fresh).isNotSameAs(dead);
    assertThat(shared.current()).isSameAs(fresh);
  }

  @Test
  void onlyTheSameSettingsAreShared() {
    SharedClient shared = SharedClient.of(TIMEOUT, time);

    assertThat(SharedClient.of(Duration.ofSeconds(20), time)).isSameAs(shared);
    assertThat(SharedClient.of(Duration.ofSeconds(21), time)).isNotSameAs(shared);
    assertThat(SharedClient.of(TIMEOUT, ManualTime.create())).isNotSameAs(shared);
  }
}
