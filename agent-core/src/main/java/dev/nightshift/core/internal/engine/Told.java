package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.merge.ConflictReport;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one feedback, and beside it what the target's move means for the workspace. */
record Told(Feedback feedback, @Nullable Feedback targetMoved) {
  /** Tells whether edits in a round with a conflict can be more than that it was resolved. */
  boolean isAnsweredBy(List<String> edited, ConflictReport met, ConflictReport left) {
    Set<String> conflicting =
        met.paths().stream()
            .flatMap(path -> Stream.of(path.path(), path.likelyPath(), path.branchVersionAt()))
            .collect(Collectors.toSet());
    boolean mayBeInConflict =
        !(feedback instanceof Feedback.ChangeRequested asked)
            || conflicting.contains(asked.request().finding().path());
    return !conflicting.containsAll(edited)
        || (!edited.isEmpty() && mayBeInConflict && left.paths().isEmpty());
  }
}
