package dev.nightshift.models.testing;

import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelRequest;
import dev.nightshift.core.model.ToolDefinition;
import dev.nightshift.core.model.Turn;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes a request the same as another one, as JSON in one order, without secrets.
 *
 * @param json what is compared
 * @param key its SHA-256
 */
record CassetteRequest(JsonNode json, String key) {
  static CassetteRequest of(ModelRequest request, Redaction redaction) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", request.model().toString());
    json.set("options", JournalJson.write(request.options()));
    json.put("system", request.system());
    ArrayNode tools = json.putArray("tools");
    request.tools().stream()
        .sorted(Comparator.comparing(ToolDefinition::name))
        .forEach(tool -> tools.add(JournalJson.write(tool)));
    ArrayNode turns = json.putArray("turns");
    for (Turn turn : request.transcript().turns()) {
      ObjectNode said = turns.addObject();
      said.put("by", turn instanceof AssistantTurn ? "model" : "host");
      JournalJson.write(turn).forEachEntry(said::set);
    }
    String text = JournalJson.line(redaction.apply(json));
    // Read again, so that it compares with what a file holds.
    return recorded(JournalJson.parse(text));
  }

  static CassetteRequest recorded(JsonNode json) {
    byte[] bytes = JournalJson.line(json).getBytes(StandardCharsets.UTF_8);
    return new CassetteRequest(json, Digests.sha256(bytes));
  }

  /** Returns in how many parts, tools and turns this is the same as another. */
  int likeness(CassetteRequest other) {
    int same = 0;
    for (String part : new String[] {"model", "options", "system"}) {
      same += json.path(part).equals(other.json.path(part)) ? 1 : 0;
    }
    return same + same(other, "tools") + same(other, "turns");
  }

  private int same(CassetteRequest other, String list) {
    int same = 0;
    for (int i = 0; i < json.path(list).size(); i++) {
      same += json.path(list).path(i).equals(other.json.path(list).path(i)) ? 1 : 0;
    }
    return same;
  }

  @Override
  public String toString() {
    return json.path("model").asString()
        + ", "
        + json.path("turns").size()
        + " turns, request "
        + key.substring(0, 12);
  }
}
