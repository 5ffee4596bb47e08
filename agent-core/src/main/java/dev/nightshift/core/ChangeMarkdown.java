package dev.nightshift.core;

import static dev.nightshift.core.MarkdownText.code;

import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.ChangedFile;
import dev.nightshift.core.workspace.PatchFile;
import java.util.List;

/** Writes what changed, and where to read all of it. */
final class ChangeMarkdown {
  private static final int MAX_FILES = 50;
  private final Change change;
  private final MarkdownText text;

  private ChangeMarkdown(Change change, MarkdownText text) {
    this.change = change;
    this.text = text;
  }

  static void write(Change change, MarkdownText text) {
    if (!change.isEmpty()) {
      ChangeMarkdown section = new ChangeMarkdown(change, text);
      section.files();
      section.whereToReadIt();
    }
  }

  private void files() {
    List<ChangedFile> files = change.files();
    long added = files.stream().mapToLong(ChangedFile::added).sum();
    long removed = files.stream().mapToLong(ChangedFile::removed).sum();
    text.heading(2, "What changed: files " + files.size() + ", lines " + lines(added, removed));
    files.stream()
        .limit(MAX_FILES)
        .forEach(file -> text.item(code(file.path()) + " " + change(file)));
    if (files.size() > MAX_FILES) {
      text.item("and " + (files.size() - MAX_FILES) + " more");
    }
  }

  private void whereToReadIt() {
    text.paragraph(
        "Read it in "
            + code(ReportDirectory.DIFF)
            + " beside this report, where every character is visible: "
            + code("git diff")
            + " shows neither invisible characters nor files it takes for binary."
            + (change.truncated() ? " It lacks files, all together would be too long." : ""));
    text.paragraph(
        change.patchFile().isWhole()
            ? code(ReportDirectory.PATCH)
                + " is for "
                + code("git apply")
                + " on "
                + ReportMarkdown.commit(change.baseCommit())
                + "; its bytes are those of the files, so do not print it on a terminal."
            : "There is no "
                + code(ReportDirectory.PATCH)
                + ": it would be larger than "
                + PatchFile.MAX_BYTES
                + " bytes. Take the change by git.");
  }

  private String change(ChangedFile file) {
    return change.diff().binaries().stream()
        .filter(binary -> binary.path().equals(file.path()))
        .findFirst()
        .map(binary -> "not shown, " + binary.describe())
        .orElseGet(() -> lines(file.added(), file.removed()));
  }

  private static String lines(long added, long removed) {
    return "+" + added + " −" + removed;
  }
}
