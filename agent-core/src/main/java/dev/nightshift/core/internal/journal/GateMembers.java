package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The verdict of a gate as JSON and back. */
final class GateMembers {
  private GateMembers() {}

  static void of(GateResult result, ObjectNode json) {
    json.put("name", result.name())
        .put("passed", result.isPassed())
        .put("detail", result.detail())
        .put("command", result.command())
        .put("duration", result.duration().toString());
    result.tests().ifPresent(tests -> json.set("tests", JournalJson.write(tests)));
    addAll(json.putArray("criteria"), result.criteria());
    addAll(json.putArray("parts"), result.parts());
  }

  static GateResult result(JsonNode json) {
    GateResult.Builder builder =
        GateResult.builder(
                json.required("name").asString(),
                json.required("passed").asBoolean(),
                json.required("detail").asString())
            .command(json.required("command").asString())
            .duration(Duration.parse(json.required("duration").asString()));
    if (json.has("tests")) {
      builder.tests(JournalJson.read(json.required("tests"), TestEvidence.class));
    }
    builder.criteria(
        json.required("criteria")
            .valueStream()
            .map(one -> JournalJson.read(one, CriterionEvidence.class))
            .toList());
    builder.parts(json.required("parts").valueStream().map(GateMembers::result).toList());
    return builder.build();
  }

  private static void addAll(ArrayNode array, Iterable<?> values) {
    values.forEach(value -> array.add(JournalJson.write(value)));
  }
}
