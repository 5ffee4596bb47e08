package dev.nightshift.models.anthropic;

import static dev.nightshift.models.fuzz.FuzzedFormat.events;
import static dev.nightshift.models.fuzz.FuzzedFormat.resource;

import dev.nightshift.models.fuzz.FuzzedFormat;
import java.net.URI;

/** Good answers of the Messages API: recorded ones, and one with all kinds of blocks. */
public final class AnthropicAnswers {
  private AnthropicAnswers() {}

  public static FuzzedFormat format() {
    return FuzzedFormat.of(
        "Messages",
        new AnthropicFormat(URI.create("http://localhost/v1/messages"), FuzzedFormat.KEY),
        "anthropic:claude-opus-5-5",
        recorded("basic_response.txt"),
        recorded("tool_use_response.txt"),
        recorded("refusal_response.txt"),
        recorded("incomplete_partial_json_response.txt"),
        recorded("compaction_response.txt"),
        recorded("fallback_response.txt"),
        recorded("stream-a-refusal.sse"),
        recorded("stream-b-fallback.sse"),
        everyKindOfBlock());
  }

  private static String recorded(String name) {
    return resource("/wire-specs/anthropic/" + name);
  }

  private static String everyKindOfBlock() {
    return events(
        "{'type':'message_start','message':{'id':'msg_1','model':'claude-opus-5-5','usage':"
            + "{'input_tokens':9,'cache_read_input_tokens':4,'cache_creation_input_tokens':2,"
            + "'cache_creation':{'ephemeral_5m_input_tokens':2},'output_tokens':1}}}",
        "{'type':'content_block_start','index':0,'content_block':{'type':'thinking',"
            + "'thinking':'','signature':''}}",
        "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta',"
            + "'thinking':'hm \u00fc \ud83d\ude00'}}",
        "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta',"
            + "'signature':'EqQB+/='}}",
        "{'type':'content_block_stop','index':0}",
        "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking',"
            + "'data':'abc'}}",
        "{'type':'content_block_stop','index':1}",
        "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use',"
            + "'id':'toolu_1','name':'read_file','input':{}}}",
        "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
            + "'partial_json':'{\\\"path\\\": \\\"a'}}",
        "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta',"
            + "'partial_json':'.txt\\\"}'}}",
        "{'type':'content_block_stop','index':2}",
        "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},"
            + "'usage':{'output_tokens':31}}",
        "{'type':'message_stop'}");
  }
}
