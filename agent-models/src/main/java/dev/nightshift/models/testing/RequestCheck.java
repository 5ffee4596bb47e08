package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of the Messages API that a client breaks most easily; the newest models' among them.
 */
final class RequestCheck {
  private static final int MOST_CACHE_MARKS = 4;
  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");
  private static final List<String> LIFETIMES = List.of("5m", "1h");
  private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");

  private RequestCheck() {}

  /**
   * Returns what the API would complain about, or empty.
   *
   * @param request the body
   * @param goesOn whether it sends a paused turn back, which alone may stand at the end
   */
  static Optional<String> complaint(JsonValue request, boolean goesOn) {
    if (request.text("model", "").isBlank()) {
      return Optional.of("model: Field required");
    }
    if (request.path("max_tokens").number(0) < 1) {
      return Optional.of("max_tokens: Field required, at least 1");
    }
    if (!request.path("messages").isArray() || request.path("messages").isEmpty()) {
      return Optional.of("messages: at least one message is required");
    }
    for (String name : SAMPLING) {
      if (request.has(name)) {
        return Optional.of(name + ": sampling parameters are not supported by this model");
      }
    }
    String choice = request.path("tool_choice").text("type", "auto");
    if (!choice.equals("auto") && !choice.equals("none")) {
      return Optional.of("tool_choice: forced tool use is not supported by this model");
    }
    String effort = request.path("output_config").text("effort", "high");
    if (!EFFORTS.contains(effort)) {
      return Optional.of("output_config.effort: '" + effort + "' is none of " + EFFORTS);
    }
    Optional<String> marks = marks(MessagesPrompts.parts(request));
    return marks
        .or(() -> toolUseIds(request.path("messages")))
        .or(() -> messages(request.path("messages"), goesOn));
  }

  private static Optional<String> marks(List<PromptPart> blocks) {
    List<String> lifetimes =
        blocks.stream()
            .filter(PromptPart::isMarked)
            .map(block -> block.json().path("cache_control").text("ttl", "5m"))
            .toList();
    if (lifetimes.size() > MOST_CACHE_MARKS) {
      return Optional.of(
          "a maximum of 4 blocks with cache_control may be provided, found " + lifetimes.size());
    }
    if (!LIFETIMES.containsAll(lifetimes)) {
      return Optional.of("cache_control.ttl: one of " + lifetimes + " is none of " + LIFETIMES);
    }
    return lifetimes.lastIndexOf("1h") > lifetimes.indexOf("5m") && lifetimes.contains("5m")
        ? Optional.of("cache_control.ttl: a '1h' block must not come after a '5m' block")
        : Optional.empty();
  }

  private static Optional<String> messages(JsonValue messages, boolean goesOn) {
    Set<String> open = Set.of();
    int index = 0;
    for (JsonValue message : messages.values()) {
      String place = "messages." + index++;
      String role = message.text("role", "");
      JsonValue content = message.path("content");
      if (content.isEmpty() && !content.isString()) {
        return Optional.of(place + ": all messages must have non-empty content");
      }
      if (hasBlankText(content)) {
        return Optional.of(place + ": text content blocks must contain non-whitespace text");
      }
      if (hasEmptyError(content)) {
        return Optional.of(place + ": tool_result: content cannot be empty if `is_error` is true");
      }
      if (role.equals("assistant") && isThinking(content.path(content.size() - 1))) {
        return Optional.of(
            place + ": the final block in an assistant message cannot be `thinking`");
      }
      Set<String> answered = ids(content, "tool_result", "tool_use_id");
      if (!answered.equals(open)) {
        return Optional.of(
            place + ": tool_use ids " + open + " need tool_result blocks, found " + answered);
      }
      if (!answered.isEmpty() && !isToolResult(content.path(0))) {
        return Optional.of(place + ": tool_result blocks must come first");
      }
      open = role.equals("assistant") ? ids(content, "tool_use", "id") : Set.of();
    }
    boolean endsWithUser = messages.path(messages.size() - 1).text("role", "").equals("user");
    return endsWithUser || goesOn
        ? Optional.empty()
        : Optional.of("messages: the conversation must end with a user message");
  }

  private static Optional<String> toolUseIds(JsonValue messages) {
    Set<String> seen = new HashSet<>();
    for (JsonValue message : messages.values()) {
      for (JsonValue block : message.path("content").values()) {
        if (block.text("type", "").equals("tool_use")) {
          String id = block.text("id", "");
          if (!id.matches("[a-zA-Z0-9_-]+")) {
            return Optional.of("tool_use.id: '" + id + "' should match '^[a-zA-Z0-9_-]+$'");
          }
          if (!seen.add(id)) {
            return Optional.of("tool_use ids must be unique, '" + id + "' is not");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Set<String> ids(JsonValue content, String type, String property) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonValue block : content.values()) {
      if (block.text("type", "").equals(type)) {
        ids.add(block.text(property, ""));
      }
    }
    return ids;
  }

  private static boolean hasBlankText(JsonValue content) {
    return content.values().stream()
        .filter(block -> block.text("type", "").equals("text"))
        .anyMatch(block -> block.text("text", "").isBlank());
  }

  private static boolean hasEmptyError(JsonValue content) {
    return content.values().stream()
        .filter(block -> block.path("is_error").isTrue())
        .anyMatch(block -> block.text("content", "").isBlank());
  }

  private static boolean isThinking(JsonValue block) {
    String type = block.text("type", "");
    return type.equals("thinking") || type.equals("redacted_thinking");
  }

  private static boolean isToolResult(JsonValue block) {
    return block.text("type", "").equals("tool_result");
  }
}
