package dev.nightshift.models.internal.wire;

import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.StreamedPost.Head;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is different from one vendor's API to the next: how a request is written, how an answer is
 * read and what its errors mean. All else of a call is {@link HttpCalls}.
 *
 * <p><b>Threads:</b> one instance serves all calls of a provider, from many threads at once.
 */
public interface WireFormat {
  /** Returns where a request is posted to. */
  URI endpoint(ModelRequest request);

  /** Returns the headers with the key and the version of the API; never logged. */
  Map<String, String> headers();

  /** Writes the body of a request. */
  RequestBody encode(ModelRequest request);

  /** Returns what reads the answer to one attempt of a request. */
  AnswerReader reader(ModelRequest request);

  /**
   * Reads what came instead of an answer: the body of another status than 200, or of a 200 that is
   * no event stream.
   *
   * @param status the HTTP status
   * @param body may be anything, also cut off or empty
   */
  ApiError error(int status, byte[] body);

  /** Reports what the headers of an answer or a refusal say about rate limits. */
  void rateLimits(Head head, Instant now, Consumer<RateLimitStatus> limits);

  /** Returns the name of the header with the API's id of a call in lower case, empty if none. */
  String requestIdHeader();

  /** Returns what the API is called in a sentence, for example {@code a Messages API}. */
  String api();

  /** Returns what to check when a key is refused, for example the name of a variable. */
  String keySource();
}
