package dev.nightshift.models.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Where requests are posted to, and their headers, made once for all calls: the builder of the JDK
 * collects them anew for each.
 *
 * <p><b>Threads:</b> immutable.
 */
public record Endpoint(URI address, HttpHeaders headers) {
  HttpRequest post(HttpRequest.BodyPublisher body) {
    return new Post(this, body);
  }

  private static final class Post extends HttpRequest {
    private final Endpoint endpoint;
    private final BodyPublisher body;

    Post(Endpoint endpoint, BodyPublisher body) {
      this.endpoint = endpoint;
      this.body = body;
    }

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public URI uri() {
      return endpoint.address;
    }

    @Override
    public HttpHeaders headers() {
      return endpoint.headers;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
      return Optional.of(body);
    }

    @Override
    public Optional<Duration> timeout() {
      return Optional.empty();
    }

    @Override
    public boolean expectContinue() {
      return false;
    }

    @Override
    public Optional<HttpClient.Version> version() {
      return Optional.empty();
    }
  }
}
