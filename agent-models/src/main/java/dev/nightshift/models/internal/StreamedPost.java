package dev.nightshift.models.internal;

import dev.nightshift.core.base.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP exchange whose answer is read in pieces by the calling thread, until a deadline and with
 * a cancel that closes the connection at once.
 *
 * <p>Everything the HTTP client's threads report goes through one queue, so no thread of this
 * library is needed to watch the time. {@link #cancel} is safe from any thread; the rest belongs to
 * one thread.
 */
public final class StreamedPost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamedPost.class);
  private static final Object END = new Object();

  /** How many pieces of up to 16 KB may wait for the reader before no more is read. */
  private static final int MOST_UNREAD = 8;

  private static final Duration LONGEST = Duration.ofDays(365);
  private final Signals signals = new Signals();

  /**
   * Guards {@code exchange}, {@code body} and {@code cancelled}, and is never held while the HTTP
   * client is called: the client holds locks of its own when it hands over a body, and would wait
   * for this one while its holder waits for those.
   */
  private final Object lock = new Object();

  private final HttpClient client;
  private final HttpRequest request;
  private final TimeSource time;
  private final Timeouts timeouts;
  private long deadlineNanos;
  private volatile boolean sent;
  private @Nullable CompletableFuture<?> exchange;
  private Flow.@Nullable Subscription body;
  private boolean cancelled;
  private boolean ended;
  private int read;

  private StreamedPost(
      HttpClient client,
      Endpoint endpoint,
      BodyPublisher body,
      TimeSource time,
      Timeouts timeouts) {
    this.client = client;
    this.request = endpoint.post(new WatchedBody(body));
    this.time = time;
    this.timeouts = timeouts;
    this.deadlineNanos = time.nanoTime() + nanos(timeouts.whole());
  }

  /**
   * Returns an exchange that was not sent yet and gives up when one of {@code timeouts} is over.
   *
   * @param client sends it
   * @param endpoint where it goes, with which headers
   * @param body what is posted
   */
  public static StreamedPost prepare(
      HttpClient client,
      Endpoint endpoint,
      BodyPublisher body,
      TimeSource time,
      Timeouts timeouts) {
    return new StreamedPost(client, endpoint, body, time, timeouts);
  }

  /**
   * Sends the request unless it was cancelled.
   *
   * @return false if it was cancelled before, so that nothing was sent
   */
  public boolean send() {
    if (isCancelled()) {
      return false;
    }
    CompletableFuture<?> answer = client.sendAsync(request, this::head);
    CompletableFuture<?> unused =
        answer.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                signals.add(failure);
              }
            });
    synchronized (lock) {
      exchange = answer;
    }
    if (isCancelled()) {
      answer.cancel(true);
    }
    return true;
  }

  /**
   * Tells whether the body of the request was handed to a connection. Before that, whatever went
   * wrong, the server has no request it could answer or bill.
   */
  public boolean isSent() {
    return sent;
  }

  /** Waits for the status line and the headers. */
  public Head head() throws IOException, TimeoutException, InterruptedException {
    return (Head) takeWithin(timeouts.headers());
  }

  /** Waits for the next piece of the body; null at its end. */
  public @Nullable List<ByteBuffer> next()
      throws IOException, TimeoutException, InterruptedException {
    if (ended) {
      return null;
    }
    Object signal = takeWithin(timeouts.silence());
    if (signal == END) {
      ended = true;
      return null;
    }
    demandMore();
    return ((Piece) signal).bytes();
  }

  /**
   * Reads what is left or arrives soon; whatever else happens to the connection is no failure.
   *
   * @param mostBytes where to stop
   * @param longest how long to wait at most
   */
  public byte[] rest(int mostBytes, Duration longest) throws InterruptedException {
    deadlineNanos = Math.min(deadlineNanos, time.nanoTime() + nanos(longest));
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      List<ByteBuffer> pieces = next();
      while (pieces != null && rest.size() < mostBytes) {
        copy(pieces, rest);
        pieces = next();
      }
    } catch (IOException | TimeoutException cutOff) {
      LOG.debug("the rest of an answer did not arrive: {}", cutOff.toString());
    }
    return rest.toByteArray();
  }

  /** Appends what the pieces hold. */
  public static void copy(List<ByteBuffer> pieces, ByteArrayOutputStream to) {
    for (ByteBuffer piece : pieces) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      to.writeBytes(bytes);
    }
  }

  /** Reads what is left, so that the connection can be used again; gives up quietly. */
  public void drain(Duration timeout) {
    long until = time.nanoTime() + timeout.toNanos();
    try {
      while (!ended) {
        ended = take(Math.min(until - time.nanoTime(), remainingNanos())) == END;
        demandMore();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException | TimeoutException | CancellationException useless) {
      // The answer is whole already; close() drops the connection.
    }
  }

  /** Closes the connection; the reading thread gets a {@link CancellationException}. */
  public void cancel() {
    // First, since the broken connection is reported too.
    signals.add(new CancellationException("cancelled"));
    abort();
  }

  @Override
  public void close() {
    if (!ended) {
      abort();
    }
  }

  private void abort() {
    CompletableFuture<?> answer;
    Flow.Subscription reading;
    synchronized (lock) {
      cancelled = true;
      answer = exchange;
      reading = body;
    }
    if (answer != null) {
      answer.cancel(true);
    }
    if (reading != null) {
      reading.cancel();
    }
  }

  private boolean isCancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }

  private BodySubscriber<@Nullable Void> head(HttpResponse.ResponseInfo info) {
    signals.add(new Head(info.statusCode(), info.headers()));
    return new Pieces();
  }

  /** From now on the body reports what happens, and is what a cancel goes to. */
  private void begin(Flow.Subscription subscription) {
    CompletableFuture<?> answer;
    synchronized (lock) {
      body = subscription;
      answer = exchange;
    }
    if (answer != null) {
      // Else the client does it, by a thread that it starts for that on one or two processors.
      answer.complete(null);
    }
    if (isCancelled()) {
      subscription.cancel();
    } else {
      subscription.request(MOST_UNREAD);
    }
  }

  /** Asks for as much as was read, seldom: each time concerns the thread of the client. */
  private void demandMore() {
    read++;
    if (read < MOST_UNREAD / 2) {
      return;
    }
    Flow.Subscription subscription;
    synchronized (lock) {
      subscription = body;
    }
    if (subscription != null) {
      subscription.request(read);
    }
    read = 0;
  }

  private long remainingNanos() {
    return deadlineNanos - time.nanoTime();
  }

  private Object takeWithin(Duration quiet)
      throws IOException, TimeoutException, InterruptedException {
    long remaining = remainingNanos();
    long most = nanos(quiet);
    try {
      return take(Math.min(remaining, most));
    } catch (TimeoutException late) {
      throw most < remaining ? SilenceException.ofBytes(quiet) : late;
    }
  }

  private static long nanos(Duration duration) {
    return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
  }

  private Object take(long nanos) throws IOException, TimeoutException, InterruptedException {
    Object signal = signals.poll(nanos);
    if (signal == null) {
      throw new TimeoutException("no answer in time");
    }
    if (signal instanceof CompletionException wrapper && wrapper.getCause() != null) {
      signal = wrapper.getCause();
    }
    if (signal instanceof CancellationException cancellation) {
      throw cancellation;
    }
    if (signal instanceof IOException failure) {
      throw failure;
    }
    if (signal instanceof Throwable failure) {
      throw new IOException("the HTTP client failed: " + failure, failure);
    }
    return signal;
  }

  /**
   * How long an exchange may take.
   *
   * @param whole from now to its end
   * @param headers from sending to the headers of the answer
   * @param silence from one piece of the body to the next
   */
  public record Timeouts(Duration whole, Duration headers, Duration silence) {}

  /** The status and the headers of an answer. */
  public record Head(int status, HttpHeaders headers) {
    /** Returns the whole number of a header, or -1 if it is absent or none. */
    public long number(String name) {
      try {
        return Long.parseLong(header(name, "-1").strip());
      } catch (NumberFormatException notANumber) {
        return -1;
      }
    }

    /** Returns the first value of a header, or a default. */
    public String header(String name, String absent) {
      List<String> values = headers.map().get(name);
      return values == null || values.isEmpty() ? absent : values.get(0);
    }
  }

  /** Notes when a connection, which stands by then, asks for the body. */
  private final class WatchedBody implements BodyPublisher {
    private final BodyPublisher body;

    WatchedBody(BodyPublisher body) {
      this.body = body;
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> connection) {
      sent = true;
      body.subscribe(connection);
    }
  }

  private record Piece(List<ByteBuffer> bytes) {}

  private final class Pieces implements BodySubscriber<@Nullable Void> {
    private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();

    @Override
    public CompletionStage<@Nullable Void> getBody() {
      return begun;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      begin(subscription);
      begun.complete(null);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      signals.add(new Piece(bytes));
    }

    @Override
    public void onError(Throwable failure) {
      signals.add(failure);
      begun.complete(null);
    }

    @Override
    public void onComplete() {
      signals.add(END);
    }
  }
}
