package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.merge.BesideName;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.git.internal.objects.TreeItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Turns conflicts into a report that fits one message. */
public final class ConflictReports {
  private static final int MAX_DIFF_BYTES = 1_000_000;

  private ConflictReports() {}

  public static ConflictReport of(
      ObjectReader reader, ObjectId targetCommit, List<TreeMerge.Conflict> conflicts)
      throws IOException {
    List<ConflictedPath> paths = new ArrayList<>();
    for (TreeMerge.Conflict conflict : shown(conflicts)) {
      paths.add(path(conflict, hunks(reader, conflict)));
    }
    return ConflictReport.bounded(targetCommit.name(), paths);
  }

  /** Returns the report of conflicts that were told and are still there. */
  public static ConflictReport unresolved(
      ObjectReader reader, RevCommit target, List<OpenConflicts.Left> left) throws IOException {
    List<ConflictedPath> paths = new ArrayList<>();
    for (OpenConflicts.Left one : shown(left)) {
      ConflictedPath path = one.path();
      String hunks =
          path.branchVersionAt().isEmpty()
              ? Markers.hunks(one.content().array())
              : BesideName.sentence(
                  path.path(), path.branchVersionAt(), isThere(reader, target, path.path()));
      paths.add(
          new ConflictedPath(
              path.path(), path.kind(), hunks, path.likelyPath(), path.branchVersionAt()));
    }
    return ConflictReport.bounded(target.name(), paths);
  }

  private static boolean isThere(ObjectReader reader, RevCommit commit, String path)
      throws IOException {
    try (@Nullable TreeWalk walk = TreeWalk.forPath(reader, path, commit.getTree())) {
      return walk != null;
    }
  }

  /** One more than a report has, so that it says that there are more. */
  private static <T> List<T> shown(List<T> all) {
    return all.subList(0, Math.min(ConflictReport.MAX_PATHS + 1, all.size()));
  }

  private static ConflictedPath path(TreeMerge.Conflict conflict, String hunks) {
    TreeMerge.Hint hint = conflict.hint();
    return new ConflictedPath(
        conflict.path(), conflict.kind(), hunks, hint.likelyPath(), hint.branchVersionAt());
  }

  private static String hunks(ObjectReader reader, TreeMerge.Conflict conflict) throws IOException {
    if (conflict.text().array().length > 0) {
      return conflict.hint().text() + Markers.hunks(conflict.text().array());
    }
    TreeMerge.Sides<TreeItem> versions = conflict.versions();
    String sentence =
        conflict.hint().text()
            + BesideName.sentence(
                conflict.path(), conflict.hint().branchVersionAt(), versions.target() != null);
    boolean wasFile = versions.base() != null && !versions.base().isTree();
    if (!wasFile || (versions.branch() == null) == (versions.target() == null)) {
      return sentence;
    }
    boolean branchDeleted = versions.branch() == null;
    return sentence
        + (branchDeleted
            ? "The branch deleted this file, the target changed it; it is kept:\n"
            : "The target deleted this file, the branch changed it; it is deleted:\n")
        + diff(
            reader,
            TreeItem.blobOf(versions.base()),
            TreeItem.blobOf(branchDeleted ? versions.target() : versions.branch()));
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
    return DecodedText.display(out.toByteArray());
  }

  private static RawText text(ObjectReader reader, @Nullable ObjectId blob) throws IOException {
    if (blob == null || reader.getObjectSize(blob, ObjectReader.OBJ_ANY) > MAX_DIFF_BYTES) {
      return new RawText(new byte[0]);
    }
    byte[] bytes = reader.open(blob).getBytes(MAX_DIFF_BYTES);
    return new RawText(RawText.isBinary(bytes, bytes.length, true) ? new byte[0] : bytes);
  }
}
