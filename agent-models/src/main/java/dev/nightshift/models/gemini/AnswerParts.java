package dev.nightshift.models.gemini;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The parts of one answer in the order in which they came. Pieces of plain text are joined; a part
 * with a signature, or with anything else, stays the part that it was.
 */
final class AnswerParts {
  private static final String TEXT = "text";
  private static final String THOUGHT = "thought";
  private static final String SIGNATURE = "thoughtSignature";
  private static final String CALL = "functionCall";
  private static final String ARGUMENTS = "args";

  private final List<Part> parts = new ArrayList<>();

  /** Takes a part, and tells whether there is anything in it. */
  boolean add(JsonValue part) {
    boolean isPlain = isPlainText(part);
    boolean saysNothing = part.names().isEmpty() || (isPlain && part.text(TEXT, "").isEmpty());
    if (saysNothing) {
      return false;
    }
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (isPlain && last != null && last.takes(part)) {
      last.grow(part);
    } else {
      parts.add(new Part(part));
    }
    return true;
  }

  /** Returns the parts as they are sent back to the model that wrote them. */
  byte[] wire() {
    return JsonText.bytes(
        json -> {
          json.writeStartArray();
          parts.forEach(part -> part.write(json));
          json.writeEndArray();
        });
  }

  /**
   * Returns what the parts mean.
   *
   * @param idPrefix what the ids of calls begin with to which the model gave none of their own
   */
  List<ContentBlock> blocks(String idPrefix) {
    List<ContentBlock> blocks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int calls = 0;
    for (Part part : parts) {
      if (part.isCall()) {
        String given = JsonText.wellFormed(part.json.path(CALL).text("id", ""));
        boolean isUnique = !given.isBlank() && ids.add(given);
        String id = isUnique ? given : idPrefix + calls;
        ids.add(id);
        blocks.add(part.call(id));
        calls++;
      } else {
        join(blocks, part.content());
      }
    }
    return blocks;
  }

  /** Appends a block; the text of a sentence may be cut by the signature of one of its parts. */
  private static void join(List<ContentBlock> blocks, ContentBlock next) {
    int end = blocks.size() - 1;
    ContentBlock last = end < 0 ? null : blocks.get(end);
    if (last instanceof ContentBlock.Text before && next instanceof ContentBlock.Text after) {
      blocks.set(end, new ContentBlock.Text(before.text() + after.text()));
    } else if (last instanceof ContentBlock.Thinking before
        && next instanceof ContentBlock.Thinking after) {
      String signature = after.signature().isEmpty() ? before.signature() : after.signature();
      blocks.set(end, new ContentBlock.Thinking(before.text() + after.text(), signature));
    } else {
      blocks.add(next);
    }
  }

  private static boolean isPlainText(JsonValue part) {
    return part.path(TEXT).isString()
        && part.names().stream().allMatch(name -> name.equals(TEXT) || name.equals(THOUGHT));
  }

  private static final class Part {
    private final JsonValue json;
    private @Nullable StringBuilder grown;

    Part(JsonValue json) {
      this.json = json;
    }

    boolean takes(JsonValue text) {
      return isPlainText(json) && isThought(json) == isThought(text);
    }

    void grow(JsonValue text) {
      if (grown == null) {
        grown = new StringBuilder(json.text(TEXT, ""));
      }
      grown.append(text.text(TEXT, ""));
    }

    boolean isCall() {
      return json.path(CALL).isObject();
    }

    ContentBlock call(String id) {
      JsonValue call = json.path(CALL);
      JsonValue arguments = call.path(ARGUMENTS);
      return new ContentBlock.ToolUse(
          id, call.text("name", ""), arguments.isNothing() ? "" : arguments.toString());
    }

    ContentBlock content() {
      String text = grown == null ? json.text(TEXT, "") : grown.toString();
      String signature = json.text(SIGNATURE, "");
      boolean isText = json.path(TEXT).isString();
      if (isThought(json) && isText) {
        return new ContentBlock.Thinking(text, signature);
      }
      boolean isOnlySigned = text.isEmpty() && !signature.isEmpty();
      if (isOnlySigned && (isText || json.names().size() == 1)) {
        return new ContentBlock.Thinking("", signature);
      }
      return isText
          ? new ContentBlock.Text(text)
          : new ContentBlock.Other(kind(), Wire.text(this::write));
    }

    void write(JsonGenerator out) {
      if (grown == null) {
        write(json, out);
        return;
      }
      out.writeStartObject();
      out.writeStringProperty(TEXT, grown.toString());
      if (isThought(json)) {
        out.writeBooleanProperty(THOUGHT, true);
      }
      out.writeEndObject();
    }

    /** The API takes back arguments that are an object, and no others. */
    private static void write(JsonValue object, JsonGenerator out) {
      out.writeStartObject();
      for (String name : object.names()) {
        JsonValue value = object.path(name);
        out.writeName(name);
        if (name.equals(CALL) && value.isObject()) {
          write(value, out);
        } else if (name.equals(ARGUMENTS) && !value.isObject()) {
          out.writeStartObject();
          out.writeEndObject();
        } else {
          value.write(out);
        }
      }
      out.writeEndObject();
    }

    private String kind() {
      return json.names().stream()
          .filter(name -> !name.equals(SIGNATURE) && !name.equals(THOUGHT))
          .findFirst()
          .orElse("unknown");
    }

    private static boolean isThought(JsonValue part) {
      return part.path(THOUGHT).isTrue();
    }
  }
}
