package dev.nightshift.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BooksTest {
  private final Books books = new Books(null);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
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
    Future<Thread> deciding = heldDecision();
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
      while (one.getState() != Thread.State.WAITING && !Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }

    mayGoOn.countDown();

    for (Thread one : asking) {
      one.join();
    }
    assertThat(answeredBy).hasSize(8).containsOnly(deciding.get());
  }

  /** Symptom: the error went to who answered, and others who had asked slept for ever. */
  @Test
  void anErrorOfAQuestionIsThatOfWhoAskedAlone() throws Exception {
    Future<Thread> booking = heldDecision();
    Future<String> wrong =
        threads.submit(
            () ->
                books.ask(
                    state -> {
                      throw new AssertionError("of the question");
                    }));
    Future<String> refused =
        threads.submit(
            () ->
                books.ask(
                    state -> {
                      throw new IllegalStateException("refused");
                    }));
    Future<String> other = threads.submit(() -> books.ask(state -> "answered"));

    mayGoOn.countDown();

    assertThat(booking.get()).isNotNull();
    assertThat(other.get()).isEqualTo("answered");
    assertThatThrownBy(wrong::get).hasCauseInstanceOf(AssertionError.class);
    assertThatThrownBy(refused::get).hasCauseInstanceOf(IllegalStateException.class);
  }

  /** Symptom: nothing was booked while others asked without a pause. */
  @Test
  void whoAsksWithoutEndKeepsNobodyFromBooking() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Future<Long>> asking = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      asking.add(
          threads.submit(
              () -> {
                long answers = 0;
                while (!isOver.get()) {
                  answers += books.ask(state -> 1L);
                }
                return answers;
              }));
    }

    for (int i = 0; i < 1_000; i++) {
      assertThat(books.<String>book((state, booked) -> "booked")).isEqualTo("booked");
    }

    isOver.set(true);
    for (Future<Long> one : asking) {
      assertThat(one.get()).isNotNegative();
    }
  }

  /** Symptom: whoever met the failure woke himself, and those behind him slept for ever. */
  @Test
  void aStoreThatFailsOnceLeavesNobodyAsleep() throws Exception {
    CountDownLatch isUpdating = new CountDownLatch(1);
    LedgerStore failing =
        new FailingOnce(new ListStore(new ListStore.Shared()), isUpdating, mayGoOn);
    Books shared = new Books(failing);
    Future<String> first = threads.submit(() -> shared.book((state, booked) -> "first"));
    isUpdating.await();
    List<Future<String>> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean isAsking = i % 2 == 0;
      others.add(
          threads.submit(
              () ->
                  isAsking
                      ? shared.ask(state -> "asked")
                      : shared.book((state, booked) -> "booked")));
    }

    mayGoOn.countDown();

    assertThatThrownBy(first::get).hasCauseInstanceOf(LedgerException.class);
    for (Future<String> other : others) {
      assertThat(other.get()).isNotEmpty();
    }
  }

  /** A store whose first update fails before it reads anything. */
  private record FailingOnce(LedgerStore kept, CountDownLatch isUpdating, CountDownLatch mayGoOn)
      implements LedgerStore {
    @Override
    public void update(Update update) {
      if (isUpdating.getCount() > 0) {
        isUpdating.countDown();
        awaitUninterruptibly(mayGoOn);
        throw new LedgerException(LedgerException.Kind.IO, "the disk is gone for a moment");
      }
      kept.update(update);
    }

    @Override
    public void force() {
      kept.force();
    }

    @Override
    public void claim(long writer) {
      kept.claim(writer);
    }

    @Override
    public boolean isAlive(long writer) {
      return kept.isAlive(writer);
    }

    @Override
    public void close() {
      kept.close();
    }
  }

  /** A decision that has the lock until {@link #mayGoOn}; it gives the thread that makes it. */
  private Future<Thread> heldDecision() throws InterruptedException {
    CountDownLatch isDeciding = new CountDownLatch(1);
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
    return deciding;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
