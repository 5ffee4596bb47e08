package dev.nightshift.models.testing;

import dev.nightshift.models.internal.Json;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversations that were answered by a paused turn: only they may end with the words of the
 * model, so that it goes on. Not safe for concurrent use.
 */
final class PausedTurns {
  private final Set<JsonNode> histories = new HashSet<>();

  /** Notes that the answer to this request is a paused turn. */
  void add(JsonNode request) {
    histories.add(unmarked(request.path("messages").deepCopy()));
  }

  /** Tells whether a request sends a paused turn back. */
  boolean isContinuedBy(JsonNode request) {
    if (!(request.path("messages").deepCopy() instanceof ArrayNode messages)
        || messages.isEmpty()) {
      return false;
    }
    JsonNode last = messages.remove(messages.size() - 1);
    return Json.text(last, "role", "").equals("assistant")
        && histories.contains(unmarked(messages));
  }

  /** Cache marks move from one request to the next. */
  private static JsonNode unmarked(JsonNode messages) {
    for (JsonNode marked : messages.findParents("cache_control")) {
      ((ObjectNode) marked).remove("cache_control");
    }
    return messages;
  }
}
