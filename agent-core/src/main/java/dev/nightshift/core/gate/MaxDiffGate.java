package dev.nightshift.core.gate;

import dev.nightshift.core.internal.diff.UnseenFiles;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.ChangedFile;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Refuses a change of more lines than a human wants to read, or of bytes nobody can read and the
 * task does not allow.
 */
record MaxDiffGate(int maxLines) implements MergeGate {
  private static final int MAX_LISTED = 5;
  private static final int MAX_PATH_CHARS = 150;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context) {
    long start = context.time().nanoTime();
    List<ChangedFile> files = context.change().files();
    long lines = files.stream().mapToLong(MaxDiffGate::lines).sum();
    List<String> unseen = UnseenFiles.of(context.change(), context.task());
    List<String> unreadable =
        files.stream()
            .filter(file -> file.added() + file.removed() == 0)
            .map(ChangedFile::path)
            .filter(unseen::contains)
            .toList();
    String detail =
        lines
            + " lines added and removed in "
            + files.size()
            + " files, at most "
            + maxLines
            + " allowed"
            + (lines <= maxLines ? "" : "; make a smaller change. Largest: " + largest(files))
            + (unreadable.isEmpty()
                ? ""
                : "; "
                    + unreadable.size()
                    + " binary files cannot be read, leave them out: "
                    + paths(unreadable));
    return GateResult.builder(name(), lines <= maxLines && unreadable.isEmpty(), detail)
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .build();
  }

  @Override
  public String name() {
    return "max-diff";
  }

  /** Something changed in each file, even if it is only the name or the mode. */
  private static long lines(ChangedFile file) {
    return Math.max(1, (long) file.added() + file.removed());
  }

  private static String paths(List<String> paths) {
    return paths.stream()
        .limit(MAX_LISTED)
        .map(path -> BoundedText.oneLine(path, MAX_PATH_CHARS))
        .collect(Collectors.joining(", "));
  }

  private static String largest(List<ChangedFile> files) {
    return files.stream()
        .sorted(Comparator.comparingLong(MaxDiffGate::lines).reversed())
        .limit(MAX_LISTED)
        .map(file -> BoundedText.oneLine(file.path(), MAX_PATH_CHARS) + " " + lines(file))
        .collect(Collectors.joining(", "));
  }
}
