package dev.nightshift.models.gemini;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.GeminiServer;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the tests of the provider share. */
final class GeminiFixture {
  static final ModelId FLASH = ModelId.parse("gemini:gemini-3.8-flash");
  static final ModelId PRO = ModelId.parse("gemini:gemini-2.5-pro");

  /** Recorded calls, by what they show. */
  static final String STREAM =
      "Client_Tests_generateContentStream_ML_Dev_should_stream_generate_content"
          + "_with_system_instruction";

  static final String CUT_STREAM =
      "Client_Tests_generateContentStream_ML_Dev_should_stream_generate_content"
          + "_with_specified_parameters";
  static final String ONLY_THOUGHT =
      "Client_Tests_generateContent_ML_Dev_should_return_the_headers"
          + "_in_the_sdkHttpResponse_by_default";
  static final String ONE_CALL =
      "Client_Tests_generateContent_ML_Dev_can_use_JSON_schema"
          + "_in_parametersJsonSchema_to_build_FunctionDeclaration";
  static final String TWO_CALLS =
      "MCP_related_client_Tests_generateContent_ML_Dev_Multiple_CallableTool"
          + "_with_MCPClients_and_conduct_automated_function_calling";
  static final String THREE_CALLS =
      "MCP_related_client_Tests_generateContent_ML_Dev_can_take_mixed_tools"
          + "_when_AFC_is_disabled";

  private GeminiFixture() {}

  static GeminiProvider provider(GeminiServer server) {
    return GeminiProvider.builder().apiKey("key-test").baseUrl(server.baseUrl()).build();
  }

  static ModelRequest request(ModelId model, Turn... turns) {
    Transcript transcript = Transcript.empty();
    for (Turn turn : turns) {
      transcript = transcript.plus(turn);
    }
    return ModelRequest.builder(model)
        .system("You fix bugs.")
        .transcript(transcript)
        .maxOutputTokens(1024)
        .build();
  }

  /** Answers one request with these pieces of a stream. */
  static ModelResponse stream(String... pieces) throws InterruptedException {
    return reply(Answer.stream(pieces));
  }

  static ModelResponse reply(Answer answer) throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(answer)) {
      ModelResponse response =
          provider(server).complete(request(FLASH, UserTurn.text("go")), FakeCall.open());
      server.assertExhausted();
      return response;
    }
  }

  static ModelException failure(Answer answer) {
    return catchThrowableOfType(ModelException.class, () -> reply(answer));
  }

  /** Returns a recorded call: its request, and its response in pieces. */
  static JsonNode recorded(String name, int call) {
    try (InputStream stream =
        GeminiFixture.class.getResourceAsStream("/wire-specs/gemini/" + name + ".json")) {
      return JsonMapper.shared().readTree(stream.readAllBytes()).path("interactions").path(call);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns the answer of a recorded call as a stream. */
  static Answer replay(String name, int call) {
    return Answer.stream(
        recorded(name, call)
            .path("response")
            .path("bodySegments")
            .valueStream()
            .map(JsonNode::toString)
            .toArray(String[]::new));
  }

  static ModelResponse replayed(String name, int call) throws InterruptedException {
    return reply(replay(name, call));
  }

  /** Returns the last piece of an answer with these parts. */
  static String last(String parts) {
    return piece(parts, "\"finishReason\":\"STOP\",", usage(7, 3));
  }

  /** Returns a piece in the middle of an answer. */
  static String piece(String parts) {
    return piece(parts, "", usage(7, 1));
  }

  static String piece(String parts, String ofCandidate, String usage) {
    return ("{\"candidates\":[{\"content\":{\"parts\":[%s],\"role\":\"model\"},%s\"index\":0}],"
            + "\"modelVersion\":\"gemini-3.8-flash\",\"responseId\":\"r-1\"%s}")
        .formatted(parts, ofCandidate, usage);
  }

  static String usage(int prompt, int candidates) {
    return ",\"usageMetadata\":{\"promptTokenCount\":%d,\"candidatesTokenCount\":%d}"
        .formatted(prompt, candidates);
  }

  static String call(String name, String args) {
    return "{\"functionCall\":{\"name\":\"%s\",\"args\":%s}}".formatted(name, args);
  }

  static String wire(AssistantTurn turn) {
    return new String(turn.wireForm().orElseThrow().bytes(), StandardCharsets.UTF_8);
  }
}
