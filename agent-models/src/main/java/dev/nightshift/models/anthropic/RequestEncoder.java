package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.RequestHeads;
import dev.nightshift.models.internal.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

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

  private static final byte[] COMMA = {','};

  private final RequestHeads heads = new RequestHeads(RequestEncoder::head);

  RequestBody encode(ModelRequest request) {
    EncodedTurns messages = TurnEncoder.encode(request.model(), request.transcript());
    List<Turn> turns = request.transcript().turns();
    int firstMarked = firstMarked(turns);
    List<ByteBuffer> body = new ArrayList<>();
    body.add(heads.of(request));
    body.addAll(messages.slices(0, firstMarked));
    ByteBuffer mark = ByteBuffer.wrap(CacheMark.of(request.options()).member());
    boolean isFirst = body.size() == 1;
    for (int i = firstMarked; i < turns.size(); i++) {
      int bytes = messages.bytes(i);
      if (bytes > 0) {
        if (!isFirst) {
          body.add(ByteBuffer.wrap(COMMA));
        }
        isFirst = false;
        int end = bytes - (turns.get(i) instanceof UserTurn ? TurnEncoder.CLOSING_BYTES : 0);
        body.addAll(messages.part(i, 0, end));
        if (end < bytes) {
          body.add(mark.duplicate());
          body.addAll(messages.part(i, end, bytes));
        }
      }
    }
    body.add(ascii("],\"max_tokens\":" + request.maxOutputTokens() + "}"));
    return RequestBody.of(body);
  }

  private static byte[] head(ModelRequest request) {
    return Wire.openArray(json -> writeHead(request, json));
  }

  private static void writeHead(ModelRequest request, JsonGenerator json) {
    CacheMark mark = CacheMark.of(request.options());
    json.writeStartObject();
    json.writeStringProperty("model", ClaudeNames.onTheWire(request.model().model()));
    json.writeBooleanProperty("stream", true);
    Effort effort = request.options().effort();
    if (effort != null) {
      json.writeName("output_config");
      json.writeStartObject();
      json.writeStringProperty("effort", effort.name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    if (!request.tools().isEmpty()) {
      writeTools(request.tools(), mark, json);
    }
    if (!request.system().isBlank()) {
      json.writeName("system");
      json.writeStartArray();
      json.writeStartObject();
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", request.system());
      mark.write(json);
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeName("messages");
    json.writeStartArray();
  }

  private static void writeTools(List<ToolDefinition> tools, CacheMark mark, JsonGenerator json) {
    json.writeName("tools");
    json.writeStartArray();
    for (int i = 0; i < tools.size(); i++) {
      ToolDefinition tool = tools.get(i);
      json.writeStartObject();
      json.writeStringProperty("name", tool.name());
      json.writeStringProperty("description", tool.description());
      json.writeName("input_schema");
      Wire.schema(tool).write(json);
      if (i == tools.size() - 1) {
        mark.write(json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
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

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
