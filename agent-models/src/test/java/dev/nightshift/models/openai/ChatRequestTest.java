package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.ChatFixture.DONE;
import static dev.nightshift.models.openai.ChatFixture.LOCAL;
import static dev.nightshift.models.openai.ChatFixture.USAGE;
import static dev.nightshift.models.openai.ChatFixture.delta;
import static dev.nightshift.models.openai.ChatFixture.json;
import static dev.nightshift.models.openai.OpenAiFixture.SOL;
import static dev.nightshift.models.openai.OpenAiFixture.complaints;
import static dev.nightshift.models.openai.OpenAiFixture.request;
import static dev.nightshift.models.openai.OpenAiFixture.resource;
import static dev.nightshift.models.openai.OpenAiFixture.results;
import static dev.nightshift.models.openai.OpenAiFixture.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Asked;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {
  private static final Schema SCHEMA =
      schema("chat-completions.schemas.json", "CreateChatCompletionRequest");

  @Test
  void schemaIsStrictEnoughToRefuseABrokenRequest() {
    assertThat(complaints(SCHEMA, "{\"model\":\"m\"}")).isNotEmpty();
    assertThat(
            complaints(
                SCHEMA, "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyRequestOfAConversationHasTheShapeOfTheApiAndGrowsOnlyAtItsEnd(boolean thoughts)
      throws InterruptedException {
    List<Asked> asked = converse(Quirks.standard().withReturnsReasoning(thoughts));

    assertThat(asked)
        .allSatisfy(
            sent -> {
              assertThat(sent.line()).isEqualTo("POST /v1/chat/completions");
              assertThat(complaints(SCHEMA, sent.body())).isEmpty();
              assertThat(sent.headers()).doesNotContainKey("authorization");
              assertThat(sent.body())
                  .startsWith(
                      "{\"model\":\"qwen3\",\"stream\":true,"
                          + "\"stream_options\":{\"include_usage\":true},\"tools\":[")
                  .doesNotContain("strict", "service_tier", "cache_key")
                  .endsWith("],\"max_tokens\":1024}");
            });
    String before = asked.get(0).body().replaceFirst("],\"max_tokens\".*$", "");
    assertThat(asked.get(1).body())
        .startsWith(before)
        .contains(
            "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"class A {}\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"b\"");
    assertThat(asked.get(1).body().contains("\"reasoning_content\":\"hm\"")).isEqualTo(thoughts);
  }

  @Test
  void openAiGetsItsOwnFields() {
    ModelRequest request =
        request(SOL, UserTurn.text("go")).toBuilder()
            .options(
                ModelOptions.standard()
                    .withEffort(Effort.LOW)
                    .withCacheLifetime(Duration.ofMinutes(30)))
            .build();

    String body = encoded(Quirks.openAi(), true, request);

    assertThat(body)
        .contains("\"service_tier\":\"default\",\"reasoning_effort\":\"low\"")
        .contains("\"prompt_cache_options\":{\"ttl\":\"30m\"}")
        .contains("\"strict\":true", "\"strict\":false", "\"prompt_cache_key\":\"nightshift-")
        .endsWith("\"max_completion_tokens\":1024}");
    assertThat(complaints(SCHEMA, body)).isEmpty();
  }

  @Test
  void usageIsNotAskedForOfAServerThatRefusesTheQuestion() {
    assertThat(
            encoded(
                Quirks.standard().withUsageInStream(false),
                false,
                request(LOCAL, UserTurn.text("go"))))
        .doesNotContain("stream_options");
  }

  /**
   * Case 27 of the list of tricky cases: what only its producer understands is left out for another
   * model, ids are kept.
   */
  @Test
  void messagesForAnotherModelOrApiAreTextsAndCallsOnly() throws InterruptedException {
    AssistantTurn thought = OpenAiFixture.reply(Recording.stream(resource("two-tools.sse"))).turn();
    AssistantTurn local = turn(Quirks.vllm());

    String body =
        encoded(
            Quirks.vllm(),
            false,
            request(
                ModelId.parse("openai-compatible:other"),
                UserTurn.text("go"),
                thought,
                results(thought),
                local,
                results(local)));

    assertThat(body)
        .doesNotContain("gAAAA", "hm", "Look at both")
        .contains(
            "{\"role\":\"assistant\",\"content\":\"Reading both.\",\"tool_calls\":[{\"id\":"
                + "\"call_a\",\"function\":{\"name\":\"read_file\",\"arguments\":"
                + "\"{ \\\"path\\\": \\\"A.java\\\" }\"},\"type\":\"function\"}")
        .contains("\"content\":null,\"tool_calls\":[{\"id\":\"a\"");
    assertThat(complaints(SCHEMA, body)).isEmpty();
  }

  @Test
  void requestWithoutSystemAndToolsHasNeither() {
    ModelRequest bare =
        ModelRequest.builder(LOCAL)
            .transcript(request(LOCAL, UserTurn.text("go")).transcript())
            .build();

    assertThat(encoded(Quirks.standard(), false, bare))
        .contains("\"messages\":[{\"role\":\"user\",\"content\":\"go\"}]")
        .doesNotContain("system", "tools");
  }

  @Test
  void emptyAnswersAreLeftOutAndFailedToolsSaySo() {
    AssistantTurn nothing = AssistantTurn.of(LOCAL, StopReason.MAX_TOKENS, List.of());
    UserTurn failed = UserTurn.of(List.of(new ContentBlock.ToolResult("c", "no such file", true)));

    assertThat(
            encoded(Quirks.standard(), false, request(LOCAL, UserTurn.text("a"), nothing, failed)))
        .contains(
            "\"content\":\"a\"},{\"role\":\"tool\",\"tool_call_id\":\"c\","
                + "\"content\":\"error: no such file\"}]");
  }

  @Test
  void modelMayBeWrittenWithTheUrlOfItsServer() {
    ModelRequest request =
        request(ModelId.parse("openai-compatible:http://box:8000/v1#a/b#c"), UserTurn.text("go"));

    assertThat(encoded(Quirks.standard(), false, request)).contains("\"model\":\"a/b#c\"");
  }

  private static AssistantTurn turn(Quirks quirks) throws InterruptedException {
    return ChatFixture.reply(quirks, Recording.events(json(twoCalls()))).turn();
  }

  private static String[] twoCalls() {
    return new String[] {
      delta("'reasoning_content':'hm'", null),
      delta(
          "'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'read_file',"
              + "'arguments':'{}'}},{'index':1,'id':'b','function':{'name':'read_file',"
              + "'arguments':'{'}}]",
          "tool_calls"),
      USAGE,
      DONE
    };
  }

  private static List<Asked> converse(Quirks quirks) throws InterruptedException {
    try (ReplayServer server =
        ReplayServer.start(
            Recording.events(json(twoCalls())),
            Recording.events(json(delta("'content':'done'", "stop"), USAGE, DONE)))) {
      OpenAiCompatibleProvider provider = ChatFixture.provider(server, quirks);
      ModelRequest first = ChatFixture.ask();
      AssistantTurn turn = provider.complete(first, new OpenAiFixture.Call()).turn();
      provider.complete(
          first.toBuilder().transcript(first.transcript().plus(turn).plus(results(turn))).build(),
          new OpenAiFixture.Call());
      return server.asked();
    }
  }

  private static String encoded(Quirks quirks, boolean isOpenAi, ModelRequest request) {
    ChatNames names = new ChatNames(isOpenAi, "http://box:8000/v1");
    return new String(
        new ChatEncoder(quirks, names).encode(request).toBytes(), StandardCharsets.UTF_8);
  }
}
