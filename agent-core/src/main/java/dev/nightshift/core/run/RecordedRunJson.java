package dev.nightshift.core.run;

import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.report.HumanDecision;
import java.util.List;

/** A recorded run as JSON, in the words of docs/journal-format.md. */
final class RecordedRunJson {
  private static final long VERSION = 1;

  private RecordedRunJson() {}

  static String of(RecordedRun run) {
    RecordedRun.Origin origin = run.origin();
    RecordedRun.End end = run.end();
    JsonValue json =
        JsonValue.object()
            .with("v", VERSION)
            .with("run", run.id().value())
            .with("status", run.status().name())
            .with("reason", end.reason() == null ? null : end.reason().toString())
            .with("detail", end.detail())
            .with("nextAction", end.nextAction())
            .with("link", end.link() == null ? null : end.link().toString())
            .with("choices", JsonValue.texts(choices(end)));
    JsonValue begun = origin == null ? json : begun(json, run, origin);
    // Of a damaged run it is not said that it did no more than what can be read.
    return (run.status() == RecordedRun.Status.DAMAGED ? begun : came(begun, run)).ascii();
  }

  /** In the order in which they are declared. */
  private static List<String> choices(RecordedRun.End end) {
    return end.choices().stream().sorted().map(HumanDecision.Kind::name).toList();
  }

  private static JsonValue begun(JsonValue json, RecordedRun run, RecordedRun.Origin origin) {
    return json.with("dispatchKey", run.dispatchKey())
        .with("title", origin.task().title())
        .with("kind", origin.task().kind().toString())
        .with("pipeline", origin.pipeline())
        .with("dispatchedAt", origin.at().toString());
  }

  private static JsonValue came(JsonValue json, RecordedRun run) {
    RecordedRun.Progress progress = run.progress();
    RoleSpend spend = progress.spend().spent();
    TokenUsage usage = spend.usage();
    return json.with("state", progress.state().name())
        .with("activeMillis", progress.active().toMillis())
        .with("branch", progress.branch())
        .with("spentNanoUsd", spend.cost().nanos())
        .with("calls", spend.calls())
        .with("inputTokens", usage.totalInput())
        .with("cachedTokens", usage.cacheRead())
        .with("outputTokens", usage.output())
        .with("estimatedNanoUsd", progress.spend().unresolved().nanos())
        .with("reservedNanoUsd", progress.spend().reserved().nanos());
  }
}
