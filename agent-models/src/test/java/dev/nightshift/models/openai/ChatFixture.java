package dev.nightshift.models.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Recording;

/** What the tests of the Chat Completions API share. */
final class ChatFixture {
  static final ModelId LOCAL = ModelId.parse("openai-compatible:qwen3");
  static final String DONE = "[DONE]";
  static final String USAGE =
      "{'id':'x','choices':[],'usage':{'prompt_tokens':50,'completion_tokens':7}}";

  private ChatFixture() {}

  static OpenAiCompatibleProvider provider(ReplayServer server, Quirks quirks) {
    return OpenAiCompatibleProvider.builder(server.url()).quirks(quirks).build();
  }

  static ModelRequest ask() {
    return OpenAiFixture.request(LOCAL, UserTurn.text("go"));
  }

  static ModelResponse reply(Quirks quirks, Recording answer) throws InterruptedException {
    try (ReplayServer server = ReplayServer.start(answer)) {
      return provider(server, quirks).complete(ask(), new OpenAiFixture.Call());
    }
  }

  static ModelException failure(String... chunks) {
    return catchThrowableOfType(ModelException.class, () -> play(chunks));
  }

  static ModelResponse play(String... chunks) throws InterruptedException {
    return reply(Quirks.standard(), Recording.events(json(chunks)));
  }

  static String[] json(String... chunks) {
    String[] json = new String[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      json[i] = chunks[i].replace('\'', '"');
    }
    return json;
  }

  /** A chunk with one delta; the reason is null or a word. */
  static String delta(String members, String reason) {
    String word = reason == null ? "null" : "'" + reason + "'";
    return "{'id':'x','object':'chat.completion.chunk','created':1,'model':'m','choices':[{"
        + "'index':0,'delta':{"
        + members
        + "},'finish_reason':"
        + word
        + "}]}";
  }
}
