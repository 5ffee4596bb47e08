package dev.nightshift.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The baseline: what a good engineer writes in an hour. The JDK's client, and a tree of the whole
 * history, encoded anew for every call. Nothing is metered, checked, repeated or kept.
 */
final class RawClient {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final boolean streamed;

  private RawClient(URI endpoint, boolean streamed) {
    this.endpoint = endpoint;
    this.streamed = streamed;
  }

  static RawClient plain(String url) {
    return new RawClient(URI.create(url + "/v1/messages"), false);
  }

  static RawClient streamed(String url) {
    return new RawClient(URI.create(url + "/v1/messages"), true);
  }

  /** The request of a conversation of this benchmark before its first step. */
  static ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.put("model", Prompt.MODEL.model()).put("max_tokens", Prompt.MAX_OUTPUT_TOKENS);
    request.put("system", Prompt.SYSTEM);
    ObjectNode tool = request.putArray("tools").addObject();
    tool.put("name", Prompt.TOOL.name()).put("description", Prompt.TOOL.description());
    tool.set("input_schema", JSON.readTree(Prompt.TOOL.inputSchemaJson()));
    request.putArray("messages").addObject().put("role", "user").put("content", Prompt.USER);
    return request;
  }

  /** The same with all its steps made. */
  static ObjectNode history() {
    ObjectNode request = request();
    int step = 0;
    for (Map.Entry<String, String> file : Prompt.files(Prompt.HISTORY_STEPS).entrySet()) {
      ObjectNode call =
          JSON.createObjectNode().put("type", "tool_use").put("id", "toolu_" + step++);
      call.put("name", Prompt.TOOL.name()).putObject("input").put("path", file.getKey());
      addStep(request, call, file.getValue());
    }
    return request;
  }

  /** Reads files until the model is done; the request grows by each step. */
  void loop(ObjectNode request, Map<String, String> files)
      throws IOException, InterruptedException {
    JsonNode call = send(request);
    while (!call.path("name").asString().equals("finish")) {
      addStep(request, call, fresh(files.get(call.path("input").path("path").asString())));
      call = send(request);
    }
  }

  /** Returns the last block of the answer. */
  JsonNode send(ObjectNode body) throws IOException, InterruptedException {
    body.put("stream", streamed);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("content-type", "application/json")
            .header("x-api-key", "bench")
            .header("anthropic-version", "2023-06-01")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    return streamed ? events(request.header("accept", "text/event-stream")) : message(request);
  }

  private static JsonNode message(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
    requireOk(response);
    return JSON.readTree(response.body()).path("content").path(0);
  }

  private static JsonNode events(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response = CLIENT.send(request.build(), BodyHandlers.ofLines());
    requireOk(response);
    ObjectNode block = JSON.createObjectNode();
    StringBuilder text = new StringBuilder();
    StringBuilder input = new StringBuilder();
    try (Stream<String> lines = response.body()) {
      Iterator<String> all = lines.iterator();
      while (all.hasNext()) {
        String line = all.next();
        if (line.startsWith("data:")) {
          read(JSON.readTree(line.substring("data:".length())), block, text, input);
        }
      }
    }
    if (input.length() > 0) {
      block.set("input", JSON.readTree(input.toString()));
    } else {
      block.put("text", text.toString());
    }
    return block;
  }

  private static void read(
      JsonNode event, ObjectNode block, StringBuilder text, StringBuilder input) {
    switch (event.path("type").asString()) {
      case "content_block_start" -> block.setAll((ObjectNode) event.get("content_block"));
      case "content_block_delta" -> {
        text.append(event.path("delta").path("text").asString(""));
        input.append(event.path("delta").path("partial_json").asString(""));
      }
      default -> {
        // Usage and ends do not matter here.
      }
    }
  }

  private static void addStep(ObjectNode request, JsonNode call, String text) {
    ArrayNode messages = (ArrayNode) request.get("messages");
    messages.addObject().put("role", "assistant").putArray("content").add(call);
    ObjectNode result = messages.addObject().put("role", "user").putArray("content").addObject();
    result.put("type", "tool_result").put("tool_use_id", call.path("id").asString());
    result.put("content", text);
  }

  /** Each agent reads its own text, as from a disk. */
  private static String fresh(String text) {
    return new String(text.toCharArray());
  }

  private static void requireOk(HttpResponse<?> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode());
    }
  }
}
