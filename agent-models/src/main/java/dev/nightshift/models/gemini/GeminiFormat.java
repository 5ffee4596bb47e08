package dev.nightshift.models.gemini;

import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.StreamedPost.Head;
import dev.nightshift.models.internal.wire.AnswerReader;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.BaseUrl;
import dev.nightshift.models.internal.wire.WireFormat;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** The Gemini API on the wire. */
final class GeminiFormat implements WireFormat {
  private final RequestEncoder requests = new RequestEncoder();
  private final BaseUrl base;
  private final String apiKey;

  GeminiFormat(BaseUrl base, String apiKey) {
    this.base = base;
    this.apiKey = apiKey;
  }

  @Override
  public URI endpoint(ModelRequest request) {
    String model = GeminiModels.canonical(request.model().model());
    String escaped = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return base.resolve("/models/" + escaped + ":streamGenerateContent?alt=sse");
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("x-goog-api-key", apiKey);
  }

  @Override
  public RequestBody encode(ModelRequest request) {
    return requests.encode(request);
  }

  @Override
  public AnswerReader reader(ModelRequest request) {
    return new ContentReader(request.transcript().turns().size());
  }

  @Override
  public ApiError error(int status, byte[] body) {
    return GeminiErrors.parse(status, body);
  }

  /** The API says nothing of limits before one is reached. */
  @Override
  public void rateLimits(Head head, Instant now, Consumer<RateLimitStatus> limits) {}

  /** The id of a call stands in its answer. */
  @Override
  public String requestIdHeader() {
    return "";
  }

  @Override
  public String api() {
    return "a Gemini API";
  }

  @Override
  public String keySource() {
    return GeminiProvider.KEY_VARIABLE;
  }
}
