package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import java.util.List;
import java.util.function.Predicate;

/** Conflicts in words for an implementer's model, with how each kind is resolved. */
final class ConflictText {
  private static final int MAX_BYTES = 40_000;

  private ConflictText() {}

  static String of(ConflictReport report) {
    StringBuilder listed = new StringBuilder();
    report.paths().forEach(path -> listed.append(path(path)));
    return "\nYour change conflicts with what landed on its target meanwhile (commit "
        + report.targetCommit()
        + "). The target was merged into the workspace.\n"
        + howToResolve(report)
        + UntrustedText.fenced(
            "conflicts", CappedText.headAndTail(listed.toString(), MAX_BYTES, ""))
        + (report.truncated()
            ? "There are more than shown: search for <<<<<<< and list **/*.of-branch* as well.\n"
            : "");
  }

  private static String path(ConflictedPath path) {
    StringBuilder text = new StringBuilder(VisibleText.name(path.path()));
    text.append(": ").append(path.kind()).append('\n');
    if (!path.branchVersionAt().isEmpty()) {
      text.append("your version: ").append(VisibleText.name(path.branchVersionAt())).append('\n');
    }
    if (!path.likelyPath().isEmpty()) {
      text.append("likely path: ").append(VisibleText.name(path.likelyPath())).append('\n');
    }
    return text.append(path.hunks()).append('\n').toString();
  }

  private static String howToResolve(ConflictReport report) {
    StringBuilder text = new StringBuilder();
    boolean all = report.truncated();
    Predicate<ConflictedPath> isBeside = path -> !path.branchVersionAt().isEmpty();
    Predicate<ConflictedPath> isMarked = path -> !isBeside.test(path) && path.isTraceable();
    List<ConflictedPath> paths = report.paths();
    if (all || paths.stream().anyMatch(isMarked)) {
      text.append(
          "- CONTENT and ADD_ADD: the file holds diff3 markers (<<<<<<<, |||||||, =======,"
              + " >>>>>>>). Resolve every one so that both intents hold, and remove all markers.\n");
    }
    if (all || paths.stream().anyMatch(isBeside)) {
      text.append(
          "- With \"your version\": the path holds what the target has there, or nothing if the"
              + " target deleted it; your version lies at the other path named. Make the file what"
              + " both intents need (at its likely path, if one is named; to take your version as"
              + " it is, move it over the path), then delete your version's file: the conflict is"
              + " resolved when nothing is there any more.\n");
    }
    if (all || paths.stream().anyMatch(isMarked.negate().and(isBeside.negate()))) {
      text.append(
          "- The others are merged as described: look whether that is right, and change it where"
              + " it is not.\n");
    }
    return text.append("Where you kept one side only, record_decision which and why.\n").toString();
  }
}
