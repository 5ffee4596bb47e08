package dev.nightshift.models.openai;

import static dev.nightshift.models.fuzz.FuzzedFormat.events;
import static dev.nightshift.models.fuzz.FuzzedFormat.resource;

import dev.nightshift.models.fuzz.FuzzedFormat;
import java.net.URI;

/** Good answers of the Responses API, the Chat Completions API and servers that copy it. */
public final class OpenAiAnswers {
  private static final String TEXT_AND_CALLS =
      events(
          "{'id':'c1','model':'m','choices':[{'index':0,'delta':{'role':'assistant',"
              + "'content':'Reading'},'finish_reason':null}]}",
          "{'id':'c1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_1',"
              + "'type':'function','function':{'name':'read_file','arguments':''}}]}}]}",
          "{'id':'c1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':"
              + "{'arguments':'{'}},{'index':1,'id':'call_2','function':{'name':'list_files',"
              + "'arguments':'{}'}}]}}]}",
          "{'id':'c1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':"
              + "{'arguments':'}'}}]},'finish_reason':'tool_calls'}]}",
          "{'id':'c1','choices':[],'usage':{'prompt_tokens':50,'completion_tokens':7,"
              + "'prompt_tokens_details':{'cached_tokens':20},"
              + "'completion_tokens_details':{'reasoning_tokens':3}}}",
          "[DONE]");
  private static final String THOUGHT =
      events(
          "{'id':'c2','model':'m','choices':[{'index':0,'delta':{'reasoning_content':'hm'}}]}",
          "{'id':'c2','choices':[{'index':0,'delta':{'reasoning':'hm \u00fc'}}]}",
          "{'id':'c2','choices':[{'index':0,'delta':{'reasoning_details':[{'type':"
              + "'reasoning.text','text':'x','index':0}]}}]}",
          "{'id':'c2','choices':[{'index':0,'delta':{'content':'done \ud83d\ude00'},"
              + "'finish_reason':'stop'}],'usage':{'prompt_tokens':5,'completion_tokens':2}}",
          "[DONE]");

  private OpenAiAnswers() {}

  public static FuzzedFormat responses() {
    return FuzzedFormat.of(
        "Responses",
        new ResponsesFormat(URI.create("http://localhost/v1/responses"), FuzzedFormat.KEY),
        "openai:gpt-6.1-sol",
        resource("/dev/nightshift/models/openai/two-tools.sse"),
        events(
            "{'type':'response.created','response':{'id':'r1','model':'gpt-6.1-sol','output':[]}}",
            "{'type':'response.output_item.added','output_index':0,'item':{'type':'message',"
                + "'id':'msg_1','role':'assistant','content':[]}}",
            "{'type':'response.output_text.delta','output_index':0,'content_index':0,"
                + "'delta':'Hi \u00fc'}",
            "{'type':'response.output_item.done','output_index':0,'item':{'type':'message',"
                + "'id':'msg_1','role':'assistant','content':[{'type':'output_text',"
                + "'text':'Hi \u00fc','annotations':[]}]}}",
            "{'type':'response.incomplete','response':{'id':'r1','incomplete_details':{'reason':"
                + "'max_output_tokens'},'usage':{'input_tokens':50,'output_tokens':7,"
                + "'input_tokens_details':{'cached_tokens':3},"
                + "'output_tokens_details':{'reasoning_tokens':1}}}}"),
        events(
            "{'type':'response.failed','response':{'id':'r1','error':{'code':'server_error',"
                + "'message':'sorry'},'usage':null}}"));
  }

  public static FuzzedFormat chat() {
    return chat("Chat Completions", "openai:gpt-6.1-sol", Quirks.openAi(), true);
  }

  public static FuzzedFormat compatible() {
    return chat("OpenRouter", "openai-compatible:qwen3", Quirks.openRouter(), false);
  }

  private static FuzzedFormat chat(String name, String model, Quirks quirks, boolean isOpenAi) {
    String url = "http://localhost/v1";
    return FuzzedFormat.of(
        name,
        new ChatFormat(
            URI.create(url + "/chat/completions"),
            new ChatServer(FuzzedFormat.KEY, "the key", quirks),
            new ChatNames(isOpenAi, url)),
        model,
        TEXT_AND_CALLS,
        THOUGHT,
        events("{'error':{'message':'sorry','type':'server_error','code':503}}"));
  }
}
