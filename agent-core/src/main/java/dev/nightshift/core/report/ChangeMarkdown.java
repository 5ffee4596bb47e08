package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;

import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes what changed, and where to read all of it. */
final class ChangeMarkdown {
  private static final int MAX_FILES = 50;
  private static final int MAX_UNSEEN = 200;
  private static final String REGULAR = "100644";
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
    List<ChangedFile> unseen = files.stream().filter(ChangedFile::isUnseen).toList();
    List<ChangedFile> seen = files.stream().filter(file -> !file.isUnseen()).toList();
    items(unseen, MAX_UNSEEN, " more that nobody saw");
    items(seen, MAX_FILES, " more");
  }

  /** Lists files; the JSON report has all of them. */
  private void items(List<ChangedFile> files, int most, String others) {
    files.stream().limit(most).forEach(this::item);
    if (files.size() > most) {
      text.item("and " + (files.size() - most) + others);
    }
  }

  private void whereToReadIt() {
    text.paragraph(
        "Read it in "
            + code(ReportDirectory.DIFF)
            + " beside this report, where every character is visible: "
            + code("git diff")
            + " shows neither invisible characters nor files it takes for binary."
            + (change.truncated() ? " It lacks files: all together would be too long." : ""));
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

  private void item(ChangedFile file) {
    List<String> facts = new ArrayList<>();
    facts.add(content(file));
    facts.add(kind(file));
    facts.add(mode(file));
    if (file.shown() == ChangedFile.Shown.WRITTEN_OUT) {
      facts.add("**holds invisible characters, or is not UTF-8**");
    }
    String known = facts.stream().filter(fact -> !fact.isEmpty()).collect(Collectors.joining("; "));
    text.item(code(file.path()) + " " + known);
  }

  private String content(ChangedFile file) {
    String lines = lines(file.added(), file.removed());
    Optional<BinaryChange> hidden =
        change.diff().binaries().stream()
            .filter(binary -> binary.path().equals(file.path()))
            .findFirst();
    if (!file.binary()) {
      return lines + hidden.map(binary -> ", was no text: " + binary.before()).orElse("");
    }
    String counted = file.added() + file.removed() > 0 ? lines + " " : "";
    return counted + "not shown" + hidden.map(binary -> ", " + binary.describe()).orElse("");
  }

  private static String kind(ChangedFile file) {
    return switch (file.kind()) {
      case ADDED -> "new";
      case DELETED -> "deleted";
      case RENAMED -> "renamed from " + code(file.previousPath());
      case MODIFIED -> "";
    };
  }

  private static String mode(ChangedFile file) {
    String before = file.modes().before();
    String after = file.modes().after();
    if (!before.isEmpty() && !after.isEmpty() && file.modes().isChanged()) {
      return "mode " + before + " → " + after + " (" + type(before) + " → " + type(after) + ")";
    }
    String mode = after.isEmpty() ? before : after;
    return mode.equals(REGULAR) ? "" : type(mode);
  }

  private static String type(String mode) {
    return switch (mode) {
      case REGULAR -> "not executable";
      case "100755" -> "executable";
      case "120000" -> "symbolic link";
      case "160000" -> "submodule";
      default -> "mode " + mode;
    };
  }

  private static String lines(long added, long removed) {
    return "+" + added + " −" + removed;
  }
}
