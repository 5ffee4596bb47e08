package dev.nightshift.models.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.CallContext;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the tests of both APIs share. */
final class OpenAiFixture {
  static final ModelId SOL = ModelId.parse("openai:gpt-6.1-sol");
  static final ModelId LUNA = ModelId.parse("openai:gpt-6-luna");
  static final ToolDefinition READ =
      new ToolDefinition(
          "read_file",
          "Reads \u00fc",
          "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}},"
              + "\"required\":[\"path\"],\"additionalProperties\":false}");
  static final ToolDefinition LIST =
      new ToolDefinition(
          "list_files", "Lists", "{\"type\":\"object\",\"properties\":{\"glob\":{}}}");

  private OpenAiFixture() {}

  static OpenAiProvider provider(ReplayServer server) {
    return OpenAiProvider.builder().apiKey("sk-test").baseUrl(server.url()).build();
  }

  static ModelRequest ask(String text) {
    return request(SOL, UserTurn.text(text));
  }

  static ModelRequest request(ModelId model, Turn... turns) {
    Transcript transcript = Transcript.empty();
    for (Turn turn : turns) {
      transcript = transcript.plus(turn);
    }
    return ModelRequest.builder(model)
        .system("You fix bugs.")
        .transcript(transcript)
        .tools(List.of(READ, LIST))
        .maxOutputTokens(1024)
        .build();
  }

  static UserTurn results(AssistantTurn turn) {
    return UserTurn.of(
        turn.toolUses().stream()
            .map(use -> new ContentBlock.ToolResult(use.id(), "class A {}", false))
            .toList());
  }

  /** Answers one request of the Responses API. */
  static ModelResponse reply(Recording answer) throws InterruptedException {
    try (ReplayServer server = ReplayServer.start(answer)) {
      return provider(server).complete(ask("go"), new Call());
    }
  }

  static ModelException failure(Recording answer) {
    return catchThrowableOfType(ModelException.class, () -> reply(answer));
  }

  static String wire(AssistantTurn turn) {
    return new String(turn.wireForm().orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  static String resource(String path) {
    try (InputStream stream = OpenAiFixture.class.getResourceAsStream(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns a component schema of OpenAI's own OpenAPI document. */
  static Schema schema(String file, String component) {
    String all = resource("/wire-specs/openai/" + file);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema("{\"$ref\":\"#/$defs/" + component + "\"," + all.substring(1));
  }

  static List<String> complaints(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** A call that nobody cancels. */
  static final class Call implements CallContext {
    final List<RateLimitStatus> limits = new ArrayList<>();

    @Override
    public RunId run() {
      return RunId.of("run-1");
    }

    @Override
    public AgentRole role() {
      return AgentRole.IMPLEMENTER;
    }

    @Override
    public Instant deadline() {
      return Instant.now().plusSeconds(30);
    }

    @Override
    public Registration onCancel(Runnable closeTheConnection) {
      return () -> {};
    }

    @Override
    public void observed(RateLimitStatus status) {
      limits.add(status);
    }

    @Override
    public void progress(long receivedBytes) {}
  }
}
