package dev.nightshift.core.run;

import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.TokenUsage;

/** A recorded run as JSON, in the words of docs/journal-format.md. */
final class RecordedRunJson {
  private static final long VERSION = 1;

  private RecordedRunJson() {}

  static String of(RecordedRun run) {
    RecordedRun.Origin origin = run.origin();
    RecordedRun.Progress progress = run.progress();
    RecordedRun.End end = run.end();
    JsonValue json =
        JsonValue.object()
            .with("v", VERSION)
            .with("run", run.id().value())
            .with("dispatchKey", run.dispatchKey())
            .with("status", run.status().name())
            .with("state", progress.state().name())
            .with("reason", end.reason() == null ? null : end.reason().toString())
            .with("detail", end.detail())
            .with("nextAction", end.nextAction())
            .with("title", origin == null ? null : origin.task().title())
            .with("kind", origin == null ? null : origin.task().kind().toString())
            .with("pipeline", origin == null ? null : origin.pipeline())
            .with("dispatchedAt", origin == null ? null : origin.at().toString())
            .with("activeMillis", progress.active().toMillis())
            .with("branch", progress.branch());
    return spend(json, progress.spend().spent())
        .with("estimatedNanoUsd", progress.spend().unresolved().nanos())
        .with("reservedNanoUsd", progress.spend().reserved().nanos())
        .ascii();
  }

  private static JsonValue spend(JsonValue json, RoleSpend spend) {
    TokenUsage usage = spend.usage();
    return json.with("spentNanoUsd", spend.cost().nanos())
        .with("calls", spend.calls())
        .with("inputTokens", usage.totalInput())
        .with("cachedTokens", usage.cacheRead())
        .with("outputTokens", usage.output());
  }
}
