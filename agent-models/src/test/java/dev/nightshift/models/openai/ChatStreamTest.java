package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.ChatFixture.DONE;
import static dev.nightshift.models.openai.ChatFixture.USAGE;
import static dev.nightshift.models.openai.ChatFixture.delta;
import static dev.nightshift.models.openai.ChatFixture.failure;
import static dev.nightshift.models.openai.ChatFixture.json;
import static dev.nightshift.models.openai.ChatFixture.play;
import static dev.nightshift.models.openai.ChatFixture.reply;
import static dev.nightshift.models.openai.OpenAiFixture.complaints;
import static dev.nightshift.models.openai.OpenAiFixture.schema;
import static dev.nightshift.models.openai.OpenAiFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.models.openai.Quirks.IdPolicy;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamTest {
  private static final String[] TWO_CALLS = {
    delta("'role':'assistant','content':null", null),
    delta("'content':'Reading '", null),
    delta("'content':'both.'", null),
    delta(call(0, "a", "", null), null),
    delta(call(1, "b", "", null), null),
    delta("'tool_calls':[{'index':1,'function':{'arguments':'{\\\"p\\\":'}}]", null),
    delta("'tool_calls':[{'index':0,'function':{'arguments':'{ }'}}]", null),
    delta("'tool_calls':[{'index':1,'function':{'arguments':'2}'}}]", null),
    delta("", "tool_calls"),
    "{'id':'x','object':'chat.completion.chunk','created':1,'model':'m','choices':[],"
        + "'service_tier':'default','usage':{'prompt_tokens':1200,'completion_tokens':90,"
        + "'total_tokens':1290,'prompt_tokens_details':{'cached_tokens':1024,"
        + "'cache_write_tokens':128},'completion_tokens_details':{'reasoning_tokens':64}}}",
    DONE
  };

  @Test
  void handWrittenChunksHaveTheShapeOfTheApi() {
    Schema chunk = schema("chat-completions.schemas.json", "CreateChatCompletionStreamResponse");

    assertThat(complaints(chunk, "{\"id\":\"x\"}")).isNotEmpty();
    List.of(json(TWO_CALLS))
        .subList(0, TWO_CALLS.length - 1)
        .forEach(data -> assertThat(complaints(chunk, data)).as(data).isEmpty());
  }

  /**
   * Cases 9 and 28 of the list of tricky cases: disjoint counts; ids and names in first fragments
   * only, interleaved.
   */
  @Test
  void readsTextAndTwoCallsWithTheirUsage() throws InterruptedException {
    ModelResponse response = play(TWO_CALLS);

    assertThat(response.turn().blocks())
        .containsExactly(
            new ContentBlock.Text("Reading both."),
            new ContentBlock.ToolUse("a", "t", "{ }"),
            new ContentBlock.ToolUse("b", "t", "{\"p\":2}"));
    assertThat(response.turn().stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(response.usage())
        .isEqualTo(
            TokenUsage.builder()
                .input(48)
                .cacheRead(1024)
                .cacheWrite(Duration.ofMinutes(30), 128)
                .output(90)
                .reasoning(64)
                .build());
    assertThat(wire(response.turn()))
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":\"Reading both.\",\"tool_calls\":["
                + "{\"id\":\"a\",\"function\":{\"name\":\"t\",\"arguments\":\"{ }\"},"
                + "\"type\":\"function\"},{\"id\":\"b\",\"function\":{\"name\":\"t\","
                + "\"arguments\":\"{\\\"p\\\":2}\"},\"type\":\"function\"}]}");
  }

  /** Case 28 of the list of tricky cases. */
  @ParameterizedTest(name = "finish_reason {0} with calls")
  @CsvSource(
      nullValues = "null",
      value = {"stop", "null", "brand_new", "tool_calls"})
  void callsDecideWhateverTheReasonIs(String reason) throws InterruptedException {
    AssistantTurn turn = play(delta(call(0, "a", "{}", null), reason), USAGE, DONE).turn();

    assertThat(turn.stopReason()).isEqualTo(StopReason.TOOL_USE);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      nullValues = "null",
      value = {
        "stop, end_turn",
        "null, end_turn",
        "tool_calls, end_turn",
        "length, max_tokens",
        "content_filter, refusal",
        "moonrise, moonrise"
      })
  void reasonOfAnAnswerWithoutCalls(String reason, String meaning) throws InterruptedException {
    assertThat(play(delta("'content':'x'", reason), USAGE, DONE).turn().stopReason().name())
        .isEqualTo(meaning);
  }

  /**
   * Case 28 of the list of tricky cases: arguments as an object, empty, cut; ids missing, repeated;
   * one index for all.
   */
  @Test
  void oddCallsAreTakenForWhatTheyMean() throws InterruptedException {
    AssistantTurn turn =
        play(
                delta(
                    "'tool_calls':[{'index':0,'id':'a','function':{'name':'t','arguments':"
                        + "{'p':1.10}}},{'index':0,'id':'b','function':{'name':'u','arguments':"
                        + "''}},{'index':1,'id':'a','function':{'name':'t','arguments':'{'}}]",
                    null),
                delta(
                    "'tool_calls':[{'function':{'name':'v'}},{'function':{'arguments':'{}'}}]",
                    "length"),
                USAGE)
            .turn();

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse("a", "t", "{\"p\":1.10}"),
            new ContentBlock.ToolUse("b", "u", "{}"),
            new ContentBlock.ToolUse("c00010002", "t", "{"),
            new ContentBlock.ToolUse("c00010003", "v", "{}"));
    assertThat(turn.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(wire(turn)).contains("\"arguments\":\"{}\"").doesNotContain("\"arguments\":\"{\"");
  }

  @Test
  void ownIdsReplaceThoseOfTheServer() throws InterruptedException {
    AssistantTurn turn =
        reply(
                Quirks.standard().withIdPolicy(IdPolicy.OWN),
                Recording.events(json(delta(call(0, "call_0", "{}", null), "stop"), USAGE)))
            .turn();

    assertThat(turn.toolUses().get(0).id()).matches("[a-z0-9]{9}");
    assertThat(wire(turn)).contains(turn.toolUses().get(0).id()).doesNotContain("call_0");
  }

  /**
   * Cases 12 and 13 of the list of tricky cases: {@code [DONE]} missing, usage null, in a chunk
   * with choices, or nowhere.
   */
  @Test
  void endsOfAllKindsAreEnds() throws InterruptedException {
    String nothing = "{'choices':[],'usage':null}";
    String beside =
        delta("'content':''", "stop")
            .replaceFirst("}]}$", "}],'usage':{'prompt_tokens':5,'completion_tokens':6}}");

    assertThat(play(delta("'content':'x'", "stop"), USAGE).usage()).isEqualTo(TokenUsage.of(50, 7));
    assertThat(play(delta("'content':'x'", null), nothing, DONE).usage().isEstimated()).isTrue();
    assertThat(play(delta("'content':'x'", null), beside, nothing, DONE).usage())
        .isEqualTo(TokenUsage.of(5, 6));
    TokenUsage unknown = play(delta("'content':'x'", "stop"), DONE).usage();
    assertThat(unknown.isEstimated()).isTrue();
    assertThat(unknown.output()).isEqualTo(1024);
  }

  /** Symptom: a count in the middle of a stream was charged for the whole of it. */
  @Test
  void usageBeforeTheEndIsNotTheLast() throws InterruptedException {
    String early =
        delta("'content':'x'", null)
            .replaceFirst("}]}$", "}],'usage':{'prompt_tokens':5,'completion_tokens':1}}");

    TokenUsage usage = play(early, delta("", "stop"), DONE).usage();

    assertThat(usage.isEstimated()).isTrue();
    assertThat(usage.output()).isEqualTo(1024);
    assertThat(usage.input()).isEqualTo(5);
  }

  @Test
  void reasoningCountedBesideTheOutputIsPartOfIt() throws InterruptedException {
    TokenUsage usage =
        play(
                delta("'content':'x'", "stop"),
                "{'choices':[],'usage':{'prompt_tokens':50,'completion_tokens':7,'total_tokens':357,"
                    + "'completion_tokens_details':{'reasoning_tokens':300}}}",
                DONE)
            .usage();

    assertThat(usage.output()).isEqualTo(307);
    assertThat(usage.reasoning()).isEqualTo(300);
  }

  @Test
  void outputThatOnlyTheTotalCountsIsBilled() throws InterruptedException {
    TokenUsage usage =
        play(
                delta("'content':'x'", "stop"),
                "{'choices':[],'usage':{'prompt_tokens':50,'completion_tokens':7,"
                    + "'total_tokens':357}}",
                DONE)
            .usage();

    assertThat(usage.output()).isEqualTo(307);
  }

  @Test
  void usageBeforeTheFirstWordIsNotThatOfTheAnswer() throws InterruptedException {
    String early = "{'choices':[],'usage':{'prompt_tokens':50,'completion_tokens':0}}";

    TokenUsage usage = play(early, delta("'content':'long'", "stop"), DONE).usage();

    assertThat(usage.isEstimated()).isTrue();
    assertThat(usage.output()).isEqualTo(1024);
  }

  @Test
  void usageAfterTheLastWordCountsWithoutAReasonForTheEnd() throws InterruptedException {
    TokenUsage usage = play(delta("'content':'x'", null), USAGE, DONE).usage();

    assertThat(usage.isEstimated()).isFalse();
    assertThat(usage.output()).isEqualTo(7);
  }

  /**
   * Case 10 of the list of tricky cases: counts are cumulative: what comes twice is charged once,
   * by the larger.
   */
  @ParameterizedTest(name = "{0} and {1}, then {2} and {3}")
  @CsvSource({"50, 7, 5, 6", "5, 6, 50, 7", "50, 6, 0, 7", "50, 7, 50, 7"})
  void usageThatComesTwiceIsChargedOnce(int input, int output, int inputAgain, int outputAgain)
      throws InterruptedException {
    String usage = ",'usage':{'prompt_tokens':%d,'completion_tokens':%d}}";
    String beside =
        delta("'content':'x'", "stop").replaceFirst("}$", usage.formatted(input, output));
    String last = "{'choices':[]" + usage.formatted(inputAgain, outputAgain);

    assertThat(play(beside, last, DONE).usage()).isEqualTo(TokenUsage.of(50, 7));
    assertThat(play(beside, last).usage()).isEqualTo(TokenUsage.of(50, 7));
  }

  /** Symptom: a stream cut after a first count was charged as if that were the whole answer. */
  @Test
  void streamCutAfterAnEarlyUsageDoesNotTellItAsExact() {
    String early = "{'choices':[],'usage':{'prompt_tokens':50,'completion_tokens':0}}";

    ModelException failure = failure(early, delta("'content':'long'", null));

    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(failure.usage())
        .hasValueSatisfying(
            usage -> {
              assertThat(usage.isEstimated()).isTrue();
              assertThat(usage.input()).isEqualTo(50);
            });
  }

  /** Case 11 of the list of tricky cases: no end at all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 8})
  void streamThatJustEndsIsABrokenAnswer(int chunks) {
    ModelException failure = failure(List.of(TWO_CALLS).subList(0, chunks).toArray(new String[0]));

    assertThat(failure.kind()).isEqualTo(ModelErrorKind.SERVER);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
  }

  /** Case 12 of the list of tricky cases: an error after status 200. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "THROTTLED | {'error':{'code':429,'message':'slow'}}",
        "OVERLOADED | {'error':{'code':503,'message':'busy'},'choices':[{'finish_reason':'error'}]}",
        "SERVER | {'choices':[{'delta':{},'finish_reason':'error'}]}",
        "SERVER | {'error':'out of memory'}",
        "CONTEXT_LENGTH | {'object':'error','message':'maximum context length is 10','code':400}"
      })
  void errorInTheStreamIsWhatItsCodeSays(ModelErrorKind kind, String chunk) {
    ModelException failure = failure(delta("'content':'x'", null), chunk, DONE);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing()).isEqualTo(Billing.UNKNOWN);
  }

  @Test
  void refusalAndUnknownFieldsDoNotThrow() throws InterruptedException {
    AssistantTurn turn =
        play(
                "[]",
                "{'x':1,'choices':null}",
                "{'choices':[{'index':1,'delta':{'content':'other'}},{}]}",
                delta(
                    "'refusal':'I cannot.','audio':{'x':1},'content':[{'type':'text','text':' '}]",
                    "stop"),
                USAGE,
                DONE)
            .turn();

    assertThat(turn.stopReason()).isEqualTo(StopReason.REFUSAL);
    assertThat(turn.text()).isEqualTo("I cannot.");
  }

  @Test
  void whatAModelThoughtIsKeptInTheFieldsItCameIn() throws InterruptedException {
    AssistantTurn turn =
        play(
                delta(
                    "'reasoning':'ab','reasoning_details':[{'type':'reasoning.text','index':0,'text':'ab'}]",
                    null),
                delta(
                    "'reasoning':'c','reasoning_details':[{'type':'reasoning.text','index':0,'text':'c','signature':'S='}]",
                    null),
                delta(
                    "'reasoning_details':[{'type':'reasoning.encrypted','index':1,'data':'E'}]",
                    null),
                delta(
                    call(0, "a", "{}", "'extra_content':{'google':{'thought_signature':'T'}}"),
                    "stop"),
                USAGE,
                DONE)
            .turn();

    assertThat(turn.blocks().get(0)).isEqualTo(new ContentBlock.Thinking("abc", ""));
    assertThat(wire(turn))
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"function\":"
                + "{\"name\":\"t\",\"arguments\":\"{}\"},\"type\":\"function\",\"extra_content\":"
                + "{\"google\":{\"thought_signature\":\"T\"}}}],\"reasoning\":\"abc\","
                + "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,"
                + "\"text\":\"abc\",\"signature\":\"S=\"},{\"type\":\"reasoning.encrypted\","
                + "\"index\":1,\"data\":\"E\"}]}");
  }

  /** Case 18 of the list of tricky cases: cut while thinking. */
  @Test
  void answerOfThoughtsOnlyIsNotSentBack() throws InterruptedException {
    AssistantTurn turn = play(delta("'reasoning_content':'hm'", "length"), USAGE, DONE).turn();

    assertThat(turn.blocks()).containsExactly(new ContentBlock.Thinking("hm", ""));
    assertThat(turn.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(turn.wireForm()).isEmpty();
  }

  private static String call(int index, String id, String arguments, String extra) {
    return "'tool_calls':[{'index':%d,'id':'%s','type':'function',%s'function':{'name':'t','arguments':'%s'}}]"
        .formatted(index, id, extra == null ? "" : extra + ",", arguments);
  }
}
