package dev.nightshift.models.anthropic;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the tests of the provider share. */
final class AnthropicFixture {
  static final ModelId OPUS = ModelId.parse("anthropic:claude-opus-5-5");
  static final ModelId HAIKU = ModelId.parse("anthropic:claude-haiku-5-5");

  private AnthropicFixture() {}

  static AnthropicProvider provider(ScriptedModelServer server) {
    return AnthropicProvider.builder().apiKey("sk-test").baseUrl(server.baseUrl()).build();
  }

  static ModelRequest ask(String text) {
    return request(OPUS, UserTurn.text(text));
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

  /** Answers one request with a recorded or hand-written event stream. */
  static ModelResponse replay(String events) throws InterruptedException {
    return reply(Reply.raw("text/event-stream", events));
  }

  static ModelResponse reply(Reply reply) throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(reply)) {
      return provider(server).complete(ask("go"), FakeCall.open());
    }
  }

  static ModelException failure(Reply reply) {
    return catchThrowableOfType(ModelException.class, () -> reply(reply));
  }

  static String fixture(String name) {
    try (InputStream stream =
        AnthropicFixture.class.getResourceAsStream("/wire-specs/anthropic/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String events(String... data) {
    StringBuilder events = new StringBuilder();
    for (String line : data) {
      events.append("data: ").append(line).append("\n\n");
    }
    return events.toString();
  }
}
