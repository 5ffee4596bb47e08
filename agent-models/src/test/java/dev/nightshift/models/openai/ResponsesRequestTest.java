package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.OpenAiFixture.LUNA;
import static dev.nightshift.models.openai.OpenAiFixture.SOL;
import static dev.nightshift.models.openai.OpenAiFixture.complaints;
import static dev.nightshift.models.openai.OpenAiFixture.request;
import static dev.nightshift.models.openai.OpenAiFixture.resource;
import static dev.nightshift.models.openai.OpenAiFixture.results;
import static dev.nightshift.models.openai.OpenAiFixture.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.testing.ReplayServer;
import dev.nightshift.models.testing.ReplayServer.Asked;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesRequestTest {
  private static final Schema SCHEMA = schema("responses.schemas.json", "CreateResponse");
  private static final String DONE =
      "{\"type\":\"response.completed\",\"response\":{\"id\":\"r2\",\"output\":[],\"usage\":"
          + "{\"input_tokens\":1,\"output_tokens\":1}}}";

  @Test
  void schemaIsStrictEnoughToRefuseABrokenRequest() {
    String call = "{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":{}}";

    assertThat(complaints(SCHEMA, "{\"model\":\"m\",\"input\":[" + call + "]}")).isNotEmpty();
    assertThat(complaints(SCHEMA, "{\"model\":\"m\",\"tools\":[{\"type\":\"function\"}]}"))
        .isNotEmpty();
  }

  @Test
  void everyRequestOfAConversationHasTheShapeOfTheApiAndNothingIsStored() throws Exception {
    List<Asked> asked = converse();

    assertThat(asked).extracting(Asked::line).containsOnly("POST /v1/responses");
    assertThat(asked)
        .allSatisfy(
            sent -> {
              assertThat(complaints(SCHEMA, sent.body())).isEmpty();
              assertThat(sent.body())
                  .contains(
                      "\"stream\":true,\"store\":false,\"service_tier\":\"default\","
                          + "\"include\":[\"reasoning.encrypted_content\"]")
                  .contains("\"parallel_tool_calls\":true,\"instructions\":\"You fix bugs.\"")
                  .endsWith("\"max_output_tokens\":1024}");
              assertThat(sent.headers()).containsEntry("authorization", "Bearer sk-test");
            });
  }

  @Test
  void requestsGrowOnlyAtTheEndUnderOneCacheKey() throws Exception {
    List<String> bodies = converse().stream().map(Asked::body).toList();

    String before = bodies.get(0).replaceFirst("],\"prompt_cache_key\".*$", "");
    String key = bodies.get(0).replaceFirst("^.*(\"prompt_cache_key\":\"[^\"]+\").*$", "$1");
    assertThat(bodies.get(1)).startsWith(before).contains(key);
    assertThat(encoded(request(SOL, UserTurn.text("another task")))).doesNotContain(key);
  }

  @Test
  void itemsOfAnAnswerGoBackAsTheyCameWithTheirIdsAndThoughts() throws Exception {
    String second = converse().get(1).body();

    assertThat(second)
        .contains(
            "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\","
                + "\"text\":\"Look at both files\"}],\"encrypted_content\":\"gAAAAABo+/=whole\"},"
                + "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"content\":["
                + "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],"
                + "\"text\":\"Reading both.\"}],\"role\":\"assistant\",\"phase\":\"commentary\"},"
                + "{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"completed\","
                + "\"name\":\"read_file\",\"call_id\":\"call_a\","
                + "\"arguments\":\"{ \\\"path\\\": \\\"A.java\\\" }\"}")
        .contains(
            "{\"type\":\"function_call_output\",\"call_id\":\"call_a\",\"output\":\"class A {}\"},"
                + "{\"type\":\"function_call_output\",\"call_id\":\"call_b\"");
  }

  /**
   * Case 27 of the list of tricky cases: what only its producer understands is left out for another
   * model, ids are kept.
   */
  @Test
  void itemsForAnotherModelAreTextsAndCallsOnly() throws Exception {
    AssistantTurn turn = OpenAiFixture.reply(Recording.stream(resource("two-tools.sse"))).turn();

    String body = encoded(request(LUNA, UserTurn.text("go"), turn, results(turn)));

    assertThat(body)
        .doesNotContain("gAAAA", "rs_1", "fc_1", "msg_1", "Look at both")
        .contains(
            "{\"role\":\"assistant\",\"content\":\"Reading both.\"},"
                + "{\"type\":\"function_call\",\"call_id\":\"call_a\",\"name\":\"read_file\","
                + "\"arguments\":\"{ \\\"path\\\": \\\"A.java\\\" }\"}");
    assertThat(complaints(SCHEMA, body)).isEmpty();
  }

  @Test
  void itemsOfTheSameModelGoBackUnderAllItsNames() throws Exception {
    AssistantTurn turn = OpenAiFixture.reply(Recording.stream(resource("two-tools.sse"))).turn();
    ModelId dated = ModelId.parse("openai:gpt-6.1-sol-2026-10-02");

    assertThat(encoded(request(dated, UserTurn.text("go"), turn, results(turn))))
        .contains("\"model\":\"gpt-6.1-sol-2026-10-02\"", "gAAAAABo+/=whole");
  }

  @Test
  void toolsAreStrictOnlyIfTheirSchemaAllowsIt() {
    String body = encoded(request(SOL, UserTurn.text("go")));

    assertThat(body)
        .contains("\"additionalProperties\":false},\"strict\":true}")
        .contains("\"properties\":{\"glob\":{}}},\"strict\":false}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | {'type':'object','properties':{},'required':[],'additionalProperties':false}",
        "false | {'type':'object','properties':{},'required':[]}",
        "false | {'type':'object','properties':{'a':{'type':'string'}},"
            + "'additionalProperties':false}",
        "false | {'type':'object','properties':{'a':{'type':'object'}},'required':['a'],"
            + "'additionalProperties':false}",
        "false | {'type':'object','properties':{'a':{'type':['object','null']}},"
            + "'required':['a'],'additionalProperties':false}",
        "true | {'type':'object','properties':{'a':{'type':'array','items':{'type':'string',"
            + "'enum':['x']}}},'required':['a'],'additionalProperties':false}",
        "false | {'type':'object','properties':{'a':{'type':'string','not':{}}},"
            + "'required':['a'],'additionalProperties':false}",
        "false | {'anyOf':[]}"
      })
  void knowsWhichSchemasAreStrict(boolean strict, String schema) {
    ToolDefinition tool = new ToolDefinition("t", "d", schema.replace('\'', '"'));

    assertThat(encoded(request(SOL, UserTurn.text("go")).toBuilder().tools(List.of(tool)).build()))
        .contains("\"strict\":" + strict);
  }

  @Test
  void optionsAreSentWhenAskedForAndOnlyThen() {
    assertThat(encoded(request(SOL, UserTurn.text("go"))))
        .doesNotContain("\"reasoning\":", "prompt_cache_options");

    ModelRequest asked =
        request(SOL, UserTurn.text("go")).toBuilder()
            .options(
                ModelOptions.standard()
                    .withEffort(Effort.XHIGH)
                    .withCacheLifetime(Duration.ofMinutes(30)))
            .build();
    String body = encoded(asked);

    assertThat(body)
        .contains(
            "\"reasoning\":{\"effort\":\"xhigh\"},\"prompt_cache_options\":{\"ttl\":\"30m\"}");
    assertThat(complaints(SCHEMA, body)).isEmpty();
    ModelRequest uncached =
        asked.toBuilder().options(ModelOptions.standard().withoutCache()).build();
    assertThat(encoded(uncached)).contains("\"prompt_cache_options\":{\"mode\":\"explicit\"}");
  }

  /** Symptom: models that do not think answered status 400 to every call. */
  @Test
  void modelThatDoesNotThinkIsNotAskedForItsThoughts() {
    ModelId plain = ModelId.parse("openai:gpt-4.1-2025-04-14");

    assertThat(encoded(request(plain, UserTurn.text("go")))).doesNotContain("include");
  }

  @Test
  void failedToolsSaySoAndTextsFollowTheResults() {
    UserTurn mixed =
        UserTurn.of(
            List.of(
                new ContentBlock.Text("note"),
                new ContentBlock.ToolResult("c1", "no such file", true),
                new ContentBlock.Text("again \uD83D")));

    String body = encoded(request(SOL, mixed));

    assertThat(body)
        .contains(
            "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c1\","
                + "\"output\":\"error: no such file\"},"
                + "{\"role\":\"user\",\"content\":\"note\\n\\nagain \uFFFD\"}]");
    assertThat(complaints(SCHEMA, body)).isEmpty();
  }

  @Test
  void emptyAnswersAreLeftOutOfTheHistory() {
    AssistantTurn nothing = AssistantTurn.of(SOL, StopReason.REFUSAL, List.of());

    assertThat(encoded(request(SOL, UserTurn.text("a"), nothing, UserTurn.text("b"))))
        .contains("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]");
  }

  @Test
  void brokenToolSchemaNamesTheTool() {
    ModelRequest request =
        request(SOL, UserTurn.text("go")).toBuilder()
            .tools(List.of(new ToolDefinition("mine", "d", "[]")))
            .build();

    assertThatThrownBy(() -> encoded(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mine'");
  }

  private static List<Asked> converse() throws InterruptedException {
    try (ReplayServer server =
        ReplayServer.start(Recording.stream(resource("two-tools.sse")), Recording.events(DONE))) {
      OpenAiProvider provider = OpenAiFixture.provider(server);
      ModelRequest first = request(SOL, UserTurn.text("Fix it"));
      AssistantTurn turn = provider.complete(first, new OpenAiFixture.Call()).turn();
      ModelRequest second =
          first.toBuilder().transcript(first.transcript().plus(turn).plus(results(turn))).build();
      provider.complete(second, new OpenAiFixture.Call());
      return server.asked();
    }
  }

  private static String encoded(ModelRequest request) {
    return new String(new ResponseEncoder().encode(request).toBytes(), StandardCharsets.UTF_8);
  }
}
