package dev.nightshift.core.gate;

import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.PathGlob;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Refuses a change outside the paths its task allows. */
record ScopeGate() implements MergeGate {
  private static final int MAX_LISTED = 20;
  private static final int MAX_PATH_CHARS = 150;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context) {
    long start = context.time().nanoTime();
    List<String> allowed = context.task().allowedPaths();
    List<PathGlob> globs = allowed.stream().map(PathGlob::of).toList();
    List<String> outside =
        context.change().files().stream()
            // The unknown origin of a rename is empty, which no glob matches.
            .flatMap(file -> file.changedPaths().stream())
            .filter(path -> !allowed.isEmpty() && globs.stream().noneMatch(g -> g.matches(path)))
            .distinct()
            .toList();
    return GateResult.builder(name(), outside.isEmpty(), detail(context, outside))
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .build();
  }

  @Override
  public String name() {
    return "scope";
  }

  private static String detail(GateContext context, List<String> outside) {
    List<String> allowed = context.task().allowedPaths();
    int changed = context.change().files().size();
    if (allowed.isEmpty()) {
      return "the task allows every path; " + changed + " changed";
    }
    if (outside.isEmpty()) {
      return "all " + changed + " changed paths are within " + listed(allowed);
    }
    return outside.size()
        + (outside.size() == 1 ? " path is" : " paths are")
        + " outside what the task allows: "
        + listed(outside)
        + "; undo these changes (allowed: "
        + listed(allowed)
        + ")";
  }

  private static String listed(List<String> paths) {
    Stream<String> shown =
        paths.stream()
            .limit(MAX_LISTED)
            .map(path -> path.isEmpty() ? "(unknown origin of a renamed file)" : path)
            .map(path -> BoundedText.oneLine(path, MAX_PATH_CHARS));
    Stream<String> rest =
        paths.size() > MAX_LISTED
            ? Stream.of("and " + (paths.size() - MAX_LISTED) + " more")
            : Stream.empty();
    return String.join(", ", Stream.concat(shown, rest).toList());
  }
}
