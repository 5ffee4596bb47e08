package dev.nightshift.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A way that is kept open by a thread of its own, for a harness that calls by itself. */
final class HeldWay implements AutoCloseable {
  private final CompletableFuture<Operation> opened = new CompletableFuture<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private HeldWay() {}

  static HeldWay open(Way.Opening opening) {
    HeldWay way = new HeldWay();
    new Thread(() -> way.hold(opening), "held-way").start();
    return way;
  }

  private void hold(Way.Opening opening) {
    try {
      opening.open(
          operation -> {
            opened.complete(operation);
            released.await();
          });
    } catch (Exception failed) {
      opened.completeExceptionally(failed);
    } finally {
      closed.complete(null);
    }
  }

  /** Returns what is measured, once it can be. */
  Operation operation() {
    return opened.join();
  }

  @Override
  public void close() {
    released.countDown();
    closed.join();
  }
}
