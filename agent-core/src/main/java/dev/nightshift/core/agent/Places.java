package dev.nightshift.core.agent;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.diff.TouchedLines;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.TextLines;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The lines of a candidate that a review may name; for a file only the base has, those of it. */
final class Places {
  private final ReviewRequest request;
  private @Nullable TouchedLines touched;

  Places(ReviewRequest request) {
    this.request = request;
  }

  /**
   * Returns the finding if its line exists.
   *
   * @throws ToolArgumentException if it does not
   */
  Finding existing(Finding finding) {
    Finding there = withKnownPath(finding);
    int lines = lines(there.path());
    if (there.line() > lines) {
      throw new ToolArgumentException(
          "the finding at "
              + VisibleText.oneLine(there.path(), 200)
              + ":"
              + there.line()
              + " names a line that does not exist; the file has "
              + lines);
    }
    return there;
  }

  /**
   * Returns the finding at the line it names or, past the end of the file, at its last line: a
   * request acts by its words, and a wrong number is no reason to lose it.
   *
   * @throws ToolArgumentException if there is no such file
   */
  Finding nearest(Finding finding) {
    Finding there = withKnownPath(finding);
    int lines = lines(there.path());
    return there.line() <= lines ? there : there.at(there.path(), lines);
  }

  /**
   * Returns the finding with whether it is on the change, or on what a line of the change causes.
   */
  Finding judged(Finding finding) {
    TouchedLines change = touched();
    if (change.holds(finding.path(), finding.line())) {
      return finding.with("", false);
    }
    String cause = finding.cause().strip();
    String plain = cause.startsWith("./") ? cause.substring(2) : cause;
    int colon = plain.lastIndexOf(':');
    boolean isCaused =
        colon > 0
            && plain.substring(colon + 1).matches("[1-9]\\d{0,8}")
            && change.holds(
                plain.substring(0, colon), Integer.parseInt(plain.substring(colon + 1)));
    return finding.with(isCaused ? plain : "", !isCaused);
  }

  private TouchedLines touched() {
    TouchedLines known = touched;
    if (known == null) {
      Change change = request.change();
      List<String> paths = new ArrayList<>();
      for (ChangedFile file : change.files()) {
        paths.add(file.path());
        paths.add(file.previousPath());
      }
      byte[] patch = change.patchFile().isWhole() ? change.patchFile().bytes() : new byte[0];
      known = TouchedLines.of(paths, patch);
      touched = known;
    }
    return known;
  }

  private Finding withKnownPath(Finding finding) {
    String path = finding.path().strip();
    String plain = path.startsWith("./") ? path.substring(2) : path;
    if (plain.isEmpty() || lines(plain) == 0) {
      throw new ToolArgumentException(
          "the path '"
              + VisibleText.oneLine(finding.path(), 200)
              + "' names no file of the candidate or its base; give it relative to the root");
    }
    return finding.at(plain, finding.line());
  }

  /** Returns the number of lines, at least 1 for a file that exists, 0 if there is none. */
  private int lines(String path) {
    OptionalInt inCandidate = lines(request.candidate(), path);
    if (inCandidate.isPresent()) {
      return inCandidate.getAsInt();
    }
    OptionalInt inBase = lines(request.base(), path);
    if (inBase.isPresent()) {
      return inBase.getAsInt();
    }
    // A changed link or oversized file cannot be read but may well be what is wrong.
    return request.change().files().stream().anyMatch(file -> file.path().equals(path)) ? 1 : 0;
  }

  private static OptionalInt lines(TreeView tree, String path) {
    byte[] bytes;
    try {
      bytes = tree.read(path).bytes();
    } catch (WorkspaceException absent) {
      return OptionalInt.empty();
    }
    int lines = DecodedText.of(bytes).map(decoded -> TextLines.of(decoded.text()).size()).orElse(1);
    return OptionalInt.of(Math.max(1, lines));
  }
}
