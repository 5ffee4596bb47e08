package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.testing.PromptPart.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads requests of both APIs of OpenAI: tools, what the developer says, messages or items. Prompts
 * under different cache keys have nothing in common.
 */
final class OpenAiPrompts implements PromptReader {
  private static final List<String> SETTINGS =
      List.of("model", "prompt_cache_key", "reasoning", "reasoning_effort", "tool_choice");
  private static final Set<String> DEVELOPER = Set.of("system", "developer");

  @Override
  public AskedPrompt read(String path, JsonValue body) {
    int most = body.path("max_output_tokens").number(body.path("max_completion_tokens").number(0));
    return new AskedPrompt(body.text("model", ""), most, lifetime(body), parts(body));
  }

  private static Optional<Duration> lifetime(JsonValue body) {
    JsonValue options = body.path("prompt_cache_options");
    if (options.text("mode", "implicit").equals("explicit")) {
      return Optional.of(Duration.ZERO);
    }
    String ttl = options.text("ttl", "");
    return ttl.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.parse("PT" + ttl.toUpperCase(Locale.ROOT)));
  }

  private static List<PromptPart> parts(JsonValue body) {
    List<PromptPart> parts = new ArrayList<>();
    SETTINGS.forEach(name -> parts.add(PromptPart.setting(body.path(name))));
    for (JsonValue tool : body.path("tools").values()) {
      JsonValue function = tool.has("function") ? tool.path("function") : tool;
      parts.add(PromptPart.tool(function.text("name", ""), tool));
    }
    if (body.has("instructions")) {
      parts.add(PromptPart.system(body.text("instructions", ""), body.path("instructions")));
    }
    messages(body.has("input") ? body.path("input") : body.path("messages"), parts);
    return parts;
  }

  /** What a model says at a time is several items of one API and one message of the other. */
  private static void messages(JsonValue messages, List<PromptPart> parts) {
    int index = 0;
    Kind before = Kind.SYSTEM;
    for (JsonValue message : messages.values()) {
      Kind kind = kind(message);
      if (kind == Kind.SYSTEM) {
        parts.add(PromptPart.system(text(message.path("content")), message));
        continue;
      }
      index += kind == Kind.MODEL && before == Kind.MODEL ? 0 : 1;
      parts.add(new PromptPart(kind, index, said(message), message));
      before = kind;
    }
  }

  private static Kind kind(JsonValue message) {
    String role = message.text("role", "");
    if (DEVELOPER.contains(role)) {
      return Kind.SYSTEM;
    }
    boolean isResult = message.text("type", "").equals("function_call_output");
    return role.equals("user") || role.equals("tool") || isResult ? Kind.USER : Kind.MODEL;
  }

  private static ContentBlock said(JsonValue message) {
    if (message.has("output")) {
      return result(message, "call_id", "output");
    }
    return message.has("tool_call_id")
        ? result(message, "tool_call_id", "content")
        : new ContentBlock.Text(text(message.path("content")));
  }

  /** Neither API has a field for a tool that failed. */
  private static ContentBlock result(JsonValue message, String id, String content) {
    return new ContentBlock.ToolResult(message.text(id, ""), text(message.path(content)), false);
  }

  private static String text(JsonValue content) {
    if (content.isString()) {
      return content.text();
    }
    return String.join("\n", content.values().stream().map(part -> part.text("text", "")).toList());
  }
}
