package dev.nightshift.models.gemini;

import static dev.nightshift.models.gemini.GeminiFixture.FLASH;
import static dev.nightshift.models.gemini.GeminiFixture.PRO;
import static dev.nightshift.models.gemini.GeminiFixture.call;
import static dev.nightshift.models.gemini.GeminiFixture.last;
import static dev.nightshift.models.gemini.GeminiFixture.piece;
import static dev.nightshift.models.gemini.GeminiFixture.provider;
import static dev.nightshift.models.gemini.GeminiFixture.recorded;
import static dev.nightshift.models.gemini.GeminiFixture.replay;
import static dev.nightshift.models.gemini.GeminiFixture.request;
import static dev.nightshift.models.gemini.GeminiFixture.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.GeminiRequestCheck;
import dev.nightshift.models.testing.GeminiServer;
import dev.nightshift.models.testing.GeminiServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GeminiRequestTest {
  private static final ToolDefinition READ =
      new ToolDefinition(
          "read_file",
          "Reads \u00fc",
          "{ \"type\": \"object\", \"properties\": {\"path\": {\"type\": \"string\"}} }");

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{\"contents\":[]}",
        "{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"a\"}]}]}",
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":1}]}]}",
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{}]}]}",
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"}]}],\"stream\":true}",
        "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"a\"}}]}]}"
      })
  void checkRefusesABrokenRequest(String body) {
    assertThat(GeminiRequestCheck.complaint(body)).isPresent();
  }

  @ParameterizedTest(name = "{0}, call {1}")
  @CsvSource({
    GeminiFixture.STREAM + ", 0",
    GeminiFixture.CUT_STREAM + ", 0",
    GeminiFixture.ONE_CALL + ", 0",
    GeminiFixture.TWO_CALLS + ", 0",
    GeminiFixture.TWO_CALLS + ", 1",
    GeminiFixture.THREE_CALLS + ", 0"
  })
  void checkTakesEveryRecordedRequest(String name, int call) {
    JsonNode body = recorded(name, call).at("/request/bodySegments/0");

    assertThat(body.path("contents")).isNotEmpty();
    assertThat(GeminiRequestCheck.complaint(body.toString())).isEmpty();
  }

  @Test
  void everyRequestOfAConversationIsTakenAndGrowsOnlyAtTheEnd() throws InterruptedException {
    try (GeminiServer server =
        GeminiServer.start(
            Answer.stream(
                piece("{\"text\":\"hm\",\"thought\":true}"),
                piece("{\"text\":\"reading\",\"thoughtSignature\":\"S0\"}"),
                last(
                    "{\"functionCall\":{\"name\":\"read_file\",\"args\":{\"n\":1.10}},"
                        + "\"thoughtSignature\":\"S1==\"},"
                        + call("read_file", "{\"path\":\"\\u00e4\\ud83d\\ude00\"}"))),
            Answer.stream(
                last("{\"functionCall\":{\"id\":\"own-1\",\"name\":\"read_file\",\"args\":{}}}")),
            Answer.stream(last("{\"text\":\"done\"}")))) {
      converse(server);

      server.assertExhausted();
      List<GeminiServer.Request> sent = server.requests();
      for (int i = 1; i < sent.size(); i++) {
        assertThat(prefix(sent.get(i).body())).startsWith(prefix(sent.get(i - 1).body()));
      }
      assertThat(sent.get(2).body())
          .contains(
              "{\"role\":\"model\",\"parts\":[{\"text\":\"hm\",\"thought\":true},"
                  + "{\"text\":\"reading\",\"thoughtSignature\":\"S0\"},"
                  + "{\"functionCall\":{\"name\":\"read_file\",\"args\":{\"n\":1.10}},"
                  + "\"thoughtSignature\":\"S1==\"},"
                  + "{\"functionCall\":{\"name\":\"read_file\","
                  + "\"args\":{\"path\":\"\u00e4\uD83D\uDE00\"}}}]}")
          .contains("{\"functionResponse\":{\"id\":\"own-1\",\"name\":\"read_file\",");
    }
  }

  @Test
  void sendsTheShapeOfTheApi() {
    ModelRequest request =
        request(FLASH, UserTurn.text("Fix it")).toBuilder().tools(List.of(READ)).build();

    assertThat(encoded(request))
        .isEqualTo(
            "{\"systemInstruction\":{\"parts\":[{\"text\":\"You fix bugs.\"}]},"
                + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"read_file\","
                + "\"description\":\"Reads \u00fc\",\"parametersJsonSchema\":"
                + "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}]}],"
                + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Fix it\"}]}],"
                + "\"generationConfig\":{\"maxOutputTokens\":1024}}");
    assertThat(encoded(request(FLASH, UserTurn.text("a")).toBuilder().system("").build()))
        .startsWith("{\"contents\":[{");
  }

  /** The second request of a recorded conversation, written from its first answer. */
  @Test
  void conversationIsWrittenAsGooglesOwnClientWroteIt() throws InterruptedException {
    JsonNode contents = recorded(GeminiFixture.TWO_CALLS, 1).at("/request/bodySegments/0/contents");
    UserTurn question = UserTurn.text(contents.at("/0/parts/0/text").asString());
    AssistantTurn answer = answer(PRO, replay(GeminiFixture.TWO_CALLS, 0));

    JsonNode written =
        JsonMapper.shared()
            .readTree(encoded(request(PRO, question, answer, results(answer))))
            .path("contents");

    assertThat(written.get(1)).isEqualTo(contents.get(1));
    assertThat(written).hasSameSizeAs(contents);
    for (int i = 0; i < 2; i++) {
      JsonNode response = written.at("/2/parts/" + i + "/functionResponse");
      JsonNode original = contents.at("/2/parts/" + i + "/functionResponse");
      assertThat(response.propertyNames()).isEqualTo(original.propertyNames());
      assertThat(response.path("name")).isEqualTo(original.path("name"));
    }
  }

  @Test
  void largestAnswerMayChangeWithoutMovingTheContents() {
    ModelRequest request = request(FLASH, UserTurn.text("go"));

    String after = encoded(request.toBuilder().maxOutputTokens(4096).build());

    assertThat(prefix(after)).isEqualTo(prefix(encoded(request)));
    assertThat(after).endsWith("\"generationConfig\":{\"maxOutputTokens\":4096}}");
  }

  @Test
  void turnsAreEncodedOnce() {
    ModelRequest request = request(FLASH, UserTurn.text("go"));
    encoded(request);

    EncodedTurns kept =
        request
            .transcript()
            .encoded(
                TurnEncoder.FORMAT + "/" + FLASH,
                () -> {
                  throw new AssertionError("encoded again");
                });

    assertThat(new String(RequestBody.of(kept.slices(0, 1)).toBytes(), StandardCharsets.UTF_8))
        .contains("go");
  }

  @Test
  void turnsOfTheSameModelAreReplayedUnderAllItsNames() throws InterruptedException {
    AssistantTurn turn = stream(last("{\"text\":\"hi\",\"thoughtSignature\":\"SIG\"}")).turn();
    ModelId prefixed = ModelId.parse("gemini:models/gemini-3.8-flash");

    assertThat(encoded(request(prefixed, UserTurn.text("go"), turn, UserTurn.text("on"))))
        .contains("\"thoughtSignature\":\"SIG\"");
  }

  /**
   * Case 27 of the list of tricky cases: what only its producer understands goes, texts, calls and
   * results stay.
   */
  @Test
  void turnsOfAnotherModelLoseWhatOnlyTheirProducerUnderstands() throws InterruptedException {
    AssistantTurn turn = secretive();

    String body = encoded(request(PRO, UserTurn.text("go"), turn, results(turn)));

    assertThat(body)
        .doesNotContain("SIG", "secret", "hologram", "thought")
        .contains(
            "{\"role\":\"model\",\"parts\":[{\"text\":\"hi\"},"
                + "{\"functionCall\":{\"name\":\"a\",\"args\":{\"path\":\"A\"}}},"
                + "{\"functionCall\":{\"id\":\"own\",\"name\":\"b\",\"args\":{}}}]}")
        .contains(
            "{\"functionResponse\":{\"name\":\"a\",\"response\":{\"output\":\"class A {}\"}}},"
                + "{\"functionResponse\":{\"id\":\"own\",\"name\":\"b\",");
    assertThat(GeminiRequestCheck.complaint(body)).isEmpty();
  }

  /** Symptom: the third generation refuses a call of another model for its missing signature. */
  @Test
  void firstCallOfAnotherModelSaysThatItHasNoSignature() throws InterruptedException {
    AssistantTurn turn = secretive();
    ModelId other = ModelId.parse("gemini:gemini-3.1-pro-preview");

    String body = encoded(request(other, UserTurn.text("go"), turn, results(turn)));

    assertThat(body)
        .doesNotContain("SIG", "secret")
        .contains(
            "\"args\":{\"path\":\"A\"}},"
                + "\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                + "{\"functionCall\":{\"id\":\"own\",\"name\":\"b\",\"args\":{}}}]}");
    assertThat(GeminiRequestCheck.complaint(body)).isEmpty();
  }

  /** Case 27 of the list of tricky cases: the calls of another vendor keep their ids. */
  @Test
  void callsOfAnotherVendorKeepTheirIds() {
    AssistantTurn turn =
        AssistantTurn.of(
            ModelId.parse("anthropic:claude-opus-5-5"),
            StopReason.TOOL_USE,
            List.of(
                new ContentBlock.Thinking("secret", "SIG"),
                new ContentBlock.ToolUse("toolu_1", "read_file", "{\"path\":")));

    String body = encoded(request(PRO, UserTurn.text("go"), turn, results(turn)));

    assertThat(body)
        .doesNotContain("SIG", "secret")
        .contains("{\"functionCall\":{\"id\":\"toolu_1\",\"name\":\"read_file\",\"args\":{}}}")
        .contains("{\"functionResponse\":{\"id\":\"toolu_1\",\"name\":\"read_file\",");
    assertThat(GeminiRequestCheck.complaint(body)).isEmpty();
  }

  /**
   * Case 28 of the list of tricky cases: two calls with one id are answered under the id that each
   * has on the wire.
   */
  @Test
  void answersRepeatTheIdsOnTheWireAlsoWhereThoseAreDuplicates() throws InterruptedException {
    AssistantTurn turn =
        stream(
                last(
                    "{\"functionCall\":{\"id\":\"x\",\"name\":\"a\",\"args\":{}}},"
                        + "{\"functionCall\":{\"id\":\"x\",\"name\":\"b\",\"args\":{}}}"))
            .turn();

    String body = encoded(request(FLASH, UserTurn.text("go"), turn, results(turn)));

    assertThat(body)
        .contains("{\"id\":\"x\",\"name\":\"a\",\"response\"")
        .contains("{\"id\":\"x\",\"name\":\"b\",\"response\"");
    assertThat(GeminiRequestCheck.complaint(body)).isEmpty();
  }

  /** Symptom: a server that counts the calls of each answer from one had its tools confused. */
  @Test
  void resultIsNamedAfterTheLastCallOfItsIdBeforeIt() {
    String body =
        encoded(
            request(
                PRO,
                UserTurn.text("go"),
                uses("1", "first"),
                result("1"),
                uses("1", "second"),
                result("1")));

    assertThat(GeminiRequestCheck.complaint(body)).isEmpty();
    assertThat(body)
        .contains("\"name\":\"first\",\"response\"", "\"name\":\"second\",\"response\"");
  }

  @Test
  void resultWithoutACallIsRefused() {
    ModelRequest request = request(PRO, UserTurn.text("go"), uses("1", "a"), result("lost"));

    assertThatThrownBy(() -> encoded(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'lost'");
  }

  @Test
  void failedToolsAnswerWithAnErrorAndResultsComeBeforeText() {
    UserTurn mixed =
        UserTurn.of(
            List.of(
                new ContentBlock.Text("note"),
                new ContentBlock.ToolResult("1", "no such \uD83D file", true),
                new ContentBlock.Text("")));

    assertThat(encoded(request(PRO, UserTurn.text("go"), uses("1", "a"), mixed)))
        .contains(
            "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"1\",\"name\":\"a\","
                + "\"response\":{\"error\":\"no such \uFFFD file\"}}},{\"text\":\"note\"}]}");
  }

  @Test
  void emptyAnswersAreLeftOutOfTheHistory() throws InterruptedException {
    AssistantTurn cut = answer(FLASH, replay(GeminiFixture.ONLY_THOUGHT, 0));
    AssistantTurn refused = AssistantTurn.of(FLASH, StopReason.REFUSAL, List.of());

    String body =
        encoded(
            request(
                FLASH, UserTurn.text("a"), cut, UserTurn.text("b"), refused, UserTurn.text("c")));

    assertThat(body).doesNotContain("\"model\"");
    assertThat(GeminiRequestCheck.complaint(body)).isEmpty();
  }

  @Test
  void brokenToolSchemaNamesTheTool() {
    ModelRequest request =
        request(FLASH, UserTurn.text("go")).toBuilder()
            .tools(List.of(new ToolDefinition("mine", "d", "[]")))
            .build();

    assertThatThrownBy(() -> encoded(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mine'");
  }

  /** A turn of {@link GeminiFixture#FLASH} with all that another model must not see. */
  private static AssistantTurn secretive() throws InterruptedException {
    return stream(
            piece("{\"text\":\"secret\",\"thought\":true}"),
            piece("{\"text\":\"hi\",\"thoughtSignature\":\"SIG1\"}"),
            piece("{\"hologram\":{}}"),
            last(
                "{\"functionCall\":{\"name\":\"a\",\"args\":{\"path\":\"A\"}},"
                    + "\"thoughtSignature\":\"SIG2\"},"
                    + "{\"functionCall\":{\"id\":\"own\",\"name\":\"b\"}}"))
        .turn();
  }

  private static AssistantTurn uses(String id, String name) {
    return AssistantTurn.of(
        PRO, StopReason.TOOL_USE, List.of(new ContentBlock.ToolUse(id, name, "{}")));
  }

  private static UserTurn result(String id) {
    return UserTurn.of(List.of(new ContentBlock.ToolResult(id, "r", false)));
  }

  private static AssistantTurn answer(ModelId model, Answer answer) throws InterruptedException {
    try (GeminiServer server = GeminiServer.start(answer)) {
      return provider(server).complete(request(model, UserTurn.text("go")), FakeCall.open()).turn();
    }
  }

  /** Plays the tool loop until the model asks for no tool. */
  private static void converse(GeminiServer server) throws InterruptedException {
    GeminiProvider provider = provider(server);
    Transcript transcript = Transcript.empty().plus(UserTurn.text("Fix it"));
    AssistantTurn turn;
    do {
      ModelRequest request =
          request(FLASH).toBuilder().transcript(transcript).tools(List.of(READ)).build();
      turn = provider.complete(request, FakeCall.open()).turn();
      transcript = transcript.plus(turn);
      if (!turn.toolUses().isEmpty()) {
        transcript = transcript.plus(results(turn));
      }
    } while (!turn.toolUses().isEmpty());
  }

  private static Turn results(AssistantTurn turn) {
    return UserTurn.of(
        turn.toolUses().stream()
            .map(use -> new ContentBlock.ToolResult(use.id(), "class A {}", false))
            .toList());
  }

  /** The body up to the end of its contents. */
  private static String prefix(String body) {
    return body.replaceFirst("],\"generationConfig\":\\{.*}$", "");
  }

  private static String encoded(ModelRequest request) {
    return new String(new RequestEncoder().encode(request).toBytes(), StandardCharsets.UTF_8);
  }
}
