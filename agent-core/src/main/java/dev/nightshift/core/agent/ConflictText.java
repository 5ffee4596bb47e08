package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Conflicts in words for an implementer's model, with how each kind is resolved. */
final class ConflictText {
  private static final int MAX_BYTES = 40_000;

  private static final TemplateFile WORDS = TemplateFile.of(ConflictText.class, "conflict.md");
  private static final Template CONFLICT = WORDS.template("conflict", "target");
  private static final String MARKED = WORDS.text("marked");
  private static final String BESIDE = WORDS.text("beside");
  private static final String MERGED = WORDS.text("merged");
  private static final String ONE_SIDE = WORDS.text("one-side");
  private static final String MORE = WORDS.text("more");
  private static final Template PATH = WORDS.template("path", "path", "kind");
  private static final Template YOUR_VERSION = WORDS.template("your-version", "path");
  private static final Template LIKELY_PATH = WORDS.template("likely-path", "path");

  private ConflictText() {}

  static String of(ConflictReport report) {
    StringBuilder listed = new StringBuilder();
    report.paths().forEach(path -> listed.append(path(path)));
    List<String> lines = new ArrayList<>();
    lines.add(CONFLICT.fill(report.targetCommit()));
    lines.addAll(howToResolve(report));
    lines.add(ONE_SIDE);
    lines.add(
        UntrustedText.block("conflicts", CappedText.headAndTail(listed.toString(), MAX_BYTES, "")));
    if (report.truncated()) {
      lines.add(MORE);
    }
    return String.join("\n", lines);
  }

  private static String path(ConflictedPath path) {
    List<String> lines = new ArrayList<>();
    lines.add(PATH.fill(VisibleText.name(path.path()), path.kind()));
    if (!path.branchVersionAt().isEmpty()) {
      lines.add(YOUR_VERSION.fill(VisibleText.name(path.branchVersionAt())));
    }
    if (!path.likelyPath().isEmpty()) {
      lines.add(LIKELY_PATH.fill(VisibleText.name(path.likelyPath())));
    }
    lines.add(path.hunks());
    return String.join("\n", lines) + "\n";
  }

  private static List<String> howToResolve(ConflictReport report) {
    List<String> lines = new ArrayList<>();
    boolean all = report.truncated();
    Predicate<ConflictedPath> isBeside = path -> !path.branchVersionAt().isEmpty();
    Predicate<ConflictedPath> isMarked = path -> !isBeside.test(path) && path.isTraceable();
    List<ConflictedPath> paths = report.paths();
    if (all || paths.stream().anyMatch(isMarked)) {
      lines.add(MARKED);
    }
    if (all || paths.stream().anyMatch(isBeside)) {
      lines.add(BESIDE);
    }
    if (all || paths.stream().anyMatch(isMarked.negate().and(isBeside.negate()))) {
      lines.add(MERGED);
    }
    return lines;
  }
}
