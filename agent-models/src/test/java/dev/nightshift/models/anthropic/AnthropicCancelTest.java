package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.ask;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.RetryPolicy;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Case 14 of the list of tricky cases: whatever stops a call, the connection is closed at once and
 * no thread stays.
 */
@Timeout(30)
class AnthropicCancelTest {
  private static final Duration LONG = Duration.ofSeconds(25);
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void cancelledBeforeSendingSendsNothing() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      FakeCall call = FakeCall.open();
      call.cancel();

      ModelException failure = failure(server, call);

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.CANCELLED);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void cancelWhileWaitingForTheAnswerClosesTheConnection() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            request -> {
              arrived.countDown();
              return Reply.text("late").delayed(LONG);
            })) {
      FakeCall call = FakeCall.open();
      CompletableFuture<ModelException> failure =
          CompletableFuture.supplyAsync(() -> failure(server, call));
      arrived.await();

      call.cancel();

      assertThat(failure.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ModelErrorKind.CANCELLED);
      assertThat(failure.get().billing()).isEqualTo(Billing.UNKNOWN);
      assertThat(server.awaitClientGone(5)).isTrue();
      assertThat(call.openRegistrations()).isZero();
    }
  }

  @Test
  void cancelWhileStreamingClosesTheConnectionAndKeepsTheInputCounted() throws Exception {
    Reply reply = Reply.text("x".repeat(2000)).withUsage(TokenUsage.of(77, 500));
    try (ScriptedModelServer server = ScriptedModelServer.start(reply.hangingAfter(2500))) {
      FakeCall call = FakeCall.open();
      CompletableFuture<ModelException> failure =
          CompletableFuture.supplyAsync(() -> failure(server, call));
      call.awaitProgress();

      call.cancel();

      assertThat(failure.get(5, TimeUnit.SECONDS).kind()).isEqualTo(ModelErrorKind.CANCELLED);
      assertThat(failure.get().usage().get().input()).isEqualTo(77);
      assertThat(server.awaitClientGone(5)).isTrue();
      assertThat(server.bill().nanos()).isZero();
    }
  }

  @Test
  void interruptWhileStreamingClosesTheConnection() throws Exception {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(Reply.text("x".repeat(2000)).hangingAfter(2500))) {
      FakeCall call = FakeCall.open();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread run = new Thread(() -> thrown.set(thrownBy(server, call)));
      run.start();
      call.awaitProgress();

      run.interrupt();
      run.join(5000);

      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(server.awaitClientGone(5)).isTrue();
      assertThat(call.openRegistrations()).isZero();
    }
  }

  @Test
  void interruptBeforeTheCallSendsNothing() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> provider(server).complete(ask("go"), FakeCall.open()))
          .isInstanceOf(InterruptedException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void deadlineWhileWaitingForTheAnswerClosesTheConnection() throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("x").delayed(LONG))) {
      ModelException failure = failure(server, FakeCall.within(Duration.ofSeconds(1)));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
      assertThat(server.awaitClientGone(5)).isTrue();
    }
  }

  @Test
  void deadlineWhileStreamingClosesTheConnection() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.text("x".repeat(999)).withUsage(TokenUsage.of(9, 9)).hangingAfter(900))) {
      ModelException failure = failure(server, FakeCall.within(Duration.ofSeconds(1)));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.httpStatus()).hasValue(200);
      assertThat(failure.usage().get().input()).isEqualTo(9);
      assertThat(server.awaitClientGone(5)).isTrue();
    }
  }

  /** Symptom: a connection lost without a word held the call until the run's deadline. */
  @Test
  void serverThatNeverAnswersEndsTheAttemptLongBeforeTheDeadline() throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("x").delayed(LONG))) {
      AnthropicProvider provider =
          impatient(server)
              .connection(ConnectionSettings.standard().withHeadersTimeout(SHORT))
              .build();
      FakeCall call = FakeCall.within(Duration.ofHours(2));

      ModelException failure =
          catchThrowableOfType(ModelException.class, () -> provider.complete(ask("go"), call));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
      assertThat(failure).hasMessageContainingAll("sent nothing for PT0.5S", "headersTimeout");
      assertThat(RetryPolicy.standard().waitBeforeRetry(failure, 1, Duration.ofHours(1)))
          .isPresent();
      assertThat(server.awaitClientGone(5)).isTrue();
      assertThat(call.openRegistrations()).isZero();
    }
  }

  /** Symptom: the same, within the stream. */
  @Test
  void streamThatFallsSilentEndsTheAttemptLongBeforeTheDeadline() throws InterruptedException {
    Reply reply = Reply.text("x".repeat(999)).withUsage(TokenUsage.of(9, 9)).hangingAfter(900);
    try (ScriptedModelServer server = ScriptedModelServer.start(reply)) {
      AnthropicProvider provider =
          impatient(server)
              .connection(ConnectionSettings.standard().withSilenceTimeout(SHORT))
              .build();
      FakeCall call = FakeCall.within(Duration.ofHours(2));

      ModelException failure =
          catchThrowableOfType(ModelException.class, () -> provider.complete(ask("go"), call));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
      assertThat(failure.httpStatus()).hasValue(200);
      assertThat(failure.usage().get().input()).isEqualTo(9);
      assertThat(failure).hasMessageContainingAll("sent nothing for PT0.5S", "silenceTimeout");
      assertThat(server.awaitClientGone(5)).isTrue();
    }
  }

  @Test
  void passedDeadlineSendsNothing() {
    try (ScriptedModelServer server = ScriptedModelServer.start()) {
      ModelException failure = failure(server, FakeCall.within(Duration.ofSeconds(-1)));

      assertThat(failure.kind()).isEqualTo(ModelErrorKind.TIMEOUT);
      assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void stoppedCallsLeaveNoThreads() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(request -> Reply.text("x".repeat(999)).hangingAfter(900))) {
      AnthropicProvider provider = provider(server);
      long before = httpThreads();

      for (int i = 0; i < 20; i++) {
        FakeCall call = FakeCall.within(Duration.ofMillis(30));
        assertThatThrownBy(() -> provider.complete(ask("go"), call))
            .isInstanceOf(ModelException.class);
      }

      assertThat(server.requests()).isNotEmpty();
      for (int i = 0; i < server.requests().size(); i++) {
        assertThat(server.awaitClientGone(5)).isTrue();
      }
      // One selector and the idle workers of one call, however many calls there were.
      assertThat(httpThreads() - before).isLessThan(6);
    }
  }

  private static AnthropicProvider.Builder impatient(ScriptedModelServer server) {
    return AnthropicProvider.builder().apiKey("sk-test").baseUrl(server.baseUrl());
  }

  private static long httpThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HttpClient"))
        .count();
  }

  private static ModelException failure(ScriptedModelServer server, FakeCall call) {
    return catchThrowableOfType(
        ModelException.class, () -> provider(server).complete(ask("go"), call));
  }

  private static Throwable thrownBy(ScriptedModelServer server, FakeCall call) {
    return catchThrowableOfType(
        InterruptedException.class, () -> provider(server).complete(ask("go"), call));
  }
}
