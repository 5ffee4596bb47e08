package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.json.JsonValue;
import java.time.Duration;
import java.util.Collection;

/** The verdict of a gate as JSON and back. */
final class GateMembers {
  private GateMembers() {}

  static JsonValue of(GateResult result) {
    JsonValue json =
        JsonValue.object()
            .with("name", result.name())
            .with("passed", result.isPassed())
            .with("detail", result.detail())
            .with("command", result.command())
            .with("duration", result.duration().toString())
            .with("criteria", all(result.criteria()))
            .with("parts", all(result.parts()));
    return result.tests().map(tests -> json.with("tests", JournalJson.write(tests))).orElse(json);
  }

  static GateResult result(JsonValue json) {
    GateResult.Builder builder =
        GateResult.builder(
                json.required("name").text(),
                json.required("passed").truth(),
                json.required("detail").text())
            .command(json.required("command").text())
            .duration(Duration.parse(json.required("duration").text()));
    if (json.has("tests")) {
      builder.tests(JournalJson.read(json.required("tests"), TestEvidence.class));
    }
    builder.criteria(
        json.required("criteria").values().stream()
            .map(one -> JournalJson.read(one, CriterionEvidence.class))
            .toList());
    builder.parts(json.required("parts").values().stream().map(GateMembers::result).toList());
    return builder.build();
  }

  private static JsonValue all(Collection<?> values) {
    return JsonValue.array(values.stream().map(JournalJson::write).toList());
  }
}
