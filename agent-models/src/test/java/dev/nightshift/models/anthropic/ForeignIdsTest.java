package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.OPUS;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static dev.nightshift.models.anthropic.AnthropicFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A conversation that another vendor's model began goes on with Claude. */
class ForeignIdsTest {
  private static final ModelId KIMI = ModelId.parse("openai-compatible:kimi-k2");

  /** Case 27 of the list of tricky cases. */
  @Test
  void idsThatClaudeRefusesAreMappedInRequestAndResult() throws InterruptedException {
    String sent = sent(call(KIMI, "functions.t:0"), result("functions.t:0"));

    assertThat(sent)
        .contains("\"id\":\"functions_t_0\"", "\"tool_use_id\":\"functions_t_0\"")
        .doesNotContain("functions.t:0");
  }

  @Test
  void idsThatBeginAnewInEachAnswerStayApart() throws InterruptedException {
    String sent =
        sent(call(KIMI, "call_0"), result("call_0"), call(KIMI, "call_0"), result("call_0"));

    assertThat(sent)
        .contains("\"id\":\"call_0\"", "\"tool_use_id\":\"call_0\"")
        .contains("\"id\":\"call_0_3\"", "\"tool_use_id\":\"call_0_3\"");
  }

  @Test
  void idsThatDifferOnlyInWhatIsMappedStayApart() throws InterruptedException {
    String sent = sent(call(KIMI, "t:0"), result("t:0"), call(KIMI, "t.0"), result("t.0"));

    assertThat(sent).contains("\"tool_use_id\":\"t_0\"", "\"tool_use_id\":\"t_0_3\"");
  }

  @Test
  void anAnswerThatIsReplayedGetsAnIdOfItsOwnToo() throws InterruptedException {
    byte[] wire =
        ("[{\"type\":\"text\",\"text\":\"hi\"},"
                + "{\"type\":\"tool_use\",\"id\":\"call_0\",\"name\":\"t\",\"input\":{}}]")
            .getBytes(StandardCharsets.UTF_8);
    AssistantTurn replayed =
        call(OPUS, "call_0").withWireForm(WireForm.of(TurnEncoder.FORMAT, wire));

    String sent = sent(call(KIMI, "call_0"), result("call_0"), replayed, result("call_0"));

    assertThat(sent)
        .contains(
            "[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"tool_use\",\"id\":\"call_0_3\","
                + "\"name\":\"t\",\"input\":{}}]",
            "\"tool_use_id\":\"call_0_3\"");
  }

  /** Symptom: one value in two places of a conversation had one id in both. */
  @Test
  void turnsThatAreTheSameValueStayApart() throws InterruptedException {
    AssistantTurn call = call(KIMI, "call_0");
    UserTurn result = result("call_0");

    String sent = sent(call, result, call, result);

    assertThat(sent).contains("\"tool_use_id\":\"call_0\"", "\"tool_use_id\":\"call_0_3\"");
  }

  /** A conversation that grew in steps is sent as one that is sent at once, byte for byte. */
  @Test
  void idsAreTheSameInWhateverStepsTheConversationGrew() {
    List<Turn> turns =
        List.of(
            UserTurn.text("go"),
            call(KIMI, "call_0"),
            result("call_0"),
            call(KIMI, "t:0"),
            result("t:0"),
            call(OPUS, "call_0"),
            result("call_0"));
    Transcript inSteps = Transcript.empty();
    for (Turn turn : turns) {
      inSteps = inSteps.plus(turn);
      TurnEncoder.encode(OPUS, inSteps);
    }

    Transcript atOnce = Transcript.empty();
    for (Turn turn : turns) {
      atOnce = atOnce.plus(turn);
    }

    assertThat(text(inSteps)).isEqualTo(text(atOnce)).contains("\"tool_use_id\":\"call_0_5\"");
  }

  private static String text(Transcript transcript) {
    int turns = transcript.turns().size();
    return new String(
        RequestBody.of(TurnEncoder.encode(OPUS, transcript).slices(0, turns)).toBytes(),
        StandardCharsets.UTF_8);
  }

  private static AssistantTurn call(ModelId model, String id) {
    return AssistantTurn.of(
        model, StopReason.TOOL_USE, List.of(new ContentBlock.ToolUse(id, "t", "{}")));
  }

  private static UserTurn result(String id) {
    return UserTurn.of(List.of(new ContentBlock.ToolResult(id, "r", false)));
  }

  /** Sends a conversation to a server that refuses what the API refuses. */
  private static String sent(Turn... turns) throws InterruptedException, ModelException {
    Turn[] all = new Turn[turns.length + 1];
    all[0] = UserTurn.text("go");
    System.arraycopy(turns, 0, all, 1, turns.length);
    try (ScriptedModelServer server = ScriptedModelServer.start(Reply.text("done"))) {
      provider(server).complete(request(OPUS, all), FakeCall.open());
      return server.requests().get(0).bodyText();
    }
  }
}
