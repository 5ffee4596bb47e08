package dev.nightshift.models.internal.wire;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Answers one request with given pieces, one for each that is asked for; no network, no thread. */
final class PieceClient extends HttpClient {
  private final int status;
  private final HttpHeaders headers;
  private final Iterator<ByteBuffer> pieces;
  private final boolean breaks;

  PieceClient(int status, HttpHeaders headers, Iterator<ByteBuffer> pieces, boolean breaks) {
    this.status = status;
    this.headers = headers;
    this.pieces = pieces;
    this.breaks = breaks;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    request.bodyPublisher().orElseThrow().subscribe(new Swallow());
    BodySubscriber<T> body = handler.apply(new Head());
    body.onSubscribe(new Pieces(body));
    return new CompletableFuture<>();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
    return sendAsync(request, handler);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    throw new UnsupportedOperationException("calls are sent without waiting");
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException("there is no TLS");
  }

  @Override
  public SSLParameters sslParameters() {
    return new SSLParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }

  private final class Head implements HttpResponse.ResponseInfo {
    @Override
    public int statusCode() {
      return status;
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  private final class Pieces implements Flow.Subscription {
    private final BodySubscriber<?> body;
    private boolean ended;

    Pieces(BodySubscriber<?> body) {
      this.body = body;
    }

    @Override
    public void request(long count) {
      for (long i = 0; i < count && !ended; i++) {
        if (pieces.hasNext()) {
          body.onNext(List.of(pieces.next()));
        } else if (breaks) {
          ended = true;
          body.onError(new IOException("the connection was reset"));
        } else {
          ended = true;
          body.onComplete();
        }
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }
  }

  private static final class Swallow implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer piece) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
