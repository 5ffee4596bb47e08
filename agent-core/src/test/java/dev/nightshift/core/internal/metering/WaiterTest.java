package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits of a role on a thread of its own, which the engine does not know. */
@Timeout(30)
class WaiterTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  @Test
  void aCancelEndsTheWaitForTheNextAttemptOnAnyThread() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    at.access.time(new EndlessSleep(at.time, waiting));
    Conversation conversation = at.conversation();
    at.provider.fails(
        ModelException.builder(ModelErrorKind.OVERLOADED, "the provider said so").build());

    cancelOnce(waiting);

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aCancelEndsTheWaitForTheRateLimitOnAnyThread() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    at.access.admission(
        call -> {
          waiting.countDown();
          new CountDownLatch(1).await();
          throw new AssertionError("nobody is admitted");
        });
    Conversation conversation = at.conversation();

    cancelOnce(waiting);

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(InterruptedException.class);
    assertThat(at.provider.requests).isEmpty();
  }

  /** Case 14 of the list of tricky cases. */
  @Test
  void aCancelWhileTheRateLimitAdmitsGivesTheAdmissionBackAndLeavesNoInterrupt() {
    List<TokenUsage> settled = new ArrayList<>();
    at.access.admission(
        call -> {
          at.cancellation.cancel(EndReason.CANCELLED, "enough");
          return settled::add;
        });
    Conversation conversation = at.conversation();

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(RunStoppedException.class);

    assertThat(settled).containsExactly(TokenUsage.zero());
    assertThat(at.provider.requests).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aThreadThatHasGoneOnIsNotInterrupted() throws Exception {
    Waiter.await(at.cancellation, () -> "done");

    at.cancellation.cancel(EndReason.CANCELLED, "enough");

    assertThat(Thread.interrupted()).isFalse();
  }

  private void cancelOnce(CountDownLatch waiting) {
    Thread canceller =
        new Thread(
            () -> {
              try {
                waiting.await();
                at.cancellation.cancel(EndReason.CANCELLED, "enough");
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    canceller.setDaemon(true);
    canceller.start();
  }
}
