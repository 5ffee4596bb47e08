package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateNote;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.json.JsonValue;
import java.time.Duration;
import java.util.Collection;

/**
 * The verdict of a gate as JSON and back. Earlier versions took counts of tests that contradict
 * themselves or the verdict; a record of such a verdict is read with its counts in the detail.
 */
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
    JsonValue named = result.missing().isEmpty() ? json : json.with("missing", result.missing());
    JsonValue noted = result.notes().isEmpty() ? named : named.with("notes", all(result.notes()));
    return result.tests().map(tests -> noted.with("tests", JournalJson.write(tests))).orElse(noted);
  }

  static GateResult result(JsonValue json) {
    boolean passed = json.required("passed").truth();
    String detail = json.required("detail").text();
    String contradiction = json.has("tests") ? contradiction(passed, json.required("tests")) : "";
    GateResult.Builder builder =
        GateResult.builder(json.required("name").text(), passed, contradiction + detail)
            .command(json.required("command").text())
            .duration(Duration.parse(json.required("duration").text()));
    if (json.has("tests") && contradiction.isEmpty()) {
      builder.tests(JournalJson.read(json.required("tests"), TestEvidence.class));
    }
    if (json.has("missing")) {
      builder.missing(json.required("missing").text());
    }
    if (json.has("notes")) {
      builder.notes(
          json.required("notes").values().stream()
              .map(one -> JournalJson.read(one, GateNote.class))
              .toList());
    }
    builder.criteria(
        json.required("criteria").values().stream()
            .map(one -> JournalJson.read(one, CriterionEvidence.class))
            .toList());
    builder.parts(json.required("parts").values().stream().map(GateMembers::result).toList());
    return builder.build();
  }

  /** Returns a line for the detail; empty if the counts can be. */
  private static String contradiction(boolean passed, JsonValue tests) {
    long executed = tests.required("executed").whole();
    long failed = tests.required("failed").whole();
    return (passed && failed > 0) || failed > executed
        ? "recorded by an earlier version as %s, with %s of %s tests failed, which contradict it\n"
            .formatted(passed ? "passed" : "failed", failed, executed)
        : "";
  }

  private static JsonValue all(Collection<?> values) {
    return JsonValue.array(values.stream().map(JournalJson::write).toList());
  }
}
