package dev.nightshift.forge.internal;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.forge.ForgeException;
import dev.nightshift.forge.ForgeException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the API of a forge. A request that changes nothing, or the same again, is repeated
 * when the forge fails; any that was refused because of a limit is repeated after the wait it asked
 * for, as long as the host has patience. It follows no redirect, which could lead a token away.
 */
public final class RestClient {
  private static final int MAX_BYTES = 8_000_000;
  private static final int MAX_TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final String forge;
  private final URI base;
  private final Credentials credentials;
  private final TimeSource time;
  private final Duration patience;
  private final Duration answerTimeout;

  /** The headers by which a request authenticates and says what it is. */
  @FunctionalInterface
  public interface Credentials {
    /** Asked for each request; what it returns is not kept. */
    Map<String, String> headers();

    /** What a token needs, for who has to give one. */
    default String rights() {
      return "the right to read the repository and to write contents and pull requests";
    }
  }

  public RestClient(
      String forge, URI base, Credentials credentials, TimeSource time, Duration patience) {
    this.forge = forge;
    this.base = base;
    this.credentials = credentials;
    this.time = time;
    this.patience = patience;
    this.answerTimeout = ANSWER_TIMEOUT;
  }

  private RestClient(RestClient like, Duration answerTimeout) {
    this.forge = like.forge;
    this.base = like.base;
    this.credentials = like.credentials;
    this.time = like.time;
    this.patience = like.patience;
    this.answerTimeout = answerTimeout;
  }

  /** A copy that waits for a whole answer that long, from the first byte of the request on. */
  public RestClient withAnswerTimeout(Duration timeout) {
    return new RestClient(this, timeout);
  }

  /** Reads something; whatever is no success is an exception. */
  public JsonValue get(String path) throws InterruptedException {
    return read(path).body();
  }

  /** Reads something as {@link #get}, with its headers. */
  public RestAnswer read(String path) throws InterruptedException {
    return requireSuccess("GET", path, send("GET", path, null, true));
  }

  /** Reads something that need not be there. */
  public Optional<JsonValue> find(String path) throws InterruptedException {
    RestAnswer answer = send("GET", path, null, true);
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(requireSuccess("GET", path, answer).body());
  }

  /** Changes something to what it says, however often. */
  public RestAnswer change(String method, String path, JsonValue body) throws InterruptedException {
    return send(method, path, body, true);
  }

  /** Makes something, once: after a failure nobody knows whether it is there. */
  public RestAnswer make(String path, JsonValue body) throws InterruptedException {
    return send("POST", path, body, false);
  }

  /** Returns a success, and throws what any other answer means. */
  public RestAnswer requireSuccess(String method, String path, RestAnswer answer) {
    if (answer.isSuccess()) {
      return answer;
    }
    throw refusal(method, path, answer);
  }

  /** What an answer means that is no success and no limit. */
  public ForgeException refusal(String method, String path, RestAnswer answer) {
    int status = answer.status();
    Kind kind = kindOf(status);
    return new ForgeException(
        kind,
        status,
        RateLimit.retryAfter(answer, time.now()).orElse(null),
        "%s %s of %s answered %d%s; %s"
            .formatted(method, plain(path), forge, status, said(answer), remedy(kind)));
  }

  /** An address without what is asked of it. */
  private static String plain(String path) {
    return path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
  }

  private static Kind kindOf(int status) {
    if (status >= 500) {
      return Kind.UNAVAILABLE;
    }
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.FORBIDDEN;
      case 404, 410, 301, 302, 307, 308 -> Kind.NOT_FOUND;
      case 400, 409, 422 -> Kind.REFUSED;
      default -> Kind.UNEXPECTED;
    };
  }

  private String remedy(Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> "try again later";
      case UNAUTHORIZED -> "the token is wrong, expired or revoked: renew it";
      case FORBIDDEN -> "give the token " + credentials.rights();
      case NOT_FOUND ->
          "check the name, which may have changed, and that the token may see the repository";
      default -> "look at what it says";
    };
  }

  private static String said(RestAnswer answer) {
    String line = answer.said();
    return line.isEmpty() ? "" : " (" + line + ")";
  }

  private RestAnswer send(
      String method, String path, @Nullable JsonValue body, boolean isRepeatable)
      throws InterruptedException {
    Duration left = patience;
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      RestAnswer answer = null;
      String failure = "";
      try {
        answer = sent(method, path, body);
      } catch (IOException failed) {
        failure = failed.getClass().getSimpleName();
      }
      Duration wait = pause;
      if (answer != null && answer.status() < 500) {
        Optional<Duration> limit = RateLimit.waitAfter(answer, time.now());
        if (limit.isEmpty()) {
          return answer;
        }
        wait = limit.get();
        if (tries == MAX_TRIES || wait.compareTo(left) > 0) {
          throw limited(method, path, answer, wait);
        }
      } else if (!isRepeatable || tries == MAX_TRIES || wait.compareTo(left) > 0) {
        throw answer == null ? unreachable(method, path, failure) : refusal(method, path, answer);
      }
      left = left.minus(wait);
      pause = pause.multipliedBy(2);
      time.sleep(wait);
    }
  }

  private ForgeException limited(String method, String path, RestAnswer answer, Duration wait) {
    return new ForgeException(
        Kind.RATE_LIMITED,
        answer.status(),
        wait,
        "%s %s of %s was refused because of a limit%s; ask again in %d seconds"
            .formatted(method, plain(path), forge, said(answer), wait.toSeconds()));
  }

  private ForgeException unreachable(String method, String path, String failure) {
    return new ForgeException(
        Kind.UNAVAILABLE,
        "%s %s of %s got no answer (%s); try again when it can be reached"
            .formatted(method, plain(path), forge, failure));
  }

  private RestAnswer sent(String method, String path, @Nullable JsonValue body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    credentials.headers().forEach(request::setHeader);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.setHeader("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(body.ascii()));
    }
    HttpResponse<byte[]> response = whole(request.build());
    byte[] bytes = response.body();
    if (bytes.length > MAX_BYTES) {
      throw new ForgeException(
          Kind.UNEXPECTED,
          "%s %s of %s answered more than %d bytes"
              .formatted(method, plain(path), forge, MAX_BYTES));
    }
    return new RestAnswer(response.statusCode(), response.headers(), json(bytes, response));
  }

  /** An answer with all of its body, for which a timeout of the request alone does not hold. */
  private HttpResponse<byte[]> whole(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request, head -> new LimitedBody(MAX_BYTES));
    try {
      return coming.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new HttpTimeoutException("no whole answer after " + answerTimeout);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException unreachable) {
        throw unreachable;
      }
      throw new IOException(failed.getCause());
    } finally {
      coming.cancel(true);
    }
  }

  /** What is no JSON is a message of its own where the forge says that it is plain text. */
  private static JsonValue json(byte[] bytes, HttpResponse<?> response) {
    try {
      return bytes.length == 0 ? JsonValue.MISSING : JsonValue.parse(JsonBehindPrefix.plain(bytes));
    } catch (RuntimeException noJson) {
      boolean isText =
          response.headers().firstValue("Content-Type").orElse("").startsWith("text/plain");
      return isText
          ? JsonValue.object().with("message", new String(bytes, StandardCharsets.UTF_8).strip())
          : JsonValue.MISSING;
    }
  }
}
