package dev.nightshift.models.testing;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the Gemini API refuses: by the schema of contents that comes from Google's own client, and
 * by the rules that no schema has, as the recorded requests and the API's errors show them.
 */
public final class GeminiRequestCheck {
  private static final Schema CONTENT =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema());
  private static final Set<String> BODY =
      Set.of("contents", "systemInstruction", "tools", "toolConfig", "generationConfig");
  private static final Set<String> PART =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "inlineData",
          "toolCall",
          "toolResponse");
  private static final Set<String> BESIDE_DATA = Set.of("thought", "thoughtSignature");
  private static final Set<String> DECLARATION =
      Set.of("name", "description", "parametersJsonSchema", "parameters", "responseJsonSchema");
  private static final Set<String> CONFIG =
      Set.of("maxOutputTokens", "thinkingConfig", "candidateCount");

  private GeminiRequestCheck() {}

  /** Returns what is wrong with a request, if anything. */
  public static Optional<String> complaint(String body) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(body);
    } catch (JacksonException malformed) {
      return Optional.of("Invalid JSON payload received");
    }
    List<String> complaints = new ArrayList<>();
    unknown("", json, BODY, complaints);
    contents(json.path("contents"), complaints);
    json.path("tools").forEach(tool -> tool(tool, complaints));
    config(json.path("generationConfig"), complaints);
    if (json.has("systemInstruction")) {
      content(json.path("systemInstruction"), complaints);
    }
    return complaints.stream().findFirst();
  }

  private static void contents(JsonNode contents, List<String> complaints) {
    if (contents.isEmpty()) {
      complaints.add("contents is not specified");
    }
    List<JsonNode> open = List.of();
    for (JsonNode content : contents) {
      content(content, complaints);
      String role = content.path("role").asString("");
      if (!role.equals("user") && !role.equals("model")) {
        complaints.add("Please use a valid role: user, model");
      }
      answers(open, all(content, "functionResponse"), complaints);
      open = all(content, "functionCall");
    }
    if (!open.isEmpty()) {
      complaints.add("a call of a function has no response");
    }
  }

  private static void answers(
      List<JsonNode> calls, List<JsonNode> responses, List<String> complaints) {
    if (calls.size() != responses.size()) {
      complaints.add(
          "the number of function response parts is not that of the function call parts");
      return;
    }
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = calls.get(i);
      JsonNode response = responses.get(i);
      if (!response.path("response").isObject()) {
        complaints.add("function_response.response is no object");
      }
      if (!response.path("name").equals(call.path("name"))
          || !response.path("id").equals(call.path("id"))) {
        complaints.add("function response " + response + " is not that of " + call);
      }
    }
  }

  private static void content(JsonNode content, List<String> complaints) {
    CONTENT.validate(content.toString(), InputFormat.JSON).forEach(it -> complaints.add("" + it));
    if (content.path("parts").isEmpty()) {
      complaints.add("contents.parts must not be empty");
    }
    for (JsonNode part : content.path("parts")) {
      unknown("part", part, PART, complaints);
      long data = part.propertyNames().stream().filter(name -> !BESIDE_DATA.contains(name)).count();
      if (data != 1) {
        complaints.add("required oneof field 'data' must have one initialized field: " + part);
      }
    }
  }

  private static void tool(JsonNode tool, List<String> complaints) {
    unknown("tool", tool, Set.of("functionDeclarations"), complaints);
    for (JsonNode declaration : tool.path("functionDeclarations")) {
      unknown("function declaration", declaration, DECLARATION, complaints);
      if (!declaration.path("name").asString("").matches("[A-Za-z_][A-Za-z0-9_.:-]{0,127}")) {
        complaints.add("Invalid function name");
      }
    }
  }

  private static void config(JsonNode config, List<String> complaints) {
    unknown("generation_config", config, CONFIG, complaints);
    JsonNode thinking = config.path("thinkingConfig");
    unknown("thinking_config", thinking, Set.of("thinkingBudget", "thinkingLevel"), complaints);
    if (config.has("maxOutputTokens") && config.path("maxOutputTokens").asInt(0) < 1) {
      complaints.add("max_output_tokens must be positive");
    }
    if (thinking.size() > 1) {
      complaints.add("You can only set only one of thinking budget and thinking level.");
    }
    if (thinking.path("thinkingBudget").asInt(0) >= config.path("maxOutputTokens").asInt(1)) {
      complaints.add("max_output_tokens must be greater than the thinking budget");
    }
  }

  private static List<JsonNode> all(JsonNode content, String kind) {
    List<JsonNode> found = new ArrayList<>();
    content.path("parts").forEach(part -> found.addAll(part.findValues(kind)));
    return found;
  }

  private static void unknown(
      String where, JsonNode node, Set<String> names, List<String> complaints) {
    node.propertyNames().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> complaints.add("Unknown name '" + name + "' at '" + where + "'"));
  }

  private static String schema() {
    try (InputStream stream =
        GeminiRequestCheck.class.getResourceAsStream("/wire-specs/gemini/GContent.schema.json")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
