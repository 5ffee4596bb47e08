package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.ConflictReport;
import dev.nightshift.core.workspace.ConflictReport.ConflictedPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** Turns conflicts into a report that fits one message. */
final class ConflictReports {
  private static final int MAX_PATHS = 50;
  private static final int MAX_HUNK_CHARS = 4_000;
  private static final int MAX_DIFF_BYTES = 1_000_000;

  private ConflictReports() {}

  static ConflictReport of(
      ObjectReader reader, ObjectId targetCommit, List<TreeMerge.Conflict> conflicts)
      throws IOException {
    List<ConflictedPath> paths = new ArrayList<>();
    boolean truncated = conflicts.size() > MAX_PATHS;
    for (TreeMerge.Conflict conflict :
        conflicts.subList(0, Math.min(MAX_PATHS, conflicts.size()))) {
      String hunks = hunks(reader, conflict);
      truncated |= hunks.length() > MAX_HUNK_CHARS;
      paths.add(new ConflictedPath(conflict.path(), conflict.kind(), cut(hunks)));
    }
    return new ConflictReport(targetCommit.name(), paths, truncated);
  }

  /** Returns the report of files whose markers the agent left in. */
  static ConflictReport unresolved(ObjectId targetCommit, List<TreeMerge.Conflict> left) {
    boolean truncated = left.size() > MAX_PATHS;
    List<ConflictedPath> paths = new ArrayList<>();
    for (TreeMerge.Conflict conflict : left.subList(0, Math.min(MAX_PATHS, left.size()))) {
      String hunks = Markers.hunks(conflict.text().array());
      truncated |= hunks.length() > MAX_HUNK_CHARS;
      paths.add(new ConflictedPath(conflict.path(), conflict.kind(), cut(hunks)));
    }
    return new ConflictReport(targetCommit.name(), paths, truncated);
  }

  private static String hunks(ObjectReader reader, TreeMerge.Conflict conflict) throws IOException {
    return switch (conflict.kind()) {
      case CONTENT, ADD_ADD -> Markers.hunks(conflict.text().array());
      case MODIFY_DELETE -> modifyDelete(reader, conflict.versions());
      case NOT_MERGEABLE ->
          "Both sides changed this path in ways that cannot be merged line by line (binary, link,"
              + " mode, or file against directory). A refresh writes the target's version; make the"
              + " branch's change again where it is still needed.";
    };
  }

  private static String modifyDelete(ObjectReader reader, TreeMerge.Sides<ObjectId> versions)
      throws IOException {
    boolean branchDeleted = versions.branch() == null;
    @Nullable ObjectId changed = branchDeleted ? versions.target() : versions.branch();
    String sentence =
        branchDeleted
            ? "The branch deleted this file, the target changed it; a refresh keeps it:\n"
            : "The target deleted this file, the branch changed it; a refresh deletes it:\n";
    return sentence + diff(reader, versions.base(), changed);
  }

  private static String diff(
      ObjectReader reader, @Nullable ObjectId before, @Nullable ObjectId after) throws IOException {
    RawText old = text(reader, before);
    RawText now = text(reader, after);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.format(
          DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
              .diff(RawTextComparator.DEFAULT, old, now),
          old,
          now);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static RawText text(ObjectReader reader, @Nullable ObjectId blob) throws IOException {
    if (blob == null || reader.getObjectSize(blob, ObjectReader.OBJ_ANY) > MAX_DIFF_BYTES) {
      return new RawText(new byte[0]);
    }
    byte[] bytes = reader.open(blob).getBytes(MAX_DIFF_BYTES);
    return new RawText(RawText.isBinary(bytes, bytes.length, true) ? new byte[0] : bytes);
  }

  private static String cut(String hunks) {
    if (hunks.length() <= MAX_HUNK_CHARS) {
      return hunks;
    }
    String note = "\n... cut ...";
    return hunks.substring(0, MAX_HUNK_CHARS - note.length()) + note;
  }
}
