package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import java.util.List;

/** The last conflict with the target in {@code report.md}. */
final class ConflictMarkdown {
  private static final int MAX_PATHS = 20;

  private static final TemplateFile WORDS =
      TemplateFile.of(ConflictMarkdown.class, "conflict-markdown.md");
  private static final Template WHERE = WORDS.template("where", "target", "work");
  private static final Template PATH =
      WORDS.template("path", "path", "kind", "likely-path", "branch-version");
  private static final Template LIKELY_PATH = WORDS.template("likely-path", "path");
  private static final Template BRANCH_VERSION = WORDS.template("branch-version", "path");

  private ConflictMarkdown() {}

  static void write(TargetConflict conflict, MarkdownText text) {
    List<ConflictedPath> paths = conflict.report().paths();
    text.heading(2, WORDS.text(conflict.isOpen() ? "open" : "resolved"));
    text.paragraph(WHERE.fill(code(conflict.report().targetCommit()), code(conflict.workBefore())));
    paths.stream().limit(MAX_PATHS).forEach(path -> text.item(path(path)));
    if (paths.size() > MAX_PATHS || conflict.report().truncated()) {
      text.item(WORDS.text("more"));
    }
  }

  private static String path(ConflictedPath path) {
    String likely = path.likelyPath();
    String version = path.branchVersionAt();
    return PATH.fill(
        code(path.path()),
        path.kind(),
        likely.isEmpty() ? "" : LIKELY_PATH.fill(code(likely)),
        version.isEmpty() ? "" : BRANCH_VERSION.fill(code(version)));
  }
}
