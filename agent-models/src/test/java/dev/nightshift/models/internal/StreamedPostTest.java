package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.models.internal.StreamedPost.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

class StreamedPostTest {
  /**
   * Symptom: a call that closed an answer it did not want to read never returned, on JDK 25 about
   * once in a hundred times. The JDK's client hands over a body while it holds a lock which
   * cancelling an exchange takes too.
   */
  @Test
  void closingDuringTheHandOverOfTheBodyDoesNotDeadlock() throws Exception {
    LockingClient client = new LockingClient();
    StreamedPost post = client.prepare();
    assertThat(post.send()).isTrue();
    assertThat(client.cancelling.getCount()).isEqualTo(1);

    // Threads of their own: the common pool may have one only, which the first would block.
    CompletableFuture<Void> handOver = onAThread(client::handOverTheBody);
    client.locked.await();
    CompletableFuture<Void> closing = onAThread(post::close);

    assertThat(finishes(closing)).isTrue();
    assertThat(finishes(handOver)).isTrue();
    assertThat(client.bodyCancelled).isTrue();
  }

  @Test
  void nothingIsSentAfterACancel() {
    LockingClient client = new LockingClient();
    StreamedPost post = client.prepare();

    post.cancel();

    assertThat(post.send()).isFalse();
    assertThat(client.cancelling.getCount()).isEqualTo(1);
  }

  /**
   * Symptom: on one or two processors, each call started a thread for nothing. The JDK's client
   * completes what it returned on the pool of all futures, unless it is complete.
   */
  @Test
  void clientHasNothingToCompleteOnceTheBodyReports() {
    LockingClient client = new LockingClient();
    StreamedPost post = client.prepare();
    assertThat(post.send()).isTrue();
    HttpResponse.BodySubscriber<Void> body = client.handler.apply(new Answer());
    assertThat(client.answer).isNotDone();
    assertThat(body.getBody().toCompletableFuture()).isNotDone();

    body.onSubscribe(client.new Body());

    assertThat(client.answer).isCompleted();
    assertThat(body.getBody().toCompletableFuture()).isCompleted();
  }

  /** Between the two, only the returned future tells of a failure. */
  @Test
  void failureBetweenTheHeadAndTheBodyIsReported() throws Exception {
    LockingClient client = new LockingClient();
    StreamedPost post = client.prepare();
    assertThat(post.send()).isTrue();
    HttpResponse.BodySubscriber<Void> unused = client.handler.apply(new Answer());
    assertThat(post.head().status()).isEqualTo(529);

    client.answer.completeExceptionally(new NumberFormatException("content-length"));

    assertThatThrownBy(post::next).isInstanceOf(IOException.class).hasMessageContaining("length");
  }

  /** Symptom: a refusal whose explanation hangs was waited for as long as an answer. */
  @Test
  void restThatNeverArrivesIsGivenUpSoon() throws Exception {
    LockingClient client = new LockingClient();
    StreamedPost post = client.prepare();
    assertThat(post.send()).isTrue();
    HttpResponse.BodySubscriber<Void> body = client.handler.apply(new Answer());
    assertThat(post.head().status()).isEqualTo(529);
    body.onNext(List.of(ByteBuffer.wrap(new byte[] {7})));

    CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(() -> rest(post));

    assertThat(rest.get(10, TimeUnit.SECONDS)).containsExactly(7);
    assertThat(post.isSent()).isFalse();
  }

  private static byte[] rest(StreamedPost post) {
    try {
      return post.rest(100, Duration.ofMillis(50));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static CompletableFuture<Void> onAThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  /** Does not throw on a deadlock, so that the test can end. */
  private static boolean finishes(CompletableFuture<Void> work)
      throws InterruptedException, ExecutionException {
    try {
      work.get(10, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException stuck) {
      return false;
    }
  }

  /** Holds one lock wherever the JDK's client holds one. */
  private static final class LockingClient {
    final CountDownLatch locked = new CountDownLatch(1);
    final CountDownLatch cancelling = new CountDownLatch(1);
    final AtomicBoolean bodyCancelled = new AtomicBoolean();
    final CompletableFuture<HttpResponse<Void>> answer = new CancelTakesTheLock();
    private final Lock lock = new ReentrantLock();
    private HttpResponse.BodyHandler<Void> handler;

    StreamedPost prepare() {
      HttpClient client = mock(HttpClient.class);
      when(client.sendAsync(any(), ArgumentMatchers.<HttpResponse.BodyHandler<Void>>any()))
          .thenAnswer(
              call -> {
                handler = call.getArgument(1);
                return answer;
              });
      HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
      Endpoint endpoint = new Endpoint(URI.create("http://127.0.0.1:1"), headers);
      Duration timeouts = Duration.ofSeconds(30);
      return StreamedPost.prepare(
          client,
          endpoint,
          HttpRequest.BodyPublishers.noBody(),
          TimeSource.system(),
          new Timeouts(timeouts, timeouts, timeouts));
    }

    void handOverTheBody() {
      HttpResponse.BodySubscriber<Void> subscriber = handler.apply(new Answer());
      lock.lock();
      try {
        locked.countDown();
        cancelling.await();
        subscriber.onSubscribe(new Body());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }

    private final class CancelTakesTheLock extends CompletableFuture<HttpResponse<Void>> {
      @Override
      public boolean cancel(boolean mayInterruptIfRunning) {
        cancelling.countDown();
        lock.lock();
        try {
          return super.cancel(mayInterruptIfRunning);
        } finally {
          lock.unlock();
        }
      }
    }

    private final class Body implements Flow.Subscription {
      @Override
      public void request(long count) {}

      @Override
      public void cancel() {
        bodyCancelled.set(true);
      }
    }
  }

  private static final class Answer implements HttpResponse.ResponseInfo {
    @Override
    public int statusCode() {
      return 529;
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
