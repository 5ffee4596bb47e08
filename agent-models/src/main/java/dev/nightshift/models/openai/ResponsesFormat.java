package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.StreamedPost.Head;
import dev.nightshift.models.internal.wire.AnswerReader;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.WireFormat;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** The Responses API on the wire. */
final class ResponsesFormat implements WireFormat {
  private final ResponseEncoder requests = new ResponseEncoder();
  private final URI endpoint;
  private final String apiKey;

  ResponsesFormat(URI endpoint, String apiKey) {
    this.endpoint = endpoint;
    this.apiKey = apiKey;
  }

  @Override
  public URI endpoint(ModelRequest request) {
    return endpoint;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("authorization", "Bearer " + apiKey);
  }

  @Override
  public RequestBody encode(ModelRequest request) {
    return requests.encode(request);
  }

  @Override
  public AnswerReader reader(ModelRequest request) {
    return new ResponseReader(request);
  }

  @Override
  public ApiError error(int status, byte[] body) {
    return OpenAiErrors.parse(status, body);
  }

  @Override
  public void rateLimits(Head head, Instant now, Consumer<RateLimitStatus> limits) {
    RateHeaders.report(head, limits);
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }

  @Override
  public String api() {
    return "a Responses API";
  }

  @Override
  public String keySource() {
    return OpenAiProvider.KEY_VARIABLE;
  }
}
