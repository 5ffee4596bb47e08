package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;

import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import java.util.List;

/** The last conflict with the target in {@code report.md}. */
final class ConflictMarkdown {
  private static final int MAX_PATHS = 20;

  private ConflictMarkdown() {}

  static void write(TargetConflict conflict, MarkdownText text) {
    List<ConflictedPath> paths = conflict.report().paths();
    text.heading(
        2, (conflict.isOpen() ? "Open conflict" : "Resolved conflict") + " with the target");
    text.paragraph(
        "The target was at "
            + code(conflict.report().targetCommit())
            + "; the work before it was merged in is "
            + code(conflict.workBefore())
            + ".");
    paths.stream().limit(MAX_PATHS).forEach(path -> text.item(path(path)));
    if (paths.size() > MAX_PATHS || conflict.report().truncated()) {
      text.item("and more");
    }
  }

  private static String path(ConflictedPath path) {
    return code(path.path())
        + " "
        + path.kind()
        + (path.likelyPath().isEmpty() ? "" : ", likely path " + code(path.likelyPath()))
        + (path.branchVersionAt().isEmpty()
            ? ""
            : ", the branch's version at " + code(path.branchVersionAt()));
  }
}
