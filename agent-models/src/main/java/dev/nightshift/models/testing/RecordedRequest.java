package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request the server got: its bytes, its headers without the key, and the parts a program looks
 * at to decide what the model would say. Immutable.
 */
public final class RecordedRequest {
  private final int index;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final JsonValue json;

  private RecordedRequest(
      int index, Map<String, List<String>> headers, byte[] body, JsonValue json) {
    this.index = index;
    this.headers = headers;
    this.body = body;
    this.json = json;
  }

  static RecordedRequest of(int index, LoopbackRequest request, JsonValue json) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equals("x-api-key") && !name.equals("authorization")) {
                headers.put(name, List.copyOf(values));
              }
            });
    return new RecordedRequest(index, Map.copyOf(headers), request.body().clone(), json);
  }

  /**
   * Returns the place of this request among all, in the order in which they arrived.
   *
   * @return 0 for the first
   */
  public int index() {
    return index;
  }

  /**
   * Returns the headers, names in lower case, without the one that carries the key.
   *
   * @return the headers
   */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /**
   * Returns the body as it arrived.
   *
   * @return a copy of the bytes
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Returns the body as text.
   *
   * @return JSON
   */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Returns the model asked for.
   *
   * @return its name, for example {@code claude-opus-5-5}
   */
  public String model() {
    return json.text("model", "");
  }

  /**
   * Returns the largest answer asked for.
   *
   * @return tokens
   */
  public int maxTokens() {
    return json.path("max_tokens").number(0);
  }

  /**
   * Returns the standing instructions.
   *
   * @return the system texts joined by line breaks, empty if there are none
   */
  public String system() {
    return texts(json.path("system"));
  }

  /**
   * Returns the names of the tools offered.
   *
   * @return the names in order
   */
  public List<String> toolNames() {
    return json.path("tools").values().stream().map(tool -> tool.text("name", "")).toList();
  }

  /**
   * Returns how many messages the conversation has.
   *
   * @return the number of messages
   */
  public int messageCount() {
    return json.path("messages").size();
  }

  /**
   * Returns the text of the first user message, which usually states the task.
   *
   * @return its text blocks joined by line breaks
   */
  public String firstUserText() {
    return texts(json.path("messages").path(0).path("content"));
  }

  /**
   * Returns the text of the last message.
   *
   * @return its text blocks joined by line breaks, empty if it holds tool results only
   */
  public String lastUserText() {
    return texts(lastContent());
  }

  /**
   * Returns the tool results of the last message.
   *
   * @return the results in order, empty if there are none
   */
  public List<ContentBlock.ToolResult> toolResults() {
    List<ContentBlock.ToolResult> results = new ArrayList<>();
    for (JsonValue block : lastContent().values()) {
      if (block.text("type", "").equals("tool_result")) {
        results.add(
            new ContentBlock.ToolResult(
                block.text("tool_use_id", ""),
                texts(block.path("content")),
                block.path("is_error").isTrue()));
      }
    }
    return List.copyOf(results);
  }

  /**
   * Returns how many answers of the model the conversation holds already, so that a program can
   * tell its first turn from its third.
   *
   * @return the number of assistant messages
   */
  public int assistantTurns() {
    return (int)
        json.path("messages").values().stream()
            .filter(message -> message.text("role", "").equals("assistant"))
            .count();
  }

  @Override
  public String toString() {
    return "request " + index + " to " + model() + " with " + messageCount() + " messages";
  }

  JsonValue json() {
    return json;
  }

  private JsonValue lastContent() {
    JsonValue messages = json.path("messages");
    return messages.path(messages.size() - 1).path("content");
  }

  private static String texts(JsonValue content) {
    if (content.isString()) {
      return content.text();
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue block : content.values()) {
      if (block.text("type", "").equals("text")) {
        texts.add(block.text("text", ""));
      }
    }
    return String.join("\n", texts);
  }
}
