package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.GrownObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The message of an answer of the Chat Completions API, grown from its deltas. What nobody knows of
 * it is kept.
 */
final class ChatMessage {
  /** What all names begin with under which servers tell what a model thought. */
  static final String REASONING = "reasoning";

  private static final String THINKING = "thinking";
  private static final String CONTENT = "content";

  private final ChatContent content = new ChatContent();
  private final StringBuilder refusal = new StringBuilder();
  private final GrownObject others = new GrownObject();
  private final List<ChatCall> calls = new ArrayList<>(2);
  private final Map<Integer, ChatCall> callsByIndex = new HashMap<>(2);
  private final Map<String, ChatCall> callsById = new HashMap<>(4);
  private final Set<String> tools;

  /** The one call that servers tell which know no more; others tell the same call twice so. */
  private @Nullable ChatCall onlyCall;

  /**
   * Creates a message of which nothing came.
   *
   * @param tools the names of those that can be called
   */
  ChatMessage(Set<String> tools) {
    this.tools = tools;
  }

  /**
   * Tells whether a member of a message is what its model thought, as plain text. Thoughts that
   * come in parts have proofs in them, and servers that write those read them.
   */
  static boolean isThought(String name, JsonValue member) {
    return member.isString() && (name.startsWith(REASONING) || name.equals(THINKING));
  }

  /** Grows by a delta, and tells whether there was anything in it. */
  boolean delta(JsonValue delta) {
    JsonValue said = delta.path(CONTENT);
    int known = delta.has("role") ? 2 : 1;
    if (delta.size() == known && said.isString()) {
      // Most deltas of a long answer: nothing is made for them.
      content.addText(said.text());
      return !said.text().isEmpty();
    }
    List<String> names = delta.names();
    List<JsonValue> values = delta.values();
    boolean saysAnything = false;
    for (int i = 0; i < names.size(); i++) {
      saysAnything |= member(names.get(i), values.get(i));
    }
    return saysAnything;
  }

  private boolean member(String name, JsonValue value) {
    return switch (name) {
      // Told of the delta, or anew in each of them.
      case "role", "index" -> false;
      case CONTENT -> content.add(value);
      case "refusal" -> {
        refusal.append(value.text(""));
        yield !value.text("").isEmpty();
      }
      case "tool_calls" -> {
        boolean grew = false;
        for (JsonValue call : value.values()) {
          grew |= call(call);
        }
        yield grew;
      }
      case "function_call" -> onlyCall(value);
      default -> others.add(name, value);
    };
  }

  /** Returns the calls in order. */
  List<ChatCall> calls() {
    return calls.isEmpty() && onlyCall != null ? List.of(onlyCall) : calls;
  }

  boolean isRefusal() {
    return !refusal.toString().isBlank() || content.isRefusal();
  }

  /** Tells whether there is anything that a server takes back. */
  boolean isReplayable() {
    return !calls().isEmpty() || isRefusal() || content.isReplayable() || hasOtherParts();
  }

  private boolean hasOtherParts() {
    for (String name : others.names()) {
      JsonValue other = others.path(name);
      boolean isOfThoughts = name.startsWith(REASONING) || name.startsWith(THINKING);
      if (!isOfThoughts && other.isContainer() && !other.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  List<ContentBlock> blocks() {
    List<ContentBlock> blocks = new ArrayList<>();
    others.names().stream()
        .filter(name -> isThought(name, others.path(name)))
        .map(name -> others.path(name).text())
        .filter(thought -> !thought.isBlank())
        .findFirst()
        .ifPresent(thought -> blocks.add(new ContentBlock.Thinking(thought, "")));
    blocks.addAll(content.blocks());
    if (!refusal.toString().isBlank()) {
      blocks.add(new ContentBlock.Text(refusal.toString()));
    }
    calls().forEach(call -> blocks.add(call.content()));
    return blocks;
  }

  /** Returns the message as it can be sent back to the model that wrote it. */
  byte[] wire() {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("role", "assistant");
          json.writeName(CONTENT);
          content.write(json);
          if (!refusal.toString().isBlank()) {
            json.writeStringProperty("refusal", JsonText.wellFormed(refusal.toString()));
          }
          if (!calls().isEmpty()) {
            json.writeName("tool_calls");
            json.writeStartArray();
            calls().forEach(call -> call.write(json));
            json.writeEndArray();
          }
          others.writeMembers(json);
          json.writeEndObject();
        });
  }

  private boolean onlyCall(JsonValue function) {
    CallFragment fragment = CallFragment.of(JsonValue.object().with("function", function));
    if (onlyCall == null && fragment.isNamed()) {
      onlyCall = new ChatCall(tools);
    }
    return onlyCall != null && onlyCall.add(fragment);
  }

  private boolean call(JsonValue json) {
    CallFragment fragment = CallFragment.of(json);
    ChatCall call = known(fragment);
    if (call == null || call.isOther(fragment)) {
      call = new ChatCall(tools);
      callsByIndex.put(fragment.hasIndex() ? fragment.index() : calls.size(), call);
      calls.add(call);
    }
    if (fragment.hasId()) {
      callsById.put(key(fragment.index(), fragment.id()), call);
      callsById.put(key(CallFragment.NONE, fragment.id()), call);
    }
    return call.add(fragment);
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
