package dev.nightshift.models.internal.wire;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.internal.Endpoint;
import dev.nightshift.models.internal.StreamedPost;
import dev.nightshift.models.internal.StreamedPost.Timeouts;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One call as a provider makes it, of an answer that is there already: all of the code of a call
 * runs except the JDK's HTTP client.
 *
 * @param status the HTTP status
 * @param contentType of the answer
 * @param pieces the body as it arrives
 * @param breaks whether the connection breaks after the last piece
 */
public record PieceCall(
    int status, String contentType, Iterable<ByteBuffer> pieces, boolean breaks) {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Reads the answer. */
  public ModelResponse complete(WireFormat format, ModelRequest request)
      throws InterruptedException {
    return complete(format, request, ConnectionSettings.standard());
  }

  /** Reads the answer under settings, of which only the clock and the keep-alives count. */
  ModelResponse complete(WireFormat format, ModelRequest request, ConnectionSettings settings)
      throws InterruptedException {
    Iterator<ByteBuffer> arriving = pieces.iterator();
    HttpHeaders headers =
        HttpHeaders.of(Map.of("content-type", List.of(contentType)), (name, value) -> true);
    PieceClient client = new PieceClient(status, headers, arriving, breaks);
    Endpoint post = new Endpoint(format.endpoint(request), headers);
    BodyPublisher body = format.encode(request).publisher();
    TimeSource time = settings.time();
    CallFailures failures = new CallFailures(request.model(), format.endpoint(request), format);
    ModelCall call = new ModelCall(request, FakeCall.within(TIMEOUT), failures, format, settings);
    Timeouts timeouts = new Timeouts(TIMEOUT, TIMEOUT, TIMEOUT);
    return call.complete(StreamedPost.prepare(client, post, body, time, timeouts), request.model());
  }
}
