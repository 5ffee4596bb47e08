package dev.nightshift.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.event.RunEvent;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordingListenerTest {
  private final RecordingListener listener = new RecordingListener();

  @Test
  void keepsEventsInOrderAndFindsThemByName() {
    listener.onEvent(event("run.dispatched", 1));
    listener.onEvent(event("model.call", 2));
    listener.onEvent(event("model.call", 3));

    assertThat(listener.events()).hasSize(3);
    assertThat(listener.named("model.call"))
        .extracting(event -> event.number("n").orElse(0L))
        .containsExactly(2L, 3L);
    assertThat(listener.named("landing")).isEmpty();
  }

  @Test
  void losesNoEventOfConcurrentRuns() {
    CompletableFuture<?>[] runs =
        IntStream.range(0, 8)
            .mapToObj(
                run ->
                    CompletableFuture.runAsync(
                        () ->
                            IntStream.range(0, 200).forEach(n -> listener.onEvent(event("x", n)))))
            .toArray(CompletableFuture<?>[]::new);

    CompletableFuture.allOf(runs).join();

    assertThat(listener.events()).hasSize(1_600);
  }

  private static RunEvent event(String name, long n) {
    return new RunEvent(RunId.of("r"), Instant.EPOCH, name, Map.of("n", n));
  }
}
