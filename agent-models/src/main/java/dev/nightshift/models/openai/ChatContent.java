package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.GrownArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** The content of a chat message: one text, or parts from the first part on that a server sends. */
final class ChatContent {
  private static final String TYPE = "type";
  private static final String TEXT = "text";
  private static final String REFUSAL = "refusal";
  private static final String THINKING = "thinking";

  private final StringBuilder text = new StringBuilder();
  private final GrownArray parts = new GrownArray();

  void addText(String more) {
    if (parts.isEmpty()) {
      text.append(more);
    } else if (!more.isEmpty()) {
      parts.add(JsonValue.arrayOf(part(more)));
    }
  }

  /** Grows by a fragment, and tells whether there was anything in it. */
  boolean add(JsonValue fragment) {
    if (fragment.isString()) {
      addText(fragment.text());
      return !fragment.text().isEmpty();
    }
    if (fragment.isContainer() && !fragment.isEmpty()) {
      if (!text.isEmpty()) {
        parts.add(JsonValue.arrayOf(part(text.toString())));
        text.setLength(0);
      }
      return parts.add(fragment.isArray() ? fragment : JsonValue.arrayOf(fragment));
    }
    return false;
  }

  /** Tells whether there is anything in it but thoughts, without which servers take no message. */
  boolean isReplayable() {
    return !text.toString().isBlank()
        || said().stream().anyMatch(part -> !part.text(TYPE, "").equals(THINKING));
  }

  boolean isRefusal() {
    return said().stream().anyMatch(part -> part.text(TYPE, "").equals(REFUSAL));
  }

  List<ContentBlock> blocks() {
    List<ContentBlock> blocks = new ArrayList<>();
    if (!text.toString().isBlank()) {
      blocks.add(new ContentBlock.Text(text.toString()));
    }
    said().forEach(part -> blocks.add(block(part)));
    return blocks;
  }

  void write(JsonGenerator json) {
    List<JsonValue> said = said();
    if (!said.isEmpty()) {
      JsonValue.array(said).write(json);
    } else if (text.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(JsonText.wellFormed(text.toString()));
    }
  }

  /** Returns the parts but for blank texts, which say nothing and which servers refuse. */
  private List<JsonValue> said() {
    return parts.values().stream().filter(part -> !isBlankText(part)).toList();
  }

  private static boolean isBlankText(JsonValue part) {
    return part.size() == 2
        && part.text(TYPE, "").equals(TEXT)
        && part.path(TEXT).isString()
        && part.text(TEXT, "").isBlank();
  }

  private static ContentBlock block(JsonValue part) {
    String kind = part.isString() ? TEXT : part.text(TYPE, "unknown");
    Optional<String> words = part.isString() ? Optional.of(part.text()) : words(part.path(kind));
    return switch (words.isPresent() ? kind : "") {
      case TEXT, REFUSAL -> new ContentBlock.Text(words.orElseThrow());
      case THINKING -> new ContentBlock.Thinking(words.orElseThrow(), part.text("signature", ""));
      default -> new ContentBlock.Other(kind, part.toString());
    };
  }

  /** Some say a thought in parts of its own. */
  private static Optional<String> words(JsonValue said) {
    if (said.isArray()) {
      return Optional.of(
          said.values().stream()
              .map(part -> part.text(TEXT, part.text("")))
              .collect(Collectors.joining()));
    }
    return said.isString() ? Optional.of(said.text()) : Optional.empty();
  }

  private static JsonValue part(String text) {
    return JsonValue.object().with(TYPE, TEXT).with(TEXT, text);
  }
}
