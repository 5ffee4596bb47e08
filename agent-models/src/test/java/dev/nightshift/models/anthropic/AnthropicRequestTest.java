package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.HAIKU;
import static dev.nightshift.models.anthropic.AnthropicFixture.OPUS;
import static dev.nightshift.models.anthropic.AnthropicFixture.fixture;
import static dev.nightshift.models.anthropic.AnthropicFixture.provider;
import static dev.nightshift.models.anthropic.AnthropicFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.wire.FakeCall;
import dev.nightshift.models.testing.Reply;
import dev.nightshift.models.testing.ScriptedModelServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnthropicRequestTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(fixture("AMessageCreateParams.schema.json"));
  private static final Pattern MARK =
      Pattern.compile(",\"cache_control\":\\{\"type\":\"ephemeral\",\"ttl\":\"(5m|1h)\"}");
  private static final ToolDefinition READ =
      new ToolDefinition(
          "read_file",
          "Reads \u00fc",
          "{ \"type\": \"object\", \"properties\": {\"path\": {\"type\": \"string\"}} }");

  @Test
  void schemaIsStrictEnoughToRefuseABrokenRequest() {
    assertThat(SCHEMA.validate("{\"model\":\"m\",\"messages\":[]}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void everyRequestOfAConversationHasTheShapeOfTheApi() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.of(
                new ContentBlock.Thinking("hm", "sig"),
                new ContentBlock.Text("reading"),
                Reply.use("read_file", "{\"path\":\"A.java\"}"),
                Reply.use("read_file", "{\"path\":\"")),
            Reply.text("done"))) {
      converse(provider(server), OPUS);

      server.assertExhausted();
      server
          .requests()
          .forEach(
              sent -> assertThat(SCHEMA.validate(sent.bodyText(), InputFormat.JSON)).isEmpty());
    }
  }

  @Test
  void effortAndLifetimeAreSentWhenAskedFor() {
    ModelOptions options =
        ModelOptions.standard().withEffort(Effort.XHIGH).withCacheLifetime(Duration.ofHours(1));

    String body = encoded(options);

    assertThat(body).contains("\"output_config\":{\"effort\":\"xhigh\"}", "\"ttl\":\"1h\"");
    assertThat(body).doesNotContain("\"ttl\":\"5m\"");
    assertThat(SCHEMA.validate(body, InputFormat.JSON)).isEmpty();
  }

  @Test
  void nothingIsSentOfOptionsThatAreLeftOutAndNoMarkWithoutACache() {
    assertThat(encoded(ModelOptions.standard()))
        .doesNotContain("output_config")
        .contains("\"ttl\":\"5m\"");
    assertThat(encoded(ModelOptions.standard().withoutCache())).doesNotContain("cache_control");
  }

  private static String encoded(ModelOptions options) {
    ModelRequest request =
        request(OPUS, UserTurn.text("go")).toBuilder()
            .tools(List.of(READ))
            .options(options)
            .build();
    return text(encoded(request));
  }

  @Test
  void requestsGrowOnlyAtTheEndApartFromCacheMarks() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.of(
                new ContentBlock.Thinking("\u00e4\uD83D\uDE00", "SIG=="),
                Reply.use("read_file", "{ \"path\" :\n \"A.java\", \"n\": 1.10 }")),
            Reply.toolUse("read_file", "{\"path\": \"B"),
            Reply.text("done"))) {
      converse(provider(server), OPUS);

      assertThat(server.requests()).hasSize(3);
      for (int i = 1; i < 3; i++) {
        String before = messagesOf(server.requests().get(i - 1).bodyText());
        String after = messagesOf(server.requests().get(i).bodyText());
        assertThat(after).startsWith(before).hasSizeGreaterThan(before.length());
      }
      assertThat(server.requests().get(2).bodyText())
          .contains("\"input\":{ \"path\" :\n \"A.java\", \"n\": 1.10 }");
      server.assertExhausted();
    }
  }

  @Test
  void largestAnswerMayChangeWithoutMovingTheMessages() {
    ModelRequest request = request(OPUS, UserTurn.text("go"));

    String before = text(encoded(request));
    String after = text(encoded(request.toBuilder().maxOutputTokens(4096).build()));

    assertThat(messagesOf(after)).isEqualTo(messagesOf(before));
    assertThat(after).endsWith("\"max_tokens\":4096}");
  }

  @Test
  void turnsAreEncodedOnce() {
    ModelRequest request = request(OPUS, UserTurn.text("go"));
    encoded(request);

    EncodedTurns kept =
        request
            .transcript()
            .encoded(
                TurnEncoder.FORMAT + "/" + OPUS,
                () -> {
                  throw new AssertionError("encoded again");
                });

    assertThat(text(RequestBody.of(kept.slices(0, 1)).toBytes()))
        .contains("go")
        .doesNotContain("cache_control");
  }

  @Test
  void marksToolsSystemAndTheLastTwoUserTurns() {
    AssistantTurn answer = AssistantTurn.text(OPUS, "and?");
    ModelRequest request =
        request(
                OPUS,
                UserTurn.text("one"),
                answer,
                UserTurn.text("two"),
                answer,
                UserTurn.of(List.of(new ContentBlock.Text("three"), new ContentBlock.Text("four"))))
            .toBuilder()
            .tools(List.of(READ, new ToolDefinition("finish", "ends", "{}")))
            .build();

    String mark = "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"5m\"}}";
    String body = text(encoded(request));

    assertThat(body)
        .contains("\"input_schema\":{}," + mark + "]")
        .contains("You fix bugs.\"," + mark + "]")
        .contains("\"one\"}]")
        .contains("\"two\"," + mark + "]")
        .contains("\"three\"},")
        .contains("\"four\"," + mark + "]");
    assertThat(MARK.matcher(body).results()).hasSize(4);
  }

  @Test
  void turnsOfTheSameModelAreReplayedUnderAllItsNames() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.of(new ContentBlock.Thinking("", "SIG"), new ContentBlock.Text("hi")))) {
      AssistantTurn turn =
          provider(server).complete(AnthropicFixture.ask("go"), FakeCall.open()).turn();
      ModelId dated = ModelId.parse("anthropic:claude-opus-5-5-20260922");

      String body = text(encoded(request(dated, UserTurn.text("go"), turn, UserTurn.text("on"))));

      assertThat(body)
          .contains("\"model\":\"claude-opus-5-5-20260922\"")
          .contains("\"signature\":\"SIG\"");
    }
  }

  /** Case 27 of the list of tricky cases. */
  @Test
  void turnsOfAnotherModelLoseWhatOnlyTheirProducerUnderstands() throws InterruptedException {
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.of(
                new ContentBlock.Thinking("secret", "SIG"),
                new ContentBlock.Other("hologram", "{\"type\":\"hologram\"}"),
                new ContentBlock.Text("hi"),
                Reply.use("read_file", "{\"path\":\"A\"}"),
                Reply.use("read_file", "{\"path\":")))) {
      AssistantTurn turn =
          provider(server).complete(AnthropicFixture.ask("go"), FakeCall.open()).turn();

      String body = text(encoded(request(HAIKU, UserTurn.text("go"), turn, results(turn))));

      assertThat(body)
          .doesNotContain("SIG", "secret", "hologram")
          .contains("\"text\":\"hi\"")
          .contains("\"id\":\"toolu_0_3\",\"name\":\"read_file\",\"input\":{\"path\":\"A\"}")
          .contains("\"id\":\"toolu_0_4\",\"name\":\"read_file\",\"input\":{}");
      assertThat(SCHEMA.validate(body, InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void emptyAnswersAreLeftOutOfTheHistory() {
    AssistantTurn nothing = AssistantTurn.of(OPUS, StopReason.REFUSAL, List.of());

    String body = text(encoded(request(OPUS, UserTurn.text("a"), nothing, UserTurn.text("b"))));

    assertThat(body).doesNotContain("assistant").contains("]},{\"role\":\"user\"");
  }

  /**
   * Symptom: the API refuses a message that ends in thinking, in every later call.
   *
   * <p>Case 18 of the list of tricky cases.
   */
  @Test
  void answerCutOffWhileThinkingDoesNotPoisonTheConversation() throws InterruptedException {
    ContentBlock thinking = new ContentBlock.Thinking("hm", "SIG");
    ContentBlock redacted =
        new ContentBlock.Other(
            "redacted_thinking", "{\"type\":\"redacted_thinking\",\"data\":\"x\"}");
    try (ScriptedModelServer server =
        ScriptedModelServer.start(
            Reply.of(thinking).withStopReason(StopReason.MAX_TOKENS),
            Reply.of(thinking, new ContentBlock.Text(" ")),
            Reply.of(thinking, new ContentBlock.Text("said"), redacted, thinking),
            Reply.text("done"))) {
      AnthropicProvider provider = provider(server);
      Transcript transcript = Transcript.empty();
      for (int i = 0; i < 4; i++) {
        transcript = transcript.plus(UserTurn.text("user " + i));
        ModelRequest request = request(OPUS).toBuilder().transcript(transcript).build();
        transcript = transcript.plus(provider.complete(request, FakeCall.open()).turn());
      }

      server.assertExhausted();
      assertThat(server.requests().get(1).bodyText()).doesNotContain("assistant", "SIG");
      assertThat(server.requests().get(3).bodyText())
          .contains("\"signature\":\"SIG\"},{\"type\":\"text\",\"text\":\"said\"}]}");
    }
  }

  @Test
  void toolResultsComeBeforeText() {
    UserTurn mixed =
        UserTurn.of(
            List.of(
                new ContentBlock.Text("note"),
                new ContentBlock.ToolResult("t1", "no such file", true),
                new ContentBlock.ToolResult("t2", "ok", false)));

    assertThat(text(encoded(request(OPUS, mixed))))
        .contains(
            "[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"no such file\","
                + "\"is_error\":true},{\"type\":\"tool_result\",\"tool_use_id\":\"t2\","
                + "\"content\":\"ok\"},{\"type\":\"text\",\"text\":\"note\",");
  }

  @Test
  void halfSurrogatePairsAreReplacedSinceUtf8CannotCarryThem() {
    String body = text(encoded(request(OPUS, UserTurn.text("cut \uD83D here"))));

    assertThat(body).contains("cut \uFFFD here");
  }

  @Test
  void brokenToolSchemaNamesTheTool() {
    ModelRequest request =
        request(OPUS, UserTurn.text("go")).toBuilder()
            .tools(List.of(new ToolDefinition("mine", "d", "[]")))
            .build();

    assertThatThrownBy(() -> encoded(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mine'");
  }

  /** Plays the tool loop until the model asks for no tool. */
  private static void converse(AnthropicProvider provider, ModelId model)
      throws InterruptedException {
    Transcript transcript = Transcript.empty().plus(UserTurn.text("Fix it"));
    AssistantTurn turn;
    do {
      ModelRequest request =
          request(model).toBuilder().transcript(transcript).tools(List.of(READ)).build();
      turn = provider.complete(request, FakeCall.open()).turn();
      transcript = transcript.plus(turn);
      if (!turn.toolUses().isEmpty()) {
        transcript = transcript.plus(results(turn));
      }
    } while (!turn.toolUses().isEmpty());
  }

  private static UserTurn results(AssistantTurn turn) {
    return UserTurn.of(
        turn.toolUses().stream()
            .map(use -> new ContentBlock.ToolResult(use.id(), "class A {}", false))
            .toList());
  }

  /** The body up to the end of its messages, without cache marks. */
  private static String messagesOf(String body) {
    return MARK.matcher(body).replaceAll("").replaceFirst("],\"max_tokens\":\\d+}$", "");
  }

  private static byte[] encoded(ModelRequest request) {
    return new RequestEncoder().encode(request).toBytes();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
