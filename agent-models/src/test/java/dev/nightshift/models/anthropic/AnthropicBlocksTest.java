package dev.nightshift.models.anthropic;

import static dev.nightshift.models.anthropic.AnthropicFixture.replay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.fuzz.FuzzedFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that servers send other than the API does, and what of them goes back. */
class AnthropicBlocksTest {
  /** Symptom: arguments that are a number, a text or a list were {}, and the tool was run. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {",'input':[1] | [1]", ",'input':7 | 7", ",'input':'x' | x", ",'input':'' | {}"})
  void argumentsThatAreNoObjectBecameNone(String input, String told) throws InterruptedException {
    AssistantTurn turn = read("tool_use", start(0, call("x", input)), stop(0));

    assertThat(turn.toolUses().get(0).argumentsJson()).isEqualTo(told);
    assertThat(wire(turn)).contains("\"input\":{}");
  }

  /** Symptom: the next request had a call without input, and the API refused it for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"", ",'input':null", ",'input':''"})
  void callWithoutAnObjectGoesBackWithOne(String input) throws InterruptedException {
    AssistantTurn turn = read("tool_use", start(0, call("x", input)), stop(0));

    assertThat(turn.toolUses()).containsExactly(new ContentBlock.ToolUse("x", "t", "{}"));
    assertThat(wire(turn))
        .isEqualTo("[{'type':'tool_use','id':'x','name':'t','input':{}}]".replace('\'', '"'));
  }

  /** Symptom: the arguments that followed were lost when the call went back. */
  @Test
  void argumentsOfACallThatBeganWithoutInputGoBack() throws InterruptedException {
    AssistantTurn turn =
        read("tool_use", start(0, call("x", "")), json(0, "{\\\"p\\\":1}"), stop(0));

    assertThat(turn.toolUses()).containsExactly(new ContentBlock.ToolUse("x", "t", "{\"p\":1}"));
    assertThat(wire(turn)).contains("\"input\":{\"p\":1}");
  }

  /** Symptom: what a gateway told beside a thought stood in the thought that went back. */
  @Test
  void deltaGrowsOnlyThePropertyThatItNames() throws InterruptedException {
    AssistantTurn turn =
        read(
            "end_turn",
            start(0, "'type':'thinking','thinking':'','signature':''"),
            delta(
                0, "'type':'thinking_delta','thinking':'hm','signature':'NO','tokens':12,'x':'y'"),
            delta(0, "'type':'signature_delta','signature':'S','thinking':'NO'"),
            delta(0, "'type':'sparkle_delta','thinking':'NO','signature':'NO'"),
            delta(0, "'type':'text_delta','text':'NO'"),
            start(1, "'type':'text','text':'h'"),
            delta(1, "'type':'text_delta','text':'i','type_of':'NO'"),
            delta(1, "'type':'citations_delta'"),
            start(2, call("x", ",'input':{}")),
            delta(2, "'type':'sparkle_delta','id':'NO','name':'NO','input':{'NO':1}"));

    assertThat(wire(turn))
        .isEqualTo(
            ("[{'type':'thinking','thinking':'hm','signature':'S'},{'type':'text','text':'hi'},"
                    + "{'type':'tool_use','id':'x','name':'t','input':{}}]")
                .replace('\'', '"'));
  }

  /** Symptom: a delta of an unknown kind made another block of an unknown one. */
  @Test
  void blockOfAnUnknownKindKeepsItsIdWhateverGrows() throws InterruptedException {
    AssistantTurn turn =
        read(
            "end_turn",
            start(0, "'type':'hologram','id':'h1','ray':'a'"),
            delta(0, "'type':'hologram_delta','id':'h1','ray':'b'"));

    assertThat(wire(turn)).contains("\"id\":\"h1\",\"ray\":\"ab\"");
  }

  /** Symptom: a thought came back without a signature, which the API requires. */
  @Test
  void blocksGoBackWithAllThatTheApiRequires() throws InterruptedException {
    AssistantTurn turn =
        read("tool_use", start(0, "'type':'thinking','thinking':'hm'"), start(1, call("x", "")));

    assertThat(wire(turn)).contains("\"signature\":\"\"");
  }

  /** Symptom: of several blocks only the last was left. */
  @ParameterizedTest
  @ValueSource(strings = {"", "'index':0,", "'index':-7,", "'index':99999999999,"})
  void blocksWithoutAPlaceOfTheirOwnAreAllKept(String index) throws InterruptedException {
    AssistantTurn turn =
        read(
            "tool_use",
            start(0, "'type':'text','text':'Both.'").replace("'index':0,", index),
            stop(0).replace("'index':0,", index),
            start(0, call("x", ",'input':{}")).replace("'index':0,", index),
            json(0, "{\\\"p\\\":1}").replace("'index':0,", index),
            stop(0).replace("'index':0,", index),
            start(0, call("y", ",'input':{}")).replace("'index':0,", index),
            json(0, "{\\\"p\\\":2}").replace("'index':0,", index));

    assertThat(turn.blocks())
        .containsExactly(
            new ContentBlock.Text("Both."),
            new ContentBlock.ToolUse("x", "t", "{\"p\":1}"),
            new ContentBlock.ToolUse("y", "t", "{\"p\":2}"));
  }

  /** Symptom: a call cut before its arguments was run without any. */
  @Test
  void onlyTheLastBlockOfACutAnswerMayBeUnfinished() throws InterruptedException {
    AssistantTurn turn =
        read(
            "max_tokens",
            start(0, call("x", ",'input':{}")),
            stop(0),
            start(1, call("y", ",'input':{}")),
            stop(1));

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse("x", "t", "{}"), new ContentBlock.ToolUse("y", "t", ""));
    assertThat(wire(turn)).contains("\"id\":\"y\",\"name\":\"t\",\"input\":{}");
  }

  private static AssistantTurn read(String reason, String... blocks) throws InterruptedException {
    List<String> events = new ArrayList<>();
    events.add(
        "{'type':'message_start','message':{'id':'m','model':'claude-opus-5-5','usage':"
            + "{'input_tokens':40,'output_tokens':1}}}");
    events.addAll(List.of(blocks));
    events.add(
        "{'type':'message_delta','delta':{'stop_reason':'"
            + reason
            + "'},'usage':{'output_tokens':7}}");
    events.add("{'type':'message_stop'}");
    return replay(FuzzedFormat.events(events.toArray(String[]::new))).turn();
  }

  private static String start(int index, String block) {
    return "{'type':'content_block_start','index':" + index + ",'content_block':{" + block + "}}";
  }

  private static String delta(int index, String delta) {
    return "{'type':'content_block_delta','index':" + index + ",'delta':{" + delta + "}}";
  }

  private static String json(int index, String part) {
    return delta(index, "'type':'input_json_delta','partial_json':'" + part + "'");
  }

  private static String stop(int index) {
    return "{'type':'content_block_stop','index':" + index + ",'x':1}";
  }

  private static String call(String id, String input) {
    return "'type':'tool_use','id':'" + id + "','name':'t'" + input;
  }

  private static String wire(AssistantTurn turn) {
    return new String(turn.wireForm().orElseThrow().bytes(), StandardCharsets.UTF_8);
  }
}
