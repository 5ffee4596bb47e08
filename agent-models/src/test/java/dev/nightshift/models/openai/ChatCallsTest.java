package dev.nightshift.models.openai;

import static dev.nightshift.models.openai.ChatFixture.DONE;
import static dev.nightshift.models.openai.ChatFixture.USAGE;
import static dev.nightshift.models.openai.ChatFixture.delta;
import static dev.nightshift.models.openai.ChatFixture.play;
import static dev.nightshift.models.openai.OpenAiFixture.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "absurd index | 99999999999;a;t;{} / -5;b;u;{} | a t {} / b u {}"
      })
  void fragmentsAreTheCallsTheyMean(String name, String fragments, String calls)
      throws InterruptedException {
    assertThat(read("tool_calls", fragments).toolUses())
        .map(use -> use.id() + " " + use.name() + " " + use.argumentsJson().replace('"', '\''))
        .containsExactly(calls.split(" / ", -1));
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
