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

/** The Chat Completions API on the wire. */
final class ChatFormat implements WireFormat {
  private final ChatEncoder requests;
  private final URI endpoint;
  private final ChatServer server;
  private final PromptCheck prompts;

  ChatFormat(URI endpoint, ChatServer server, ChatNames names) {
    this.endpoint = endpoint;
    this.server = server;
    this.requests = new ChatEncoder(server.quirks(), names);
    this.prompts = new PromptCheck(server.quirks().cutsPrompts());
  }

  @Override
  public URI endpoint(ModelRequest request) {
    return endpoint;
  }

  @Override
  public Map<String, String> headers() {
    return server.apiKey().isEmpty()
        ? Map.of()
        : Map.of("authorization", "Bearer " + server.apiKey());
  }

  @Override
  public RequestBody encode(ModelRequest request) {
    return requests.encode(request);
  }

  @Override
  public AnswerReader reader(ModelRequest request) {
    return new ChunkReader(request, server.quirks().idPolicy(), prompts);
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
    return "a Chat Completions API";
  }

  @Override
  public String keySource() {
    return server.keySource();
  }
}
