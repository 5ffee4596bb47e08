package dev.nightshift.models.testing;

import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.redact.Redaction;
import dev.nightshift.core.internal.text.Digests;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes a request the same as another one, as JSON in one order, without secrets.
 *
 * @param json what is compared
 * @param key its SHA-256
 */
record CassetteRequest(JsonValue json, String key) {
  static CassetteRequest of(ModelRequest request, Redaction redaction) {
    List<JsonValue> tools =
        request.tools().stream()
            .sorted(Comparator.comparing(ToolDefinition::name))
            .map(JournalJson::write)
            .toList();
    List<JsonValue> turns = new ArrayList<>();
    for (Turn turn : request.transcript().turns()) {
      Map<String, JsonValue> said = new LinkedHashMap<>();
      said.put("by", JsonValue.of(turn instanceof AssistantTurn ? "model" : "host"));
      said.putAll(JournalJson.write(turn).properties());
      turns.add(JsonValue.object(said));
    }
    return recorded(
        redaction.json(
            JsonValue.object()
                .with("model", request.model().toString())
                .with("options", JournalJson.write(request.options()))
                .with("system", request.system())
                .with("tools", JsonValue.array(tools))
                .with("turns", JsonValue.array(turns))));
  }

  static CassetteRequest recorded(JsonValue json) {
    byte[] bytes = json.ascii().getBytes(StandardCharsets.UTF_8);
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
    return json.path("model").text()
        + ", "
        + json.path("turns").size()
        + " turns, request "
        + key.substring(0, 12);
  }
}
