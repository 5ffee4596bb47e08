package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.task.Task;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a run starts from.
 *
 * @param run its id
 * @param pipeline the name of its pipeline; empty if it has none
 * @param task the task as copied at dispatch
 * @param at when it was dispatched
 * @param knownFlakyTests the tests its host excuses
 */
public record Dispatched(
    RunId run, String pipeline, Task task, Instant at, Set<String> knownFlakyTests) {
  JsonValue toJson() {
    return JsonValue.object()
        .with("run", run.value())
        .with("pipeline", pipeline)
        .with("at", at.toString())
        .with("task", TaskMembers.of(task))
        .with("knownFlakyTests", JsonValue.texts(knownFlakyTests));
  }

  static Dispatched of(JsonValue json) {
    Set<String> flaky = new LinkedHashSet<>();
    json.required("knownFlakyTests").values().forEach(name -> flaky.add(name.text()));
    return new Dispatched(
        RunId.of(json.required("run").text()),
        json.required("pipeline").text(),
        TaskMembers.task(json.required("task")),
        Instant.parse(json.required("at").text()),
        flaky);
  }
}
