package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the body of a Messages request. What may change between two calls of one conversation
 * stands at the end, so that each body, cache marks aside, begins with the messages of the last.
 *
 * <p>Never sent, because the 5.5 generation answers each with status 400: a forced tool choice,
 * sampling parameters, a thinking budget, a prefilled answer.
 */
final class RequestEncoder {
  /**
   * Marks on messages: the end of the history, and the end of the history of the last call, which
   * the server would not look back to over more than 20 blocks. With those on tools and system they
   * are four, the most the API takes.
   */
  private static final int MESSAGE_MARKS = 2;

  private RequestEncoder() {}

  static byte[] encode(ModelRequest request) {
    CacheMark mark = CacheMark.of(request.options());
    ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
    byte[] head = Json.MAPPER.writeValueAsBytes(head(request, mark));
    body.write(head, 0, head.length - 1);
    ascii(body, ",\"messages\":[");
    messages(request, mark, body);
    ascii(body, "],\"max_tokens\":" + request.maxOutputTokens() + "}");
    return body.toByteArray();
  }

  private static ObjectNode head(ModelRequest request, CacheMark mark) {
    ObjectNode head = Json.MAPPER.createObjectNode();
    head.put("model", ClaudeNames.onTheWire(request.model().model())).put("stream", true);
    Effort effort = request.options().effort();
    if (effort != null) {
      head.putObject("output_config").put("effort", effort.name().toLowerCase(Locale.ROOT));
    }
    if (!request.tools().isEmpty()) {
      ArrayNode tools = head.putArray("tools");
      request.tools().forEach(tool -> tools.add(tool(tool)));
      mark.putOn((ObjectNode) tools.get(tools.size() - 1));
    }
    if (!request.system().isBlank()) {
      ObjectNode text = head.putArray("system").addObject().put("type", "text");
      mark.putOn(text.put("text", Json.wellFormed(request.system())));
    }
    return head;
  }

  private static ObjectNode tool(ToolDefinition tool) {
    ObjectNode node = Json.MAPPER.createObjectNode().put("name", tool.name());
    node.put("description", Json.wellFormed(tool.description()));
    node.set("input_schema", schema(tool));
    return node;
  }

  private static JsonNode schema(ToolDefinition tool) {
    try {
      JsonNode schema = Json.MAPPER.readTree(tool.inputSchemaJson());
      if (schema.isObject()) {
        return schema;
      }
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "input schema of tool '" + tool.name() + "' is not JSON", malformed);
    }
    throw new IllegalArgumentException(
        "input schema of tool '" + tool.name() + "' must be a JSON object");
  }

  private static void messages(ModelRequest request, CacheMark mark, ByteArrayOutputStream body) {
    TurnEncoder encoder = new TurnEncoder(request.model());
    List<Turn> turns = request.transcript().turns();
    int firstMarked = firstMarked(turns);
    boolean first = true;
    for (int i = 0; i < turns.size(); i++) {
      byte[] message = encoder.encode(turns.get(i));
      if (message.length == 0) {
        continue;
      }
      if (!first) {
        body.write(',');
      }
      first = false;
      if (i >= firstMarked && turns.get(i) instanceof UserTurn) {
        TurnEncoder.writeMarked(message, mark, body);
      } else {
        body.writeBytes(message);
      }
    }
  }

  private static int firstMarked(List<Turn> turns) {
    int marks = 0;
    int index = turns.size();
    while (index > 0 && marks < MESSAGE_MARKS) {
      index--;
      if (turns.get(index) instanceof UserTurn) {
        marks++;
      }
    }
    return index;
  }

  private static void ascii(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
