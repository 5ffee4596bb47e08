package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
  JsonNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("run", run.value())
            .put("pipeline", pipeline)
            .put("at", at.toString());
    TaskMembers.of(task, json.putObject("task"));
    ArrayNode flaky = json.putArray("knownFlakyTests");
    knownFlakyTests.forEach(flaky::add);
    return json;
  }

  static Dispatched of(JsonNode json) {
    Set<String> flaky = new LinkedHashSet<>();
    json.required("knownFlakyTests").forEach(name -> flaky.add(name.asString()));
    return new Dispatched(
        RunId.of(json.required("run").asString()),
        json.required("pipeline").asString(),
        TaskMembers.task(json.required("task")),
        Instant.parse(json.required("at").asString()),
        flaky);
  }
}
