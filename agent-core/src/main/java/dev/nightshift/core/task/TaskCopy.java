package dev.nightshift.core.task;

import java.util.List;

/** The immutable task the engine works with. */
final class TaskCopy implements Task {
  private final String title;
  private final String instructions;
  private final String dispatchKey;
  private final TaskKind kind;
  private final Risk risk;
  private final List<AcceptanceCriterion> acceptance;
  private final List<String> allowedPaths;

  TaskCopy(TaskBuilder builder) {
    this.title = checkedTitle(builder.title);
    this.instructions = builder.instructions;
    this.dispatchKey = builder.dispatchKey;
    this.kind = builder.kind;
    this.risk = builder.risk;
    this.acceptance = List.copyOf(builder.acceptance);
    this.allowedPaths = List.copyOf(builder.allowedPaths);
  }

  static Task of(Task any) {
    if (any instanceof TaskCopy) {
      return any;
    }
    TaskBuilder builder =
        new TaskBuilder(any.title())
            .instructions(any.instructions())
            .dispatchKey(any.dispatchKey())
            .kind(any.kind())
            .risk(any.risk());
    any.acceptance().forEach(builder::acceptance);
    any.allowedPaths().forEach(builder::allowPath);
    return builder.build();
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String instructions() {
    return instructions;
  }

  @Override
  public String dispatchKey() {
    return dispatchKey;
  }

  @Override
  public TaskKind kind() {
    return kind;
  }

  @Override
  public Risk risk() {
    return risk;
  }

  @Override
  public List<AcceptanceCriterion> acceptance() {
    return acceptance;
  }

  @Override
  public List<String> allowedPaths() {
    return allowedPaths;
  }

  @Override
  public String toString() {
    return "Task[" + title + "]";
  }

  private static String checkedTitle(String title) {
    if (title.isBlank() || title.indexOf('\n') >= 0 || title.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "task title '"
              + title
              + "' must be one line that is not blank; put the rest into the instructions");
    }
    return title.strip();
  }
}
