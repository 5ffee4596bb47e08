package dev.nightshift.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunExecutorsTest {
  /** Symptom: after a thousand runs at once an idle engine kept a thousand threads. */
  @Test
  void aThreadThatHasNothingToDoEnds() throws InterruptedException {
    RunExecutors threads = new RunExecutors(3, Duration.ofMillis(1));
    try {
      List<Thread> seen = new CopyOnWriteArrayList<>();
      CountDownLatch allWork = new CountDownLatch(3);
      for (int i = 0; i < 3; i++) {
        threads.execute(
            () -> {
              seen.add(Thread.currentThread());
              allWork.countDown();
            });
      }
      allWork.await();

      for (Thread thread : seen) {
        thread.join();
      }

      assertThat(seen).hasSize(3);
      CountDownLatch worksAgain = new CountDownLatch(1);
      threads.execute(worksAgain::countDown);
      worksAgain.await();
    } finally {
      threads.close();
    }
  }
}
