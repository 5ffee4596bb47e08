package dev.nightshift.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BooksTest {
  private final Books books = new Books(null);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /**
   * Symptom: with a thousand runs at once, each look at what was spent took the lock in its own
   * turn, and a second and a half to get it.
   */
  @Test
  void whoHasTheLockAnswersAllWhoAsk() throws Exception {
    CountDownLatch isDeciding = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Future<Thread> deciding =
        threads.submit(
            () ->
                books.book(
                    (state, booked) -> {
                      isDeciding.countDown();
                      awaitUninterruptibly(mayGoOn);
                      return Thread.currentThread();
                    }));
    isDeciding.await();
    List<Thread> asking = new ArrayList<>();
    List<Thread> answeredBy = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread one =
          new Thread(
              () -> {
                Thread by = books.ask(state -> Thread.currentThread());
                synchronized (answeredBy) {
                  answeredBy.add(by);
                }
              });
      one.start();
      asking.add(one);
    }
    for (Thread one : asking) {
      while (one.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    mayGoOn.countDown();

    for (Thread one : asking) {
      one.join();
    }
    assertThat(answeredBy).hasSize(8).containsOnly(deciding.get());
  }

  @Test
  void whatAQuestionThrowsIsThrownToWhoAsked() throws Exception {
    List<Future<Integer>> asked = new ArrayList<>();
    AtomicInteger booked = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      int number = i;
      asked.add(
          threads.submit(
              () ->
                  number % 3 == 0
                      ? books.book((state, records) -> booked.incrementAndGet())
                      : books.ask(state -> answer(number))));
    }

    for (int i = 0; i < asked.size(); i++) {
      Future<Integer> one = asked.get(i);
      if (i % 3 == 1) {
        assertThat(one.get()).isEqualTo(i);
      } else if (i % 3 == 2) {
        String number = String.valueOf(i);
        assertThatIllegalStateException()
            .isThrownBy(
                () -> {
                  throw thrownBy(one);
                })
            .withMessage(number);
      } else {
        assertThat(one.get()).isPositive();
      }
    }
    assertThat(booked).hasValue(67);
  }

  private static Integer answer(int number) {
    if (number % 3 == 2) {
      throw new IllegalStateException(String.valueOf(number));
    }
    return number;
  }

  private static Throwable thrownBy(Future<Integer> asked) throws InterruptedException {
    try {
      throw new AssertionError("it was answered: " + asked.get());
    } catch (java.util.concurrent.ExecutionException failed) {
      return failed.getCause();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
