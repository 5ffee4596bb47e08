package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A part of a prompt.
 *
 * @param kind what it is
 * @param message which message it belongs to, counted up; without a meaning outside of messages
 * @param block what it says, as far as this library has a word for it; the name of a tool
 * @param json how it was sent
 */
record PromptPart(Kind kind, int message, ContentBlock block, JsonValue json) {
  static final int BYTES_PER_TOKEN = 4;

  /** The only mark there is; what OpenAI's explicit breakpoints are, no provider here sends. */
  private static final String MARK = "cache_control";

  static PromptPart setting(JsonValue json) {
    return new PromptPart(Kind.SETTING, 0, new ContentBlock.Text(""), json);
  }

  static PromptPart tool(String name, JsonValue json) {
    return new PromptPart(Kind.TOOL, 0, new ContentBlock.Text(name), json);
  }

  static PromptPart system(String text, JsonValue json) {
    return new PromptPart(Kind.SYSTEM, 0, new ContentBlock.Text(text), json);
  }

  static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  /** Returns what the prompt has of it: all but its mark. */
  byte[] bytes() {
    return withoutMark().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns its text, empty if it is none. */
  String text() {
    return block instanceof ContentBlock.Text text ? text.text() : "";
  }

  boolean isMarked() {
    return json.path(MARK).isObject();
  }

  Duration lifetime() {
    return json.path(MARK).path("ttl").text("5m").equals("1h")
        ? Duration.ofHours(1)
        : Duration.ofMinutes(5);
  }

  private JsonValue withoutMark() {
    return json.without(MARK);
  }

  /** What parts of a prompt are. */
  enum Kind {
    /** No text of its own, but what comes after it is cached for it alone. */
    SETTING,
    TOOL,
    SYSTEM,
    /** Said to the model: texts and results of tools. */
    USER,
    /** Said by the model. */
    MODEL
  }
}
