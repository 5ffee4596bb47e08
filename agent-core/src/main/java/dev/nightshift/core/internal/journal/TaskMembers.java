package dev.nightshift.core.internal.journal;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.task.TaskKind;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A task as JSON and back. */
final class TaskMembers {
  private TaskMembers() {}

  static void of(Task task, ObjectNode json) {
    json.put("title", task.title())
        .put("instructions", task.instructions())
        .put("dispatchKey", task.dispatchKey())
        .put("kind", task.kind().name())
        .put("risk", task.risk().name());
    ArrayNode criteria = json.putArray("acceptance");
    for (AcceptanceCriterion criterion : task.acceptance()) {
      ObjectNode one = criteria.addObject().put("text", criterion.text());
      addAll(one.putArray("check"), criterion.check());
    }
    addAll(json.putArray("allowedPaths"), task.allowedPaths());
    addAll(json.putArray("allowedBinaries"), task.allowedBinaries());
  }

  static Task task(JsonNode json) {
    TaskBuilder builder =
        Task.builder(json.required("title").asString())
            .instructions(json.required("instructions").asString())
            .dispatchKey(json.required("dispatchKey").asString())
            .kind(new TaskKind(json.required("kind").asString()))
            .risk(Risk.valueOf(json.required("risk").asString()));
    for (JsonNode one : json.required("acceptance")) {
      builder.acceptance(
          new AcceptanceCriterion(one.required("text").asString(), texts(one.required("check"))));
    }
    texts(json.required("allowedPaths")).forEach(builder::allowPath);
    texts(json.required("allowedBinaries")).forEach(builder::allowBinary);
    return builder.build();
  }

  private static void addAll(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
