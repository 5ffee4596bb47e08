package dev.nightshift.models.anthropic;

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

/** The Messages API on the wire. */
final class AnthropicFormat implements WireFormat {
  private static final String API_VERSION = "2023-06-01";

  private final RequestEncoder requests = new RequestEncoder();
  private final URI endpoint;
  private final String apiKey;

  AnthropicFormat(URI endpoint, String apiKey) {
    this.endpoint = endpoint;
    this.apiKey = apiKey;
  }

  @Override
  public URI endpoint(ModelRequest request) {
    return endpoint;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("x-api-key", apiKey, "anthropic-version", API_VERSION);
  }

  @Override
  public RequestBody encode(ModelRequest request) {
    return requests.encode(request);
  }

  @Override
  public AnswerReader reader(ModelRequest request) {
    return new MessageReader(new AnthropicUsage(CacheMark.of(request.options()).lifetime()));
  }

  @Override
  public ApiError error(int status, byte[] body) {
    return AnthropicErrors.parse(status, body);
  }

  @Override
  public void rateLimits(Head head, Instant now, Consumer<RateLimitStatus> limits) {
    RateHeaders.report(head, now, limits);
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }

  @Override
  public String api() {
    return "a Messages API";
  }

  @Override
  public String keySource() {
    return AnthropicProvider.KEY_VARIABLE;
  }
}
