package dev.nightshift.core.gate;

import dev.nightshift.core.workspace.ChangedFile;
import dev.nightshift.core.workspace.MergeCandidate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses a change of more lines than a human wants to read. */
final class MaxDiffGate implements MergeGate {
  private static final int MAX_LISTED = 5;
  private static final int MAX_PATH_CHARS = 150;
  private final int maxLines;

  MaxDiffGate(int maxLines) {
    this.maxLines = maxLines;
  }

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context) {
    long start = context.time().nanoTime();
    List<ChangedFile> files = context.change().files();
    long lines = files.stream().mapToLong(MaxDiffGate::lines).sum();
    long uncounted = files.stream().filter(file -> lines(file) == 0).count();
    String detail =
        lines
            + " lines added and removed in "
            + files.size()
            + " files, at most "
            + maxLines
            + " allowed"
            + (uncounted == 0 ? "" : "; " + uncounted + " files without line counts (binary, mode)")
            + (lines <= maxLines ? "" : "; make a smaller change. Largest: " + largest(files));
    return GateResult.builder(name(), lines <= maxLines, detail)
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .build();
  }

  @Override
  public String name() {
    return "max-diff";
  }

  private static long lines(ChangedFile file) {
    return (long) file.added() + file.removed();
  }

  private static String largest(List<ChangedFile> files) {
    return files.stream()
        .sorted(Comparator.comparingLong(MaxDiffGate::lines).reversed())
        .limit(MAX_LISTED)
        .map(file -> BoundedText.oneLine(file.path(), MAX_PATH_CHARS) + " " + lines(file))
        .collect(Collectors.joining(", "));
  }
}
