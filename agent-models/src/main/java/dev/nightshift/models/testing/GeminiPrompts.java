package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.testing.PromptPart.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads requests of the Gemini API: system, tools, contents. */
final class GeminiPrompts implements PromptReader {
  @Override
  public AskedPrompt read(String path, JsonValue body) {
    String model = GeminiSpeaker.modelIn(path);
    List<PromptPart> parts = new ArrayList<>();
    parts.add(PromptPart.setting(JsonValue.of(model)));
    for (JsonValue part : body.path("systemInstruction").path("parts").values()) {
      parts.add(PromptPart.system(part.text("text", ""), part));
    }
    for (JsonValue tool : body.path("tools").values()) {
      tool.path("functionDeclarations")
          .values()
          .forEach(function -> parts.add(PromptPart.tool(function.text("name", ""), function)));
    }
    int index = 0;
    for (JsonValue content : body.path("contents").values()) {
      Kind kind = content.text("role", "").equals("model") ? Kind.MODEL : Kind.USER;
      for (JsonValue part : content.path("parts").values()) {
        parts.add(new PromptPart(kind, index, said(part), part));
      }
      index++;
    }
    int most = body.path("generationConfig").path("maxOutputTokens").number(0);
    return new AskedPrompt(model, most, Optional.empty(), parts);
  }

  private static ContentBlock said(JsonValue part) {
    JsonValue answer = part.path("functionResponse");
    if (answer.isObject()) {
      JsonValue response = answer.path("response");
      boolean isError = response.has("error");
      return new ContentBlock.ToolResult(
          answer.text("id", answer.text("name", "")),
          response.text(isError ? "error" : "output", ""),
          isError);
    }
    return part.has("text")
        ? new ContentBlock.Text(part.text("text", ""))
        : new ContentBlock.Other("part", part.toString());
  }
}
