package dev.nightshift.benchmarks;

import java.nio.charset.StandardCharsets;

/** What the model answers, as a message or as the events of one, ready to be sent. */
final class Answers {
  static final int DELTAS = 10_000;
  private static final String USAGE =
      "\"usage\":{\"input_tokens\":400,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":12}";
  private static final String HEAD =
      "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-opus-5-5\",\"content\":[";

  private Answers() {}

  static byte[] message(String block, String stopReason) {
    String body =
        HEAD
            + block
            + "],\"stop_reason\":\""
            + stopReason
            + "\",\"stop_sequence\":null,"
            + USAGE
            + "}";
    return response("application/json", body);
  }

  /** A text in so many pieces. */
  static byte[] textEvents(int pieces) {
    StringBuilder events = start("{\"type\":\"text\",\"text\":\"\"}");
    for (int i = 0; i < pieces; i++) {
      delta(events, "{\"type\":\"text_delta\",\"text\":\"piece " + i + " of it \"}");
    }
    return stop(events, "end_turn");
  }

  /** A tool call, its arguments in two pieces. */
  static byte[] callEvents(String id, String tool, String arguments) {
    StringBuilder events = start(call(id, tool, "{}"));
    String escaped = arguments.replace("\"", "\\\"");
    delta(events, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}");
    delta(events, "{\"type\":\"input_json_delta\",\"partial_json\":\"" + escaped + "\"}");
    return stop(events, "tool_use");
  }

  static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  static String call(String id, String tool, String arguments) {
    return "{\"type\":\"tool_use\",\"id\":\""
        + id
        + "\",\"name\":\""
        + tool
        + "\",\"input\":"
        + arguments
        + "}";
  }

  private static StringBuilder start(String block) {
    StringBuilder events = new StringBuilder();
    event(
        events,
        "message_start",
        "\"message\":" + HEAD + "],\"stop_reason\":null,\"stop_sequence\":null," + USAGE + "}");
    event(events, "content_block_start", "\"index\":0,\"content_block\":" + block);
    event(events, "ping", "");
    return events;
  }

  private static void delta(StringBuilder events, String delta) {
    event(events, "content_block_delta", "\"index\":0,\"delta\":" + delta);
  }

  private static byte[] stop(StringBuilder events, String reason) {
    event(events, "content_block_stop", "\"index\":0");
    event(
        events,
        "message_delta",
        "\"delta\":{\"stop_reason\":\"" + reason + "\",\"stop_sequence\":null}," + USAGE);
    event(events, "message_stop", "");
    return response("text/event-stream", events.toString());
  }

  private static void event(StringBuilder events, String name, String fields) {
    events.append("event: ").append(name).append("\ndata: {\"type\":\"").append(name).append('"');
    events.append(fields.isEmpty() ? "" : ",").append(fields).append("}\n\n");
  }

  private static byte[] response(String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: "
            + type
            + "\r\nrequest-id: req_bench\r\ncontent-length: "
            + bytes.length
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }
}
