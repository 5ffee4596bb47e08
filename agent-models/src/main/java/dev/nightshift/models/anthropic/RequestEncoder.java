package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.Json;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.RequestHeads;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final int FEW_BYTES = 8 << 10;

  private final RequestHeads heads = new RequestHeads(RequestEncoder::head);

  RequestBody encode(ModelRequest request) {
    EncodedTurns messages = new TurnEncoder(request.model()).encode(request.transcript());
    int firstMarked = firstMarked(request.transcript().turns());
    List<ByteBuffer> body = new ArrayList<>();
    body.add(heads.of(request));
    body.addAll(messages.slices(0, firstMarked));
    body.add(tail(request, messages, firstMarked, body.size() > 1));
    return RequestBody.of(body);
  }

  private static byte[] head(ModelRequest request) {
    byte[] head = Json.MAPPER.writeValueAsBytes(head(request, CacheMark.of(request.options())));
    byte[] messages = ",\"messages\":[".getBytes(StandardCharsets.US_ASCII);
    byte[] open = Arrays.copyOf(head, head.length - 1 + messages.length);
    System.arraycopy(messages, 0, open, head.length - 1, messages.length);
    return open;
  }

  /** The messages that have marks in this call and not in the next one, and the end. */
  private static ByteBuffer tail(
      ModelRequest request, EncodedTurns messages, int firstMarked, boolean isContinued) {
    CacheMark mark = CacheMark.of(request.options());
    List<Turn> turns = request.transcript().turns();
    ByteArrayOutputStream tail = new ByteArrayOutputStream(FEW_BYTES);
    boolean first = !isContinued;
    for (int i = firstMarked; i < turns.size(); i++) {
      if (messages.bytes(i) == 0) {
        continue;
      }
      if (!first) {
        tail.write(',');
      }
      first = false;
      byte[] message = RequestBody.of(messages.slices(i, i + 1)).toBytes();
      TurnEncoder.writeMarked(
          message, turns.get(i) instanceof UserTurn ? mark : CacheMark.NONE, tail);
    }
    ascii(tail, "],\"max_tokens\":" + request.maxOutputTokens() + "}");
    return ByteBuffer.wrap(tail.toByteArray());
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
