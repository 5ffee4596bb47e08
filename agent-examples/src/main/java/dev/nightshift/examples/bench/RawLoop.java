package dev.nightshift.examples.bench;

import dev.nightshift.models.testing.ScriptedModelServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The loop as written by hand in an hour: the JDK's client and a tree of the whole history, encoded
 * anew for every call. Nothing is metered, checked or kept.
 */
final class RawLoop implements AgentLoop {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> files = LoopModel.files();
  private final URI endpoint;
  private final ObjectNode firstRequest;

  private RawLoop(URI endpoint, ObjectNode firstRequest) {
    this.endpoint = endpoint;
    this.firstRequest = firstRequest;
  }

  /** Sends what the engine sends: the same model, system prompt, tools and task. */
  static RawLoop at(String url, ObjectNode firstRequest) {
    return new RawLoop(URI.create(url + "/v1/messages"), firstRequest);
  }

  /** The first request of a run of the engine. */
  static ObjectNode recordFirstRequest() throws InterruptedException {
    try (ScriptedModelServer server = ScriptedModelServer.start(LoopModel::reply);
        EngineLoop loop = EngineLoop.at(server.baseUrl())) {
      loop.run();
      return (ObjectNode) JSON.readTree(server.requests().get(0).body());
    }
  }

  @Override
  public void run() throws IOException, InterruptedException {
    ObjectNode request = firstRequest.deepCopy();
    ArrayNode messages = (ArrayNode) request.get("messages");
    for (int step = 0; ; step++) {
      ObjectNode call = send(request);
      if (call.path("name").asString().equals("finish")) {
        checkSteps(step);
        return;
      }
      String text = files.get(call.path("input").path("path").asString());
      messages.addObject().put("role", "assistant").putArray("content").add(call);
      messages
          .addObject()
          .put("role", "user")
          .putArray("content")
          .addObject()
          .put("type", "tool_result")
          .put("tool_use_id", call.path("id").asString())
          .put("content", text);
    }
  }

  /** Returns the one tool call of the answer. */
  private ObjectNode send(ObjectNode body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("content-type", "application/json")
            .header("x-api-key", "bench")
            .header("anthropic-version", "2023-06-01")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
    }
    ObjectNode call = JSON.createObjectNode();
    StringBuilder input = new StringBuilder();
    for (String line : response.body().split("\n", -1)) {
      if (line.startsWith("data:")) {
        read(JSON.readTree(line.substring("data:".length())), call, input);
      }
    }
    call.set("input", JSON.readTree(input.toString()));
    return call;
  }

  private static void read(JsonNode event, ObjectNode call, StringBuilder input) {
    switch (event.path("type").asString()) {
      case "content_block_start" -> call.setAll((ObjectNode) event.get("content_block"));
      case "content_block_delta" ->
          input.append(event.path("delta").path("partial_json").asString(""));
      default -> {
        // Usage and ends do not matter to this loop.
      }
    }
  }

  private static void checkSteps(int steps) {
    if (steps != LoopModel.STEPS) {
      throw new IllegalStateException("the model finished after " + steps + " steps");
    }
  }

  @Override
  public void close() {
    // The JDK's client of version 17 ends with its last reference.
  }
}
