package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.models.testing.ReplayServer.Recording;
import java.util.List;
import java.util.stream.Stream;

/**
 * An answer as a server streams it, with a call of {@code read_file} in it.
 *
 * @param name what it is
 * @param format who reads it
 * @param events its events, single quotes for double ones
 * @param sentBack the message, content or item that has to be in the next request
 */
record UnknownParts(String name, ProviderUnderTest format, List<String> events, String sentBack) {
  private static final String FUNCTION =
      "'function':{'name':'read_file','arguments':'{\\'path\\':\\'A.java\\'}'";

  static Stream<UnknownParts> all() {
    return Stream.of(
        anthropicKinds(),
        anthropicMembers(),
        responsesKinds(),
        responsesMembers(),
        responses(
            "Responses: members of calls",
            List.of(),
            "{'type':'function_call','id':'fc_1','name':'read_file','x_f':{'g':null},"
                + "'call_id':'call_1','arguments':'{\\'path\\':\\'A.java\\'}'}"),
        geminiKinds(),
        geminiMembers(),
        chat(
            "Chat Completions: members at every level",
            List.of(
                "'role':'assistant','x_text':'ab','x_list':[1,null],'x_map':{'a':'1','n':null}",
                "'content':'hi','x_text':'cd','x_map':{'b':{'c':[0.10]}}",
                call("'x_call':{'deep':[{'y':1.50}]}", "'x_in_function':true")),
            "'content':'hi','tool_calls':["
                + sentCall("'x_in_function':true", "'x_call':{'deep':[{'y':1.50}]}")
                + "],'x_text':'abcd','x_list':[1,null],"
                + "'x_map':{'a':'1','n':null,'b':{'c':[0.10]}}"),
        chat(
            "Gemini through Chat Completions",
            List.of(
                call("'extra_content':{'google':{'thought_signature':'SIGNED+/a=='}}", ""),
                "'content':'','extra_content':{'google':{'thought_signature':'SIGNED2='}}"),
            "'content':null,'tool_calls':["
                + sentCall("", "'extra_content':{'google':{'thought_signature':'SIGNED+/a=='}}")
                + "],'extra_content':{'google':{'thought_signature':'SIGNED2='}}"),
        chat(
            "LiteLLM",
            List.of(
                thinking("Step 1. ", ""),
                thinking("Step 1. ", ""),
                thinking("", "SIGNED1"),
                "'thinking_blocks':[{'type':'redacted_thinking','data':'SIGNED2'}]",
                "'thinking_blocks':[{'type':'redacted_thinking','data':'SIGNED3'}]",
                thinking("More.", "SIGNED4"),
                thinking("Last.", "SIGNED5"),
                call("", "")),
            "'content':null,'tool_calls':["
                + sentCall("", "")
                + "],'thinking_blocks':["
                + "{'type':'thinking','thinking':'Step 1. Step 1. ','signature':'SIGNED1'},"
                + "{'type':'redacted_thinking','data':'SIGNED2'},"
                + "{'type':'redacted_thinking','data':'SIGNED3'},"
                + "{'type':'thinking','thinking':'More.','signature':'SIGNED4'},"
                + "{'type':'thinking','thinking':'Last.','signature':'SIGNED5'}]"),
        chat(
            "OpenRouter",
            List.of(
                detail("'type':'reasoning.text','index':0,'format':'f','text':'a','id':null"),
                detail("'type':'reasoning.text','index':0,'format':'f','text':'a'"),
                detail("'type':'reasoning.text','index':0,'format':'f','signature':'SIGNED1'"),
                detail("'type':'reasoning.encrypted','index':0,'id':'x_1','data':'SIGNED2'"),
                detail("'type':'reasoning.encrypted','index':0,'id':'x_2','data':'SIGNED2'"),
                call("", "")),
            "'content':null,'tool_calls':["
                + sentCall("", "")
                + "],'reasoning_details':["
                + "{'type':'reasoning.text','index':0,'format':'f','text':'aa','id':null,"
                + "'signature':'SIGNED1'},"
                + "{'type':'reasoning.encrypted','index':0,'id':'x_1','data':'SIGNED2'},"
                + "{'type':'reasoning.encrypted','index':0,'id':'x_2','data':'SIGNED2'}]"),
        chat(
            "Mistral",
            List.of(
                "'role':'assistant','content':''",
                "'content':[{'type':'thinking','thinking':[{'type':'text','text':'moon'}]}]",
                "'content':[{'type':'thinking','thinking':[{'type':'text','text':'moon'}]}]",
                "'content':[{'type':'reference','reference_ids':[1],'x_r':1.0}]",
                "'content':[{'type':'text','text':'ha'}]",
                "'content':'ha'",
                call("", "")),
            "'content':[{'type':'thinking','thinking':[{'type':'text','text':'moonmoon'}]},"
                + "{'type':'reference','reference_ids':[1],'x_r':1.0},"
                + "{'type':'text','text':'haha'}],'tool_calls':["
                + sentCall("", "")
                + "]"));
  }

  private static UnknownParts anthropicKinds() {
    return anthropic(
        "Anthropic: blocks and deltas of unknown kinds",
        List.of(
            start(0, "'type':'moonrise','id':'x_1','x_a':[1,null],'x_t':'a'"),
            "{'type':'content_block_delta','index':0,'delta':{'type':'moonrise_delta',"
                + "'x_t':'b','x_b':{'c':1.50}}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta',"
                + "'partial_json':'{\\'x_q\\':1}'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'citations_delta',"
                + "'citation':{'x_c':1}}}"),
        "{'type':'moonrise','id':'x_1','x_a':[1,null],'x_t':'ab','x_b':{'c':1.50},"
            + "'citations':[{'x_c':1}],'input':{'x_q':1}}");
  }

  private static UnknownParts anthropicMembers() {
    return anthropic(
        "Anthropic: members of known blocks",
        List.of(
            start(0, "'type':'thinking','thinking':'','signature':'','x_t':{'a':[null]}"),
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta',"
                + "'thinking':'moon'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta',"
                + "'signature':'SIGNED'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'x_glow_delta',"
                + "'x_glow':'a'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'x_glow_delta',"
                + "'x_glow':'b'}}",
            "{'type':'x_event','index':0}"),
        "{'type':'thinking','thinking':'moon','signature':'SIGNED','x_t':{'a':[null]},"
            + "'x_glow':'ab'}");
  }

  private static UnknownParts anthropic(String name, List<String> block, String sentBack) {
    Stream<String> before =
        Stream.of(
            "{'type':'message_start','message':{'id':'m','model':'claude-opus-5-5','x_m':1,"
                + "'usage':{'input_tokens':40,'output_tokens':1}}}");
    Stream<String> after =
        Stream.of(
            start(1, "'type':'tool_use','id':'toolu_1','name':'read_file','input':{},'x_u':'1'"),
            "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta',"
                + "'partial_json':'{\\'path\\':\\'A.java\\'}'}}",
            "{'type':'message_delta','delta':{'stop_reason':'tool_use'},"
                + "'usage':{'output_tokens':7}}",
            "{'type':'message_stop'}");
    return new UnknownParts(
        name,
        WireFormats.all().get(0),
        Stream.of(before, block.stream(), after).flatMap(events -> events).toList(),
        "{'role':'assistant','content':["
            + sentBack
            + ",{'type':'tool_use','id':'toolu_1','name':'read_file',"
            + "'input':{'path':'A.java'},'x_u':'1'}]}");
  }

  private static String start(int index, String block) {
    return "{'type':'content_block_start','index':" + index + ",'content_block':{" + block + "}}";
  }

  private static UnknownParts responsesKinds() {
    String item = "{'type':'moonrise','id':'x_1','x_a':[1,null],'x_d':{'e':1.50}}";
    return responses(
        "Responses: items of unknown kinds",
        List.of(
            "{'type':'response.output_item.added','output_index':0,"
                + "'item':{'type':'moonrise','id':'x_1'}}",
            "{'type':'response.moonrise.delta','output_index':0,'item_id':'x_1','delta':'z'}",
            "{'type':'response.output_item.done','output_index':0,'item':" + item + "}"),
        item);
  }

  private static UnknownParts responsesMembers() {
    String item =
        "{'type':'message','id':'msg_1','role':'assistant','status':'completed','x_m':[null],"
            + "'content':[{'type':'output_text','text':'hi','annotations':[{'x_n':1.0}],'x_p':''},"
            + "{'type':'moon_part','x_q':1}]}";
    return responses(
        "Responses: members of known items",
        List.of("{'type':'response.output_item.done','output_index':0,'item':" + item + "}"),
        item);
  }

  private static UnknownParts responses(String name, List<String> item, String sentBack) {
    Stream<String> before =
        Stream.of("{'type':'response.created','response':{'id':'r','model':'gpt-6.1-sol'}}");
    Stream<String> after =
        Stream.of(
            "{'type':'response.output_item.done','output_index':1,'item':{'type':'function_call',"
                + "'id':'fc_1','call_id':'call_1','name':'read_file','x_f':{'g':null},"
                + "'arguments':'{\\'path\\':\\'A.java\\'}'}}",
            "{'type':'response.completed','response':{'id':'r','model':'gpt-6.1-sol','x_r':1,"
                + "'usage':{'input_tokens':50,'output_tokens':7}}}");
    return new UnknownParts(
        name,
        WireFormats.all().get(1),
        Stream.of(before, item.stream(), after).flatMap(events -> events).toList(),
        sentBack);
  }

  private static UnknownParts geminiKinds() {
    return gemini(
        "Gemini: parts of unknown kinds",
        "{'moonrise':{'x_a':[1,null],'x_b':1.50},'thoughtSignature':'SIGNED1'}",
        "{'x_alone':'b'}");
  }

  private static UnknownParts geminiMembers() {
    return gemini(
        "Gemini: members of known parts",
        "{'text':'hi','x_t':{'a':[null]},'thoughtSignature':'SIGNED1'}",
        "{'text':'','thoughtSignature':'SIGNED2','x_e':1.0}");
  }

  private static UnknownParts gemini(String name, String first, String second) {
    String call =
        "{'functionCall':{'name':'read_file','args':{'path':'A.java'},'id':'g1','x_c':{'d':1.50}},"
            + "'thoughtSignature':'SIGNED3','x_u':[]}";
    return new UnknownParts(
        name,
        WireFormats.all().get(3),
        Stream.of(first, second, call)
            .map(
                part ->
                    "{'candidates':[{'index':0,'x_k':1,'content':{'role':'model','parts':["
                        + part
                        + "]}"
                        + (part.equals(call) ? ",'finishReason':'STOP'" : "")
                        + "}],'x_v':1,'usageMetadata':{'promptTokenCount':50,"
                        + "'candidatesTokenCount':7}}")
            .toList(),
        "{'role':'model','parts':[" + first + "," + second + "," + call + "]}");
  }

  private static UnknownParts chat(String name, List<String> deltas, String sentBack) {
    Stream<String> told =
        deltas.stream().map(delta -> "{'choices':[{'index':0,'delta':{" + delta + "}}]}");
    Stream<String> end =
        Stream.of(
            "{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}],'x_e':1}",
            "{'choices':[],'usage':{'prompt_tokens':50,'completion_tokens':7}}",
            "[DONE]");
    return new UnknownParts(
        name,
        WireFormats.all().get(2),
        Stream.concat(told, end).toList(),
        "{'role':'assistant'," + sentBack + "}");
  }

  private static String thinking(String text, String signature) {
    return "'thinking_blocks':[{'type':'thinking','thinking':'%s','signature':'%s'}]"
        .formatted(text, signature);
  }

  private static String detail(String members) {
    return "'reasoning_details':[{" + members + "}]";
  }

  private static String call(String ofCall, String ofFunction) {
    return "'tool_calls':[{'index':0,'id':'c1','type':'function',"
        + FUNCTION
        + after(ofFunction)
        + "}"
        + after(ofCall)
        + "}]";
  }

  private static String sentCall(String ofFunction, String ofCall) {
    return "{'id':'c1',"
        + FUNCTION
        + after(ofFunction)
        + "},'type':'function'"
        + after(ofCall)
        + "}";
  }

  private static String after(String members) {
    return members.isEmpty() ? "" : "," + members;
  }

  /** Texts in texts are escaped once more. */
  private static String json(String quoted) {
    return quoted.replace("\\'", "\\\"").replace('\'', '"');
  }

  Recording answer() {
    return Recording.events(events.stream().map(UnknownParts::json).toArray(String[]::new));
  }

  JsonValue expected() {
    return JsonValue.parse(json(sentBack));
  }

  @Override
  public String toString() {
    return name;
  }
}
