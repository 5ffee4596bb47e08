package dev.nightshift.models.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.json.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fragments of objects of which nobody knows what they mean. */
class GrownObjectTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "as it came | {'x':{'a':null,'b':1.50,'c':[]}} | {'x':{'a':null,'b':1.50,'c':[]}}",
        "text in pieces | {'x':'a'} {'x':'b'} | {'x':'ab'}",
        "text told anew | {'x':'ab'} {'x':'ab'} {'x':'ab'} | {'x':'ab'}",
        "equal pieces | {'x':'a'} {'x':'a'} {'x':'b'} {'x':'b'} | {'x':'aabb'}",
        "prose repeats itself | {'text':'ha'} {'text':'ha'} | {'text':'haha'}",
        "labels | {'type':'a','id':'1'} {'type':'b','id':''} | {'type':'b','id':'1'}",
        "the last number counts | {'x':1} {'x':2.0} {'x':null} | {'x':2.0}",
        "another kind of value | {'x':'a'} {'x':'b'} {'x':{'y':1}} {'x':'c'} | {'x':'c'}",
        "null, then more | {'x':{'y':null}} {'x':{'y':'a','z':1}} | {'x':{'y':'a','z':1}}",
        "objects in objects | {'x':{'y':{'a':'1'}}} {'x':{'y':{'a':'2','b':3}}} |"
            + " {'x':{'y':{'a':'12','b':3}}}",
        "lists of no objects | {'x':[1]} {'x':[1,[2]]} {'x':[[2]]} | {'x':[1,1,[2],[2]]}",
        "by index | {'x':[{'index':1,'u':'b'}]} {'x':[{'index':0,'u':'a'},{'index':1,'u':'c'}]} |"
            + " {'x':[{'index':1,'u':'bc'},{'index':0,'u':'a'}]}",
        "one index for two kinds | {'x':[{'index':0,'type':'a','u':'1'}]}"
            + " {'x':[{'index':0,'type':'b','u':'2'}]} {'x':[{'index':0,'type':'a','u':'3'}]} |"
            + " {'x':[{'index':0,'type':'a','u':'13'},{'index':0,'type':'b','u':'2'}]}",
        "one fragment, two elements | {'x':[{'text':'a'},{'text':'b'}]} |"
            + " {'x':[{'text':'a'},{'text':'b'}]}",
        "prose goes on | {'x':[{'type':'t','text':'a'}]} {'x':[{'type':'t','text':'a'}]} |"
            + " {'x':[{'type':'t','text':'aa'}]}",
        "a signature ends it | {'x':[{'text':'a'}]} {'x':[{'text':'','signature':'s'}]}"
            + " {'x':[{'text':'b'}]} | {'x':[{'text':'a','signature':'s'},{'text':'b'}]}",
        "signature in pieces | {'x':[{'text':'a','signature':'s'}]} {'x':[{'signature':'t'}]} |"
            + " {'x':[{'text':'a','signature':'st'}]}",
        "not without prose | {'x':[{'url':'a'}]} {'x':[{'url':'b'}]} {'x':[{'url':'b'}]} |"
            + " {'x':[{'url':'a'},{'url':'b'},{'url':'b'}]}",
        "not if more differs | {'x':[{'text':'a','n':1}]} {'x':[{'text':'b'}]} |"
            + " {'x':[{'text':'a','n':1},{'text':'b'}]}"
      })
  void fragmentsMakeTheValueTheyMean(String name, String fragments, String whole) {
    GrownObject grown = new GrownObject();

    for (String fragment : fragments.split(" (?=\\{)", -1)) {
      grown.addAll(json(fragment));
    }

    assertThat(grown.json()).isEqualTo(json(whole));
  }

  private static JsonValue json(String quoted) {
    return JsonValue.parse(quoted.replace('\'', '"'));
  }
}
