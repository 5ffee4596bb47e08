package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/** An object that arrives in fragments: some of its texts grow, all else is replaced. */
final class GrownObject {
  private final Predicate<String> isGrowing;
  private final Set<String> names = new LinkedHashSet<>(4);
  private final Map<String, StringBuilder> texts = new HashMap<>(4);
  private final Map<String, JsonValue> values = new HashMap<>(4);

  GrownObject(Predicate<String> isGrowing) {
    this.isGrowing = isGrowing;
  }

  void add(String name, JsonValue value) {
    if (value.isNothing()) {
      return;
    }
    names.add(name);
    if (value.isString() && isGrowing.test(name)) {
      texts.computeIfAbsent(name, unused -> new StringBuilder()).append(value.text(""));
    } else {
      values.put(name, value);
    }
  }

  void addAll(JsonValue fragment) {
    for (int i = 0; i < fragment.names().size(); i++) {
      add(fragment.names().get(i), fragment.values().get(i));
    }
  }

  /** Returns what a text says so far, empty for anything else. */
  String text(String name) {
    StringBuilder grown = texts.get(name);
    return grown == null ? value(name).text("") : grown.toString();
  }

  /** Returns the first text that is not blank, empty if there is none. */
  String anyText() {
    return names.stream().map(this::text).filter(text -> !text.isBlank()).findFirst().orElse("");
  }

  boolean isLike(JsonValue fragment, String name) {
    JsonValue other = fragment.path(name);
    return other.isNothing() ? value(name).isMissing() : value(name).equals(other);
  }

  /** Writes the members, without the braces around them. */
  void writeMembers(JsonGenerator json) {
    for (String name : names) {
      json.writeName(name);
      StringBuilder grown = texts.get(name);
      if (grown == null) {
        value(name).write(json);
      } else {
        json.writeString(grown.toString());
      }
    }
  }

  private JsonValue value(String name) {
    return values.getOrDefault(name, JsonValue.MISSING);
  }
}
