package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.ChatFixture.DONE;
import static dev.nightshift.models.openai.ChatFixture.USAGE;
import static dev.nightshift.models.openai.ChatFixture.delta;
import static dev.nightshift.models.openai.ChatFixture.play;
import static dev.nightshift.models.openai.OpenAiFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments of calls, of which servers leave out the index, the id or both. */
class ChatCallsTest {
  /**
   * Case 28 of the list of tricky cases: each as {@code index;id;name;arguments} of its fragments,
   * then the calls as they are read.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id in each, no index | ;a;t;{'p': / ;a;;1} | a t {'p':1}",
        "ids take turns, no index | ;a;t;{'p': / ;b;u;{'q': / ;a;;1} / ;b;;2} |"
            + " a t {'p':1} / b u {'q':2}",
        "two at one index, no ids | 0;;t;{} / 0;;u;{} | c00010000 t {} / c00010001 u {}",
        "two of one tool at one index | 0;;t;{} / 0;;t;{'p':1} |"
            + " c00010000 t {} / c00010001 t {'p':1}",
        "nothing told, two calls | ;;t;{'p': / ;;;1} / ;;t;{'p':2} |"
            + " c00010000 t {'p':1} / c00010001 t {'p':2}",
        "whole, then no name | ;a;t;{} / ;;;{'p':2} | a t {} / c00010001  {'p':2}",
        "name in each, no index | ;;t;{'p': / ;;t;1} | c00010000 t {'p':1}",
        "another id at the index | 0;a;t;{} / 0;b;u;{'q': / 0;b;;2} | a t {} / b u {'q':2}",
        "another id, name follows | 0;a;t;{} / 0;b;; / 0;b;u;{} | a t {} / b u {}",
        "the other's id at the index | 0;a;t;{'p': / 0;b;u;{'q': / 0;a;;1} / 0;b;;2} |"
            + " a t {'p':1} / b u {'q':2}",
        "a new id in each, one index | 0;a;t;{'p': / 0;x;;1 / 0;y;;} | a t {'p':1}",
        "told again whole | 0;a;t;{'p':1} / 0;a;t;{'p':1} | a t {'p':1}",
        "begun with an empty object | 0;a;t;{} / 0;;;{'p': / 0;;;1} | a t {'p':1}",
        "braces in texts | ;;t;{'p':'}' / ;;;,'q':'\\'}'} | c00010000 t {'p':'}','q':'\\'}'}",
        "blank end | ;;t;{} / ;;; / ;;; | c00010000 t {}",
        "id comes late | 0;;t;{'p': / 0;a;;1} | a t {'p':1}",
        "name in two pieces | 0;a;read; / 0;;_file;{} | a read_file {}",
        "name in pieces, one id | 0;a;list; / 0;a;_fi; / 0;a;les;{'p': / 0;;;1} | a list_files {'p':1}",
        "two tools without arguments | 0;;read_file; / 0;;list_files; |"
            + " c00010000 read_file {} / c00010001 list_files {}",
        "absurd index | 99999999999;a;t;{} / -5;b;u;{} | a t {} / b u {}"
      })
  void fragmentsAreTheCallsTheyMean(String name, String fragments, String calls)
      throws InterruptedException {
    assertThat(read("tool_calls", fragments).toolUses())
        .map(use -> use.id() + " " + use.name() + " " + use.argumentsJson().replace('"', '\''))
        .containsExactly(calls.split(" / ", -1));
  }

  /** Symptom: arguments that are a number, a text or a list were {}, and the tool was run. */
  @ParameterizedTest
  @ValueSource(strings = {"5", "[1,2]", "true", "'5'", "'[]'", "'hello'"})
  void argumentsThatAreNoObjectBecameNone(String arguments) throws InterruptedException {
    AssistantTurn turn =
        play(
                delta(
                    "'tool_calls':[{'index':0,'id':'a','function':{'name':'read_file','arguments':"
                        + arguments
                        + "}}]",
                    "tool_calls"),
                USAGE,
                DONE)
            .turn();

    String told = turn.toolUses().get(0).argumentsJson();
    assertThat(told).isEqualTo(arguments.replace("'", ""));
    assertThatThrownBy(() -> ToolArguments.parse(told)).isInstanceOf(ToolArgumentException.class);
    assertThat(wire(turn)).contains("\"arguments\":\"{}\"");
  }

  /** Symptom: a call in the old form was an empty answer that ended the turn. */
  @Test
  void callInTheOldFormIsACall() throws InterruptedException {
    AssistantTurn turn =
        play(
                delta("'content':null,'function_call':{'name':'read_file','arguments':''}", null),
                delta("'function_call':{'arguments':'{}'}", null),
                delta("", "function_call"),
                USAGE,
                DONE)
            .turn();

    assertThat(turn.stopReason()).isEqualTo(StopReason.TOOL_USE);
    assertThat(turn.toolUses())
        .containsExactly(new ContentBlock.ToolUse("c00010000", "read_file", "{}"));
    assertThat(wire(turn)).contains("\"tool_calls\":[{\"id\":\"c00010000\"");
  }

  /** Some gateways tell the one call in both forms, and some the old one as null. */
  @ParameterizedTest
  @ValueSource(strings = {"{'name':'read_file','arguments':'{}'}", "null", "{'name':null}"})
  void callToldInBothFormsIsOneCall(String function) throws InterruptedException {
    String call = "'tool_calls':[{'index':0,'id':'a','function':{'name':'read_file'}}]";

    AssistantTurn turn =
        play(delta("'function_call':" + function + "," + call, "tool_calls"), USAGE, DONE).turn();

    assertThat(turn.toolUses()).containsExactly(new ContentBlock.ToolUse("a", "read_file", "{}"));
  }

  /**
   * Symptom: a call cut before its arguments was run without any.
   *
   * <p>Case 28 of the list of tricky cases.
   */
  @Test
  void onlyTheLastCallOfACutAnswerMayBeUnfinished() throws InterruptedException {
    AssistantTurn turn = read("length", "0;a;t; / 1;b;u;");

    assertThat(turn.toolUses())
        .containsExactly(
            new ContentBlock.ToolUse("a", "t", "{}"), new ContentBlock.ToolUse("b", "u", ""));
    assertThat(wire(turn)).doesNotContain("\"arguments\":\"\"");
  }

  /** Symptom: the call that went back had two types. */
  @Test
  void blankTypeOfACallIsThatOfAFunction() throws InterruptedException {
    AssistantTurn turn =
        play(
                delta(
                    "'tool_calls':[{'index':0,'id':'a','type':'','function':{'name':'t',"
                        + "'arguments':'{}'}}]",
                    "stop"),
                USAGE,
                DONE)
            .turn();

    assertThat(wire(turn)).containsOnlyOnce("\"type\"").contains("\"type\":\"function\"");
  }

  private static AssistantTurn read(String reason, String fragments) throws InterruptedException {
    List<String> chunks = new ArrayList<>();
    for (String fragment : fragments.split(" / ", -1)) {
      String[] told = fragment.strip().split(";", -1);
      String arguments = told[3].replace("\\", "\\\\").replace("'", "\\\"");
      String index = told[0].isEmpty() ? "" : "'index':" + told[0] + ",";
      String id = told[1].isEmpty() ? "" : "'id':'" + told[1] + "',";
      String name = told[2].isEmpty() ? "" : "'name':'" + told[2] + "',";
      chunks.add(
          delta(
              "'tool_calls':[{%s%s'function':{%s'arguments':'%s'}}]"
                  .formatted(index, id, name, arguments),
              null));
    }
    chunks.add(delta("", reason));
    chunks.add(USAGE);
    chunks.add(DONE);
    return play(chunks.toArray(String[]::new)).turn();
  }
}
