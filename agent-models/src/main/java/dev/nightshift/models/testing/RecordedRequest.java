package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request the server got: its bytes, its headers without the key, and the parts a program looks
 * at to decide what the model would say. Immutable.
 */
public final class RecordedRequest {
  private static final Set<String> KEYS = Set.of("x-api-key", "x-goog-api-key", "authorization");

  private final int index;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final JsonValue json;
  private final AskedPrompt prompt;

  private RecordedRequest(
      int index,
      Map<String, List<String>> headers,
      byte[] body,
      JsonValue json,
      AskedPrompt prompt) {
    this.index = index;
    this.headers = headers;
    this.body = body;
    this.json = json;
    this.prompt = prompt;
  }

  static RecordedRequest of(WireRequest request, JsonValue json, ModelApi api) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!KEYS.contains(name)) {
                headers.put(name, List.copyOf(values));
              }
            });
    AskedPrompt prompt = api.prompts().read(request.path(), json);
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    return new RecordedRequest(request.index(), Map.copyOf(headers), body, json, prompt);
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
    return prompt.model();
  }

  /**
   * Returns the largest answer asked for.
   *
   * @return tokens
   */
  public int maxTokens() {
    return prompt.maxTokens();
  }

  /**
   * Returns the standing instructions.
   *
   * @return the system texts joined by line breaks, empty if there are none
   */
  public String system() {
    return prompt.system();
  }

  /**
   * Returns the names of the tools offered.
   *
   * @return the names in order
   */
  public List<String> toolNames() {
    return prompt.toolNames();
  }

  /**
   * Returns how many messages the conversation has.
   *
   * @return the number of messages
   */
  public int messageCount() {
    return prompt.messages();
  }

  /**
   * Returns the text of the first user message, which usually states the task.
   *
   * @return its text blocks joined by line breaks
   */
  public String firstUserText() {
    return prompt.firstUserText();
  }

  /**
   * Returns the text of the last message.
   *
   * @return its text blocks joined by line breaks, empty if it holds tool results only
   */
  public String lastUserText() {
    return prompt.last().stream()
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .collect(Collectors.joining("\n"));
  }

  /**
   * Returns the tool results of the last message.
   *
   * @return the results in order, empty if there are none
   */
  public List<ContentBlock.ToolResult> toolResults() {
    return prompt.last().stream()
        .filter(ContentBlock.ToolResult.class::isInstance)
        .map(ContentBlock.ToolResult.class::cast)
        .toList();
  }

  /**
   * Returns how many answers of the model the conversation holds already, so that a program can
   * tell its first turn from its third.
   *
   * @return the number of assistant messages
   */
  public int assistantTurns() {
    return prompt.answers();
  }

  @Override
  public String toString() {
    return "request " + index + " to " + model() + " with " + messageCount() + " messages";
  }

  JsonValue json() {
    return json;
  }

  AskedPrompt prompt() {
    return prompt;
  }
}
