package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conversations that were answered by a paused turn: only they may end with the words of the
 * model, so that it goes on. Not safe for concurrent use.
 */
final class PausedTurns {
  private final Set<JsonValue> histories = new HashSet<>();

  /** Notes that the answer to this request is a paused turn. */
  void add(JsonValue request) {
    histories.add(unmarked(request.path("messages")));
  }

  /** Tells whether a request sends a paused turn back. */
  boolean isContinuedBy(JsonValue request) {
    List<JsonValue> messages = request.path("messages").values();
    if (messages.isEmpty()) {
      return false;
    }
    int last = messages.size() - 1;
    return messages.get(last).text("role", "").equals("assistant")
        && histories.contains(unmarked(JsonValue.array(messages.subList(0, last))));
  }

  /** Cache marks move from one request to the next. */
  private static JsonValue unmarked(JsonValue said) {
    if (said.isArray()) {
      return JsonValue.array(said.values().stream().map(PausedTurns::unmarked).toList());
    }
    Map<String, JsonValue> kept = said.properties();
    kept.remove("cache_control");
    kept.replaceAll((name, value) -> unmarked(value));
    return said.isObject() ? JsonValue.object(kept) : said;
  }
}
