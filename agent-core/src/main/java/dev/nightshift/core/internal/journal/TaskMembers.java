package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.util.List;

/** A task as JSON and back. */
final class TaskMembers {
  private TaskMembers() {}

  static JsonValue of(Task task) {
    return JsonValue.object()
        .with("title", task.title())
        .with("instructions", task.instructions())
        .with("dispatchKey", task.dispatchKey())
        .with("priority", task.priority())
        .with("target", task.target())
        .with("base", task.base())
        .with("after", JsonValue.texts(task.after()))
        .with("kind", task.kind().name())
        .with("risk", task.risk().name())
        .with("estimate", task.estimate().toString())
        .with(
            "acceptance", JsonValue.array(task.acceptance().stream().map(TaskMembers::of).toList()))
        .with("allowedPaths", JsonValue.texts(task.allowedPaths()))
        .with("allowedBinaries", JsonValue.texts(task.allowedBinaries()))
        .with("allowedTestChanges", JsonValue.texts(task.allowedTestChanges()));
  }

  private static JsonValue of(AcceptanceCriterion criterion) {
    return JsonValue.object()
        .with("text", criterion.text())
        .with("check", JsonValue.texts(criterion.check()));
  }

  static Task task(JsonValue json) {
    TaskBuilder builder =
        Task.builder(json.required("title").text())
            .instructions(json.required("instructions").text())
            .dispatchKey(json.required("dispatchKey").text())
            .priority(Math.toIntExact(json.required("priority").whole()))
            .target(json.text("target", ""))
            .base(json.text("base", ""))
            .kind(new TaskKind(json.required("kind").text()))
            .risk(Risk.valueOf(json.required("risk").text()))
            .estimate(Duration.parse(json.text("estimate", "PT0S")));
    texts(json.required("after")).forEach(builder::after);
    for (JsonValue one : json.required("acceptance").values()) {
      builder.acceptance(
          new AcceptanceCriterion(one.required("text").text(), texts(one.required("check"))));
    }
    texts(json.required("allowedPaths")).forEach(builder::allowPath);
    texts(json.required("allowedBinaries")).forEach(builder::allowBinary);
    if (json.has("allowedTestChanges")) {
      texts(json.required("allowedTestChanges")).forEach(builder::allowTestChange);
    }
    return builder.build();
  }

  private static List<String> texts(JsonValue array) {
    return array.values().stream().map(JsonValue::text).toList();
  }
}
