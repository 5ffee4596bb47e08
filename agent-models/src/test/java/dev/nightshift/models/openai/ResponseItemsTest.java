package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.OpenAiFixture.reply;
import static dev.nightshift.models.openai.OpenAiFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items of a response that servers name and place other than the API does. */
class ResponseItemsTest {
  private static final String CREATED =
      "{'type':'response.created','response':{'id':'r','model':'gpt-6.1-sol'}}";
  private static final ContentBlock.ToolUse A = new ContentBlock.ToolUse("a", "t", "{}");
  private static final ContentBlock.ToolUse B = new ContentBlock.ToolUse("b", "t", "{}");

  /** Symptom: a response that was completed with status failed was an answer without a word. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "THROTTLED | 'status':'failed','error':{'code':'rate_limit_exceeded','message':'m'}",
        "THROTTLED | 'error':{'code':'rate_limit_exceeded','message':'m'}",
        "SERVER | 'status':'failed','error':null",
        "SERVER | 'status':'cancelled'"
      })
  void responseThatWasCompletedAsFailedIsAnError(ModelErrorKind kind, String response) {
    String event = "{'type':'response.completed','response':{'id':'r'," + response + "}}";

    ModelException failure =
        OpenAiFixture.failure(Recording.events(ChatFixture.json(CREATED, event)));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billing())
        .isEqualTo(kind == ModelErrorKind.SERVER ? Billing.UNKNOWN : Billing.NOT_BILLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{'code':null,'message':null}"})
  void completedResponseWhoseErrorSaysNothingIsAnAnswer(String error) throws Exception {
    String item =
        "{'type':'response.output_item.done','output_index':0,'item':{'type':'message',"
            + "'content':[{'type':'output_text','text':'Hi'}]}}";
    String event =
        "{'type':'response.completed','response':{'status':'completed','error':" + error + "}}";

    assertThat(reply(Recording.events(ChatFixture.json(CREATED, item, event))).turn().text())
        .isEqualTo("Hi");
  }

  /** Symptom: arguments that are a number, a text or a list were {}, and the tool was run. */
  @ParameterizedTest
  @ValueSource(strings = {"5", "[1,2]", "'5'", "'hello'"})
  void argumentsThatAreNoObjectBecameNone(String arguments) throws Exception {
    String item =
        "{'type':'response.output_item.done','output_index':0,'item':{'type':'function_call',"
            + "'id':'f','call_id':'c','name':'read_file','arguments':"
            + arguments
            + "}}";
    String event = "{'type':'response.completed','response':{'status':'completed'}}";

    AssistantTurn turn = reply(Recording.events(ChatFixture.json(CREATED, item, event))).turn();

    assertThat(turn.toolUses().get(0).argumentsJson()).isEqualTo(arguments.replace("'", ""));
  }

  /** Symptom: the next request had a null among its items. */
  @ParameterizedTest
  @ValueSource(strings = {"", ",'item':null", ",'item':[]", ",'item':'x'"})
  void eventWithoutAnItemLeavesTheItemAsItIs(String item) throws InterruptedException {
    AssistantTurn turn =
        read(
            "",
            added(0, call("fc_a", "a")),
            "{'type':'response.output_item.done','output_index':0" + item + "}",
            "{'type':'response.output_item.added','output_index':1" + item + "}",
            done(2, call("fc_b", "b")));

    assertThat(turn.blocks()).containsExactly(A, B);
    assertThat(turn.wireForm()).isEmpty();
  }

  /** Symptom: a call was made twice, by a server that counts from one. */
  @Test
  void itemThatTheLastEventRepeatsInAnotherPlaceIsTheSame() throws InterruptedException {
    AssistantTurn turn = read(call("fc_a", "a"), done(1, call("fc_a", "a")));

    assertThat(turn.blocks()).containsExactly(A);
    assertThat(wire(turn)).containsOnlyOnce("fc_a");
  }

  /** Symptom: a call was made twice, by a gateway that gives each event an id of its own. */
  @Test
  void itemsWhoseIdsChangeFromEventToEventAreStillTheSame() throws InterruptedException {
    AssistantTurn turn =
        read(
            message("m3") + "," + call("fc_3", "a"),
            added(0, message("m1")),
            done(0, message("m2")),
            added(1, call("fc_1", "a")),
            done(1, call("fc_2", "a")));

    assertThat(turn.blocks()).containsExactly(new ContentBlock.Text("m2"), A);
  }

  /** Symptom: the second call took the place of the first and was made twice. */
  @ParameterizedTest
  @ValueSource(strings = {"'output_index':0,", "", "'output_index':-1,", "'output_index':1e99,"})
  void itemsWithoutAPlaceOfTheirOwnAreAllKeptOnce(String index) throws InterruptedException {
    String first = call("fc_a", "a");
    String second = call("fc_b", "b");
    AssistantTurn turn =
        read(
            first + "," + second,
            added(0, first).replace("'output_index':0,", index),
            done(0, first).replace("'output_index':0,", index),
            added(0, second).replace("'output_index':0,", index),
            done(0, second).replace("'output_index':0,", index));

    assertThat(turn.blocks()).containsExactly(A, B);
    assertThat(wire(turn)).containsOnlyOnce("fc_a").containsOnlyOnce("fc_b");
  }

  @Test
  void itemThatOnlyTheLastEventHasStandsWhereThatSays() throws InterruptedException {
    AssistantTurn turn =
        read(
            message("m1") + "," + call("fc_a", "a") + ",null," + call("fc_b", "b"),
            done(0, call("fc_a", "a")));

    assertThat(turn.blocks()).containsExactly(new ContentBlock.Text("m1"), A, B);
  }

  /** Symptom: what a model said was lost, since its last event told it no more. */
  @Test
  void textThatOnlyDeltasToldIsKept() throws InterruptedException {
    String empty = "{'type':'message','id':'m','role':'assistant','content':[]}";
    AssistantTurn turn =
        read(
            "",
            added(0, empty),
            "{'type':'response.output_text.delta','output_index':0,'delta':'hello'}",
            done(0, empty));

    assertThat(turn.text()).isEqualTo("hello");
    assertThat(turn.wireForm()).isEmpty();
  }

  /** Symptom: a call cut before its arguments was run without any. */
  @Test
  void onlyTheLastItemOfACutResponseMayBeUnfinished() throws InterruptedException {
    String blank = "'arguments':''";
    AssistantTurn turn =
        reply(
                Recording.events(
                    ChatFixture.json(
                        done(0, call("fc_a", "a").replace("'arguments':'{}'", blank)),
                        done(1, call("fc_b", "b").replace("'arguments':'{}'", blank)),
                        "{'type':'response.incomplete','response':{'incomplete_details':"
                            + "{'reason':'max_output_tokens'},'usage':{'input_tokens':50,"
                            + "'output_tokens':7}}}")))
            .turn();

    assertThat(turn.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(turn.blocks()).containsExactly(A, new ContentBlock.ToolUse("b", "t", ""));
    assertThat(wire(turn)).doesNotContain("\"arguments\":\"\"");
  }

  private static AssistantTurn read(String output, String... items) throws InterruptedException {
    List<String> events = new ArrayList<>(List.of(items));
    events.add(
        "{'type':'response.completed','response':{'id':'r','output':["
            + output
            + "],'usage':{'input_tokens':50,'output_tokens':7}}}");
    return reply(Recording.events(ChatFixture.json(events.toArray(String[]::new)))).turn();
  }

  private static String added(int index, String item) {
    return "{'type':'response.output_item.added','output_index':" + index + ",'item':" + item + "}";
  }

  private static String done(int index, String item) {
    return "{'type':'response.output_item.done','output_index':" + index + ",'item':" + item + "}";
  }

  private static String call(String id, String callId) {
    return "{'type':'function_call','id':'%s','call_id':'%s','name':'t','arguments':'{}'}"
        .formatted(id, callId);
  }

  private static String message(String id) {
    return "{'type':'message','id':'%s','role':'assistant','content':[{'type':'output_text','text':'%s'}]}"
        .formatted(id, id);
  }
}
