package dev.nightshift.core.task;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The immutable task the engine works with. */
record TaskCopy(
    String title,
    String instructions,
    String dispatchKey,
    int priority,
    String target,
    String base,
    Set<String> after,
    TaskKind kind,
    Risk risk,
    Duration estimate,
    List<AcceptanceCriterion> acceptance,
    List<String> allowedPaths,
    List<String> allowedBinaries,
    List<String> allowedTestChanges)
    implements Task {
  TaskCopy {
    title = checkedTitle(title);
    after = Collections.unmodifiableSet(new LinkedHashSet<>(after));
    acceptance = List.copyOf(acceptance);
    allowedPaths = List.copyOf(allowedPaths);
    allowedBinaries = List.copyOf(allowedBinaries);
    allowedTestChanges = List.copyOf(allowedTestChanges);
  }

  static Task of(Task any) {
    if (any instanceof TaskCopy) {
      return any;
    }
    TaskBuilder builder =
        new TaskBuilder(given(any, "title", any.title()))
            .instructions(given(any, "instructions", any.instructions()))
            .dispatchKey(given(any, "dispatchKey", any.dispatchKey()))
            .priority(any.priority())
            .target(given(any, "target", any.target()))
            .base(given(any, "base", any.base()))
            .kind(given(any, "kind", any.kind()))
            .risk(given(any, "risk", any.risk()))
            .estimate(given(any, "estimate", any.estimate()));
    for (String key : given(any, "after", any.after())) {
      builder.after(given(any, "after", key));
    }
    for (AcceptanceCriterion criterion : given(any, "acceptance", any.acceptance())) {
      builder.acceptance(given(any, "acceptance", criterion));
    }
    for (String glob : given(any, "allowedPaths", any.allowedPaths())) {
      builder.allowPath(given(any, "allowedPaths", glob));
    }
    for (String glob : given(any, "allowedBinaries", any.allowedBinaries())) {
      builder.allowBinary(given(any, "allowedBinaries", glob));
    }
    for (String glob : given(any, "allowedTestChanges", any.allowedTestChanges())) {
      builder.allowTestChange(given(any, "allowedTestChanges", glob));
    }
    return builder.build();
  }

  /** A task of the user's own can return anything, whatever its annotations say. */
  private static <T> T given(Task any, String method, @Nullable T value) {
    return Require.returned(value, method + "() of the task " + any.getClass().getName());
  }

  @Override
  public String toString() {
    return "Task[" + title + "]";
  }

  private static String checkedTitle(String title) {
    if (VisibleText.spoken(title).isBlank()
        || title.indexOf('\n') >= 0
        || title.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "task title '"
              + VisibleText.name(title)
              + "' must be one line that is not blank; put the rest into the instructions");
    }
    return title.strip();
  }
}
