package dev.nightshift.core.task;

import dev.nightshift.core.base.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The immutable task the engine works with. */
final class TaskCopy implements Task {
  private final String title;
  private final String instructions;
  private final String dispatchKey;
  private final TaskKind kind;
  private final Risk risk;
  private final List<AcceptanceCriterion> acceptance;
  private final List<String> allowedPaths;
  private final List<String> allowedBinaries;

  TaskCopy(TaskBuilder builder) {
    this.title = checkedTitle(builder.title);
    this.instructions = builder.instructions;
    this.dispatchKey = builder.dispatchKey;
    this.kind = builder.kind;
    this.risk = builder.risk;
    this.acceptance = List.copyOf(builder.acceptance);
    this.allowedPaths = List.copyOf(builder.allowedPaths);
    this.allowedBinaries = List.copyOf(builder.allowedBinaries);
  }

  static Task of(Task any) {
    if (any instanceof TaskCopy) {
      return any;
    }
    TaskBuilder builder =
        new TaskBuilder(given(any, "title", any.title()))
            .instructions(given(any, "instructions", any.instructions()))
            .dispatchKey(given(any, "dispatchKey", any.dispatchKey()))
            .kind(given(any, "kind", any.kind()))
            .risk(given(any, "risk", any.risk()));
    for (AcceptanceCriterion criterion : given(any, "acceptance", any.acceptance())) {
      builder.acceptance(given(any, "acceptance", criterion));
    }
    for (String glob : given(any, "allowedPaths", any.allowedPaths())) {
      builder.allowPath(given(any, "allowedPaths", glob));
    }
    for (String glob : given(any, "allowedBinaries", any.allowedBinaries())) {
      builder.allowBinary(given(any, "allowedBinaries", glob));
    }
    return builder.build();
  }

  /** A task of the user's own can return anything, whatever its annotations say. */
  private static <T> T given(Task any, String method, @Nullable T value) {
    return Require.returned(value, method + "() of the task " + any.getClass().getName());
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
  public List<String> allowedBinaries() {
    return allowedBinaries;
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
