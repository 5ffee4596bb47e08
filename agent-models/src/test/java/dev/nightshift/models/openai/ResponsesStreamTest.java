package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.OpenAiFixture.SOL;
import static dev.nightshift.models.openai.OpenAiFixture.complaints;
import static dev.nightshift.models.openai.OpenAiFixture.failure;
import static dev.nightshift.models.openai.OpenAiFixture.reply;
import static dev.nightshift.models.openai.OpenAiFixture.resource;
import static dev.nightshift.models.openai.OpenAiFixture.schema;
import static dev.nightshift.models.openai.OpenAiFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesStreamTest {
  private static final String CREATED =
      "{'type':'response.created','response':{'id':'resp_1','model':'gpt-6.1-sol','output':[]}}";
  private static final String USAGE = "'usage':{'input_tokens':50,'output_tokens':7}";
  private static final String COMPLETED =
      "{'type':'response.completed','response':{'id':'resp_1','output':[]," + USAGE + "}}";
  private static final String THOUGHT =
      "{'type':'response.output_item.done','output_index':0,'item':"
          + "{'id':'rs_1','type':'reasoning','summary':[],'encrypted_content':'E'}}";

  @Test
  void handWrittenStreamHasTheShapeOfTheApi() {
    Schema event = schema("responses.schemas.json", "ResponseStreamEvent");

    assertThat(complaints(event, "{\"type\":\"response.output_text.delta\"}")).isNotEmpty();
    assertThat(resource("two-tools.sse").lines().filter(line -> line.startsWith("data: ")))
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(complaints(event, line.substring(6))).isEmpty());
  }

  /** An index beyond all numbers made the reader call itself until its stack was full. */
  @Test
  void anItemThatEndsAtAnImpossibleIndexIsKept() throws InterruptedException {
    ModelResponse response =
        reply(
            Recording.events(
                ChatFixture.json(
                    CREATED,
                    "{'type':'response.output_item.done','output_index':99999999999,'item':"
                        + "{'type':'message','id':'msg_1','content':[{'type':'output_text',"
                        + "'text':'Hi'}]}}",
                    COMPLETED)));

    assertThat(response.turn().text()).isEqualTo("Hi");
  }

  /** Events that name no item made the reader call itself until its stack was full. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'response.output_item.done','item':{'type':'message','content':[]}}",
        "{'type':'response.output_text.delta','delta':'x','item':{}}"
      })
  void anEventThatNamesNoItemEndsNoCall(String event) throws InterruptedException {
    ModelResponse response = reply(Recording.events(ChatFixture.json(CREATED, event, COMPLETED)));

    assertThat(response.usage().output()).isEqualTo(7);
  }

  /**
   * Cases 9 and 28 of the list of tricky cases: disjoint counts; calls whose fragments arrive
   * interleaved.
   */
  @Test
  void readsThoughtsTextAndTwoCallsWithTheirUsage() throws InterruptedException {
    ModelResponse response = reply(Recording.stream(resource("two-tools.sse")));

    assertThat(response.turn().blocks())
        .containsExactly(
            new ContentBlock.Thinking("Look at both files", "gAAAAABo+/=whole"),
            new ContentBlock.Text("Reading both."),
            new ContentBlock.ToolUse("call_a", "read_file", "{ \"path\": \"A.java\" }"),
            new ContentBlock.ToolUse("call_b", "read_file", "{\"path\":\"B.java\"}"));
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(response.turn().producer()).isEqualTo(SOL);
    assertThat(response.model().model()).isEqualTo("gpt-6.1-sol-2026-10-02");
    assertThat(response.requestId()).isEqualTo("resp_68af");
    assertThat(response.usage())
        .isEqualTo(
            TokenUsage.builder()
                .input(48)
                .cacheRead(1024)
                .cacheWrite(Duration.ofMinutes(30), 128)
                .output(90)
                .reasoning(64)
                .build());
  }

  @Test
  void callWithoutItsWholeItemIsReadFromItsFragments() throws InterruptedException {
    AssistantTurn turn =
        play(
                CREATED,
                "{'type':'response.output_item.added','output_index':0,'item':{'id':'fc_1',"
                    + "'type':'function_call','name':'t','call_id':'c','arguments':''}}",
                "{'type':'response.function_call_arguments.delta','item_id':'fc_1','delta':'{}'}",
                "{'type':'response.output_item.added','output_index':1,'item':{'id':'m',"
                    + "'type':'message','content':[]}}",
                "{'type':'response.output_text.delta','output_index':1,'delta':'hi'}",
                COMPLETED)
            .turn();

    assertThat(turn.blocks())
        .containsExactly(new ContentBlock.ToolUse("c", "t", "{}"), new ContentBlock.Text("hi"));
    assertThat(turn.wireForm()).isEmpty();
  }

  @Test
  void itemsThatOnlyTheLastEventHasAreRead() throws InterruptedException {
    AssistantTurn turn =
        play(
                CREATED,
                "{'type':'response.completed','response':{'output':[{'type':'function_call',"
                    + "'id':'fc_1','call_id':'c','name':'t','arguments':'{}'}],"
                    + USAGE
                    + "}}")
            .turn();

    assertThat(turn.toolUses()).containsExactly(new ContentBlock.ToolUse("c", "t", "{}"));
    assertThat(wire(turn)).contains("\"id\":\"fc_1\"");
  }

  /** Case 28 of the list of tricky cases: missing and repeated ids, empty arguments. */
  @Test
  void callIdsAreMadeUniqueAndEmptyArgumentsAreAnEmptyObject() throws InterruptedException {
    AssistantTurn turn =
        play(CREATED, call(0, "c", ""), call(1, "c", "{}"), call(2, "", " "), COMPLETED).turn();

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse("c", "t", "{}"),
            new ContentBlock.ToolUse("c00010001", "t", "{}"),
            new ContentBlock.ToolUse("c00010002", "t", "{}"));
    assertThat(wire(turn))
        .contains("\"call_id\":\"c00010001\"")
        .doesNotContain("\"arguments\":\"\"");
  }

  @Test
  void unknownEventsItemsAndReasonsDoNotThrow() throws InterruptedException {
    AssistantTurn turn =
        play(
                CREATED,
                "{'type':'response.brand_new','x':[1]}",
                "{'x':1}",
                "[]",
                "{'type':'response.output_text.delta','output_index':7,'delta':'lost'}",
                "{'type':'response.output_item.done','output_index':0,"
                    + "'item':{'type':'hologram','pi':3.10,'z':null}}",
                "{'type':'response.incomplete','response':{'incomplete_details':"
                    + "{'reason':'moonrise'},"
                    + USAGE
                    + "}}",
                "[DONE]")
            .turn();

    assertThat(turn.blocks())
        .containsExactly(
            new ContentBlock.Other("hologram", "{\"type\":\"hologram\",\"pi\":3.10,\"z\":null}"));
    assertThat(turn.stopReason()).isEqualTo(new StopReason("moonrise"));
    assertThat(wire(turn)).isEqualTo("[{\"type\":\"hologram\",\"pi\":3.10,\"z\":null}]");
  }

  /** Cases 18 and 28 of the list of tricky cases: cut while thinking, cut within arguments. */
  @Test
  void answerCutAtTheLimitKeepsItsTextAndSendsBackWhatTheApiTakes() throws InterruptedException {
    String cut =
        "{'type':'response.incomplete','response':{'status':'incomplete',"
            + "'incomplete_details':{'reason':'max_output_tokens'},'output':[],"
            + USAGE
            + "}}";

    AssistantTurn thinking = play(CREATED, THOUGHT, cut).turn();
    AssistantTurn calling = play(CREATED, THOUGHT, call(1, "c", "{\\\"path\\\":\\\"A"), cut).turn();

    assertThat(thinking.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(thinking.blocks()).containsExactly(new ContentBlock.Thinking("", "E"));
    assertThat(wire(thinking)).isEqualTo("[]");
    assertThat(calling.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(calling.toolUses().get(0).argumentsJson()).isEqualTo("{\"path\":\"A");
    assertThat(wire(calling)).contains("\"id\":\"rs_1\"", "\"arguments\":\"{}\"");
  }

  @Test
  void answerCutForNoNamedReasonIsNotTakenForAWholeOne() throws InterruptedException {
    String cut = "{'type':'response.incomplete','response':{" + USAGE + "}}";

    assertThat(play(CREATED, cut).turn().stopReason()).isEqualTo(new StopReason("incomplete"));
  }

  /** Symptom: the API did not find an item that it never stored, in every later call. */
  @Test
  void thoughtsWithoutTheirEncryptedContentAreNotSentBackNorIsAnyIdBesideThem()
      throws InterruptedException {
    AssistantTurn turn =
        play(
                CREATED,
                THOUGHT.replace(",'encrypted_content':'E'", ""),
                call(1, "c", "{}"),
                COMPLETED)
            .turn();

    assertThat(turn.wireForm()).isEmpty();
    assertThat(turn.toolUses()).hasSize(1);
  }

  @Test
  void refusalHasItsStopReasonAndItsWords() throws InterruptedException {
    AssistantTurn turn =
        play(
                CREATED,
                "{'type':'response.output_item.done','output_index':0,'item':{'type':'message',"
                    + "'id':'m','role':'assistant','content':[{'type':'refusal',"
                    + "'refusal':'I cannot.'}]}}",
                COMPLETED)
            .turn();
    AssistantTurn filtered =
        play(
                CREATED,
                "{'type':'response.incomplete','response':{'incomplete_details':"
                    + "{'reason':'content_filter'},"
                    + USAGE
                    + "}}")
            .turn();

    assertThat(turn.stopReason()).isEqualTo(StopReason.REFUSAL);
    assertThat(turn.text()).isEqualTo("I cannot.");
    assertThat(filtered.stopReason()).isEqualTo(StopReason.REFUSAL);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "default, STANDARD",
    "flex, FLEX",
    "priority, PRIORITY",
    "scale, STANDARD",
    "on_demand, STANDARD",
    "ultrafast, OTHER"
  })
  void usageSaysOnWhatTermsItWasBilled(String word, ServiceTier tier) throws InterruptedException {
    TokenUsage usage =
        play(
                CREATED,
                "{'type':'response.completed','response':{'service_tier':'"
                    + word
                    + "',"
                    + USAGE
                    + "}}")
            .usage();

    assertThat(usage.terms()).isEqualTo(BillingTerms.of(tier));
  }

  @Test
  void cacheWritesHaveTheLifetimeThatTheAnswerTells() throws InterruptedException {
    TokenUsage usage =
        play(
                CREATED,
                "{'type':'response.completed','response':{'prompt_cache_options':{'ttl':'12h'},"
                    + "'usage':{'input_tokens':50,'input_tokens_details':{'cached_tokens':90,"
                    + "'cache_write_tokens':9},'output_tokens':7}}}")
            .usage();

    assertThat(usage.cacheWrites().tokens(Duration.ofHours(12))).isZero();
    assertThat(usage.cacheRead()).isEqualTo(50);
    assertThat(usage.totalInput()).isEqualTo(50);
  }

  /** Case 13 of the list of tricky cases: charged by the bound. */
  @ParameterizedTest
  @ValueSource(strings = {"", ",'usage':null", ",'usage':{'input_tokens':9000000000000000000}"})
  void missingUsageIsBoundedAndMarkedAsEstimated(String usage) throws InterruptedException {
    TokenUsage billed =
        play(CREATED, "{'type':'response.completed','response':{'id':'r'" + usage + "}}").usage();

    assertThat(billed.isEstimated()).isTrue();
    assertThat(billed.output()).isEqualTo(1024);
    assertThat(billed.totalInput()).isBetween(1L, 10_000L);
  }

  /**
   * Case 11 of the list of tricky cases: cut before, within and after the items, but before the
   * last event.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void streamThatEndsWithoutItsLastEventIsABrokenAnswer(int events) {
    String[] all = {CREATED, THOUGHT, call(1, "c", "{}")};

    ModelException failure =
        failure(Recording.events(json(List.of(all).subList(0, events).toArray(new String[0]))));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
  }

  /** Case 11 of the list of tricky cases. */
  @ParameterizedTest
  @ValueSource(ints = {40, 900, 3000, 7000})
  void streamWhoseConnectionIsCutIsABrokenAnswer(int bytes) {
    ModelException failure = failure(Recording.stream(resource("two-tools.sse")).cutAfter(bytes));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure).hasMessageContaining("broke off");
  }

  /** Case 12 of the list of tricky cases: failures after status 200. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "SERVER | {'type':'response.failed','response':{'error':{'code':'server_error'}}}",
        "SERVER | {'type':'response.failed','response':{'error':null}}",
        "THROTTLED | {'type':'response.failed','response':{'error':"
            + "{'code':'rate_limit_exceeded','message':'Please try again in 1.5s.'}}}",
        "CALLER | {'type':'response.failed','response':{'error':{'code':'invalid_prompt'}}}",
        "OVERLOADED | {'type':'error','code':'server_is_overloaded','message':'m','param':null}",
        "MONEY | {'type':'error','error':{'type':'insufficient_quota','code':null}}",
        "CONTEXT_LENGTH | {'type':'error','error':{'code':'context_length_exceeded'}}",
        "SERVER | {'type':'error','code':'brand_new','message':'m'}"
      })
  void errorInTheStreamIsWhatItsCodeSays(ModelErrorKind kind, String event) {
    ModelException failure = failure(Recording.events(json(CREATED, event)));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing())
        .isEqualTo(kind == ModelErrorKind.SERVER ? Billing.UNKNOWN : Billing.NOT_BILLED);
    assertThat(failure).hasMessageContaining("an error in the stream");
    if (kind == ModelErrorKind.THROTTLED) {
      assertThat(failure.retryAfter()).contains(Duration.ofMillis(1500));
    }
  }

  @Test
  void failedResponseTellsTheUsageThatItHas() {
    ModelException failure =
        failure(
            Recording.events(
                json(
                    CREATED,
                    "{'type':'response.failed','response':{'error':{'code':'server_error'},"
                        + USAGE
                        + "}}")));

    assertThat(failure.usage()).contains(TokenUsage.of(50, 7));
  }

  private static ModelResponse play(String... events) throws InterruptedException {
    return reply(Recording.events(json(events)));
  }

  private static String[] json(String... events) {
    String[] json = new String[events.length];
    for (int i = 0; i < events.length; i++) {
      json[i] = events[i].replace('\'', '"');
    }
    return json;
  }

  private static String call(int index, String id, String arguments) {
    return "{'type':'response.output_item.done','output_index':%d,'item':{'type':'function_call','id':'fc_%d','call_id':'%s','name':'t','arguments':'%s'}}"
        .formatted(index, index, id, arguments);
  }
}
