package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The message of an answer of the Chat Completions API, grown from its deltas. */
final class ChatMessage {
  /** What all names begin with under which servers tell what a model thought. */
  static final String REASONING = "reasoning";

  private static final Set<String> GROWING_DETAILS = Set.of("text", "summary", "data");

  private final StringBuilder content = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final GrownObject thoughts = new GrownObject(name -> true);
  private final List<GrownObject> details = new ArrayList<>(0);
  private String nameOfDetails = "";
  private final List<ChatCall> calls = new ArrayList<>(2);
  private final Map<Integer, ChatCall> callsByIndex = new HashMap<>(2);
  private final Map<String, ChatCall> callsById = new HashMap<>(4);

  void delta(JsonValue delta) {
    text(delta.path("content"), content);
    text(delta.path("refusal"), refusal);
    delta.path("tool_calls").values().forEach(this::call);
    for (String name : delta.names()) {
      if (name.startsWith(REASONING)) {
        thought(name, delta.path(name));
      }
    }
  }

  List<ChatCall> calls() {
    return calls;
  }

  boolean isRefusal() {
    return !refusal.toString().isBlank();
  }

  /** Tells whether there is anything that a server takes back. */
  boolean isReplayable() {
    return !calls.isEmpty() || isRefusal() || !content.toString().isBlank();
  }

  List<ContentBlock> blocks() {
    List<ContentBlock> blocks = new ArrayList<>();
    String thought = thoughts.anyText();
    if (!thought.isEmpty()) {
      blocks.add(new ContentBlock.Thinking(thought, ""));
    }
    for (StringBuilder said : List.of(content, refusal)) {
      if (!said.toString().isBlank()) {
        blocks.add(new ContentBlock.Text(said.toString()));
      }
    }
    calls.forEach(call -> blocks.add(call.content()));
    return blocks;
  }

  /** Returns the message as it can be sent back to the model that wrote it. */
  byte[] wire() {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("role", "assistant");
          json.writeName("content");
          writeText(content, json);
          if (isRefusal()) {
            json.writeName("refusal");
            writeText(refusal, json);
          }
          if (!calls.isEmpty()) {
            json.writeName("tool_calls");
            json.writeStartArray();
            calls.forEach(call -> call.write(json));
            json.writeEndArray();
          }
          thoughts.writeMembers(json);
          writeDetails(json);
          json.writeEndObject();
        });
  }

  private static void writeText(StringBuilder text, JsonGenerator json) {
    if (text.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(JsonText.wellFormed(text.toString()));
    }
  }

  private void writeDetails(JsonGenerator json) {
    if (!details.isEmpty()) {
      json.writeName(nameOfDetails);
      json.writeStartArray();
      for (GrownObject detail : details) {
        json.writeStartObject();
        detail.writeMembers(json);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  /** A few servers send a list of parts instead of a text. */
  private static void text(JsonValue said, StringBuilder grown) {
    grown.append(said.text(""));
    if (said.isArray()) {
      said.values().forEach(part -> grown.append(part.text("text", "")));
    }
  }

  private void thought(String name, JsonValue value) {
    if (!value.isArray()) {
      thoughts.add(name, value);
      return;
    }
    nameOfDetails = name;
    for (JsonValue part : value.values()) {
      GrownObject last = details.isEmpty() ? null : details.get(details.size() - 1);
      if (last == null || !last.isLike(part, "type") || !last.isLike(part, "index")) {
        last = new GrownObject(GROWING_DETAILS::contains);
        details.add(last);
      }
      last.addAll(part);
    }
  }

  private void call(JsonValue json) {
    CallFragment fragment = CallFragment.of(json);
    ChatCall call = known(fragment);
    if (call == null || call.isOther(fragment)) {
      call = new ChatCall();
      callsByIndex.put(fragment.hasIndex() ? fragment.index() : calls.size(), call);
      calls.add(call);
    }
    call.add(fragment);
    if (fragment.hasId()) {
      callsById.put(key(fragment.index(), fragment.id()), call);
      callsById.put(key(CallFragment.NONE, fragment.id()), call);
    }
  }

  /** Fragments belong together by their id and their index, and those without to the last call. */
  private @Nullable ChatCall known(CallFragment fragment) {
    ChatCall named = callsById.get(key(fragment.index(), fragment.id()));
    if (named != null) {
      return named;
    }
    if (fragment.hasIndex()) {
      return callsByIndex.get(fragment.index());
    }
    return calls.isEmpty() ? null : calls.get(calls.size() - 1);
  }

  private static String key(int index, String id) {
    return index + " " + id;
  }
}
