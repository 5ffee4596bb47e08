package dev.nightshift.models.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.ConnectionSettings;
import dev.nightshift.models.testing.ReplayServer.Asked;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers with something at every level that no client knows: the next request to the same model
 * has it, and one to another model has nothing of it.
 */
@Timeout(60)
class UnknownPartsTest {
  static Stream<UnknownParts> recordings() {
    return UnknownParts.all();
  }

  /** Symptom: a signature that a server needs back was lost, and the next request was refused. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("recordings")
  void whatNobodyKnowsGoesBackToItsOwnModel(UnknownParts recording) throws InterruptedException {
    Asked next = next(recording, recording.format().model());

    JsonValue sent = messages(JsonValue.parse(next.body()));
    assertThat(sent.values()).contains(recording.expected());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordings")
  void whatNobodyKnowsIsKeptFromAnotherModel(UnknownParts recording) throws InterruptedException {
    Asked next = next(recording, recording.format().otherModel());

    assertThat(next.body())
        .contains("read_file", "A.java")
        .doesNotContain("\"x_", "SIGNED", "moon");
  }

  private static Asked next(UnknownParts recording, ModelId asked) throws InterruptedException {
    try (ReplayServer server =
        ReplayServer.start(recording.answer(), recording.answer(), Recording.json(400, "{}"))) {
      ModelProvider provider =
          recording.format().connector().connect(server.url(), ConnectionSettings.standard());
      ModelRequest first =
          ModelRequest.builder(recording.format().model())
              .transcript(Transcript.empty().plus(UserTurn.text("go")))
              .maxOutputTokens(1024)
              .build();
      AssistantTurn turn = provider.complete(first, ContractCall.open()).turn();
      List<ContentBlock> results =
          turn.toolUses().stream()
              .<ContentBlock>map(use -> new ContentBlock.ToolResult(use.id(), "class A {}", false))
              .toList();
      Transcript more = first.transcript().plus(turn).plus(UserTurn.of(results));
      provider.complete(
          first.toBuilder().model(asked).transcript(more).build(), ContractCall.open());
      return server.asked().get(1);
    }
  }

  private static JsonValue messages(JsonValue body) {
    return Stream.of("messages", "input", "contents")
        .map(body::path)
        .filter(JsonValue::isArray)
        .findFirst()
        .orElseThrow();
  }
}
