package dev.nightshift.models.testing;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A server that refuses what the vendor's own schema of requests does. */
record VendorChecked(
    WireSpeaker speaker, boolean takesThoughts, Function<String, Optional<String>> check)
    implements WireSpeaker {
  private static final String UNKNOWN = "moonrise";

  static VendorChecked anthropic() {
    return new VendorChecked(
        WireSpeaker.anthropic(),
        true,
        by(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(resource("anthropic/AMessageCreateParams.schema.json"))));
  }

  static VendorChecked openAiResponses() {
    return new VendorChecked(
        WireSpeaker.openAiResponses(), true, openAi("responses.schemas.json", "CreateResponse"));
  }

  /** Servers take fields for thoughts that OpenAI's own schema allows as unknown ones. */
  static VendorChecked chatCompletions(boolean takesThoughts) {
    return new VendorChecked(
        WireSpeaker.chatCompletions(),
        takesThoughts,
        openAi("chat-completions.schemas.json", "CreateChatCompletionRequest"));
  }

  static VendorChecked gemini() {
    return new VendorChecked(WireSpeaker.gemini(), true, GeminiRequestCheck::complaint);
  }

  private static Function<String, Optional<String>> openAi(String file, String component) {
    String all = resource("openai/" + file);
    return by(
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema("{\"$ref\":\"#/$defs/" + component + "\"," + all.substring(1)));
  }

  private static Function<String, Optional<String>> by(Schema schema) {
    return body ->
        schema.validate(body, InputFormat.JSON).stream().map(Object::toString).findFirst();
  }

  private static String resource(String path) {
    try (InputStream stream = VendorChecked.class.getResourceAsStream("/wire-specs/" + path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Optional<String> complaint(WireRequest request) {
    // No schema knows the block that nobody knows, which its own model takes back all the same.
    boolean isBeyondTheSchema = request.body().contains(UNKNOWN);
    return speaker
        .complaint(request)
        .or(() -> isBeyondTheSchema ? Optional.empty() : check.apply(request.body()));
  }

  @Override
  public List<String> sentBack(ContentBlock.Thinking thinking) {
    // What carries a proof goes back to all of them.
    return speaker.sentBack(thinking).stream()
        .filter(part -> takesThoughts || part.startsWith("\"signature\""))
        .toList();
  }

  @Override
  public String stream(Reply answer, TokenUsage usage, WireRequest request) {
    return speaker.stream(answer, usage, request);
  }

  @Override
  public Reply refusal(Refusal refusal, Duration wait) {
    return speaker.refusal(refusal, wait);
  }

  @Override
  public String unknownEvent() {
    return speaker.unknownEvent();
  }

  @Override
  public boolean countsCacheWrites() {
    return speaker.countsCacheWrites();
  }
}
