package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalsTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(50);
  private final Signals signals = new Signals();

  @Test
  void whatWasReportedIsReadInOrder() throws InterruptedException {
    signals.add("head");
    signals.add("piece");

    assertThat(signals.poll(LONG)).isEqualTo("head");
    assertThat(signals.poll(0)).isEqualTo("piece");
    assertThat(signals.poll(-1)).isNull();
    assertThat(signals.poll(1000)).isNull();
  }

  @Test
  void interruptedReaderStopsEvenIfThereIsMoreToRead() {
    signals.add("piece");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> signals.poll(LONG)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void interruptEndsAWait() throws Exception {
    CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
    Thread reader = new Thread(() -> end.complete(polled()));
    reader.start();
    awaitWaiting(reader);

    reader.interrupt();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
  }

  /** Symptom: a small answer woke its reader for its headers, its body and its end. */
  @Test
  void readerIsWokenOnceForAllThatOneTaskReports() throws Exception {
    int rounds = 100;
    List<@Nullable Object> read = new ArrayList<>();
    CompletableFuture<Long> waits = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              for (int i = 0; i < 3 * rounds; i++) {
                read.add(polled());
              }
              waits.complete(waits(Thread.currentThread()));
            });
    reader.start();

    for (int i = 0; i < rounds; i++) {
      awaitWaiting(reader);
      Signals.together(
          () -> {
            addLater("head");
            // What is done within a task is a part of it.
            Signals.together(() -> addLater("piece"));
            addLater("end");
          });
    }

    // Three times as many before, less a few.
    assertThat(waits.get()).isLessThan(2L * rounds);
    assertThat(read).hasSize(3 * rounds).startsWith("head", "piece", "end", "head");
  }

  /** A task that fails has reported all the same. */
  @Test
  void readerIsWokenByATaskThatFails() throws Exception {
    CompletableFuture<@Nullable Object> first = new CompletableFuture<>();
    Thread reader = new Thread(() -> first.complete(polled()));
    reader.start();
    awaitWaiting(reader);

    assertThatThrownBy(
            () ->
                Signals.together(
                    () -> {
                      signals.add("head");
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(first.get()).isEqualTo("head");
  }

  private void addLater(String signal) {
    long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(200);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    signals.add(signal);
  }

  private @Nullable Object polled() {
    try {
      return signals.poll(LONG);
    } catch (InterruptedException interrupted) {
      return interrupted;
    }
  }

  private static void awaitWaiting(Thread reader) {
    while (reader.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static long waits(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId()).getWaitedCount();
  }
}
