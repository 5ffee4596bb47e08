package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
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
  private static final TemplateFile WORDS =
      TemplateFile.of(ChangeMarkdown.class, "change-markdown.md");
  private static final Template FILES = WORDS.template("files", "files", "lines");
  private static final Template LINES = WORDS.template("lines", "added", "removed");
  private static final Template MORE_UNSEEN = WORDS.template("more-unseen", "others");
  private static final Template MORE = WORDS.template("more", "others");
  private static final Template WHERE_TO_READ_IT = WORDS.template("where-to-read-it", "diff");
  private static final Template PATCH = WORDS.template("patch", "patch", "commit");
  private static final Template NO_PATCH = WORDS.template("no-patch", "patch", "bytes");
  private static final Template WAS_NO_TEXT = WORDS.template("was-no-text", "lines", "before");
  private static final Template NOT_SHOWN = WORDS.template("not-shown-content", "contents");
  private static final Template RENAMED = WORDS.template("renamed", "path");
  private static final Template MODE_CHANGED =
      WORDS.template("mode-changed", "before", "after", "type-before", "type-after");
  private static final Template OTHER_MODE = WORDS.template("other-mode", "mode");

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
    text.heading(2, FILES.fill(files.size(), lines(added, removed)));
    List<ChangedFile> unseen = files.stream().filter(ChangedFile::isUnseen).toList();
    List<ChangedFile> seen = files.stream().filter(file -> !file.isUnseen()).toList();
    items(unseen, MAX_UNSEEN, MORE_UNSEEN);
    items(seen, MAX_FILES, MORE);
  }

  /** Lists files; the JSON report has all of them. */
  private void items(List<ChangedFile> files, int most, Template others) {
    files.stream().limit(most).forEach(this::item);
    if (files.size() > most) {
      text.item(others.fill(files.size() - most));
    }
  }

  private void whereToReadIt() {
    String where = WHERE_TO_READ_IT.fill(code(ReportDirectory.DIFF));
    text.paragraph(change.truncated() ? where + " " + WORDS.text("truncated") : where);
    String patch = code(ReportDirectory.PATCH);
    text.paragraph(
        change.patchFile().isWhole()
            ? PATCH.fill(patch, ReportMarkdown.commit(change.baseCommit()))
            : NO_PATCH.fill(patch, PatchFile.MAX_BYTES));
  }

  private void item(ChangedFile file) {
    List<String> facts = new ArrayList<>();
    facts.add(content(file));
    facts.add(kind(file));
    facts.add(mode(file));
    if (file.shown() == ChangedFile.Shown.WRITTEN_OUT) {
      facts.add(WORDS.text("written-out"));
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
      return hidden.map(binary -> WAS_NO_TEXT.fill(lines, binary.before())).orElse(lines);
    }
    String counted = file.added() + file.removed() > 0 ? lines + " " : "";
    return counted
        + hidden
            .map(binary -> NOT_SHOWN.fill(binary.describe()))
            .orElseGet(() -> WORDS.text("not-shown"));
  }

  private static String kind(ChangedFile file) {
    return switch (file.kind()) {
      case ADDED -> WORDS.text("new");
      case DELETED -> WORDS.text("deleted");
      case RENAMED -> RENAMED.fill(code(file.previousPath()));
      case MODIFIED -> "";
    };
  }

  private static String mode(ChangedFile file) {
    String before = file.modes().before();
    String after = file.modes().after();
    if (!before.isEmpty() && !after.isEmpty() && file.modes().isChanged()) {
      return MODE_CHANGED.fill(before, after, type(before), type(after));
    }
    String mode = after.isEmpty() ? before : after;
    return mode.equals(REGULAR) ? "" : type(mode);
  }

  private static String type(String mode) {
    return switch (mode) {
      case REGULAR -> WORDS.text("not-executable");
      case "100755" -> WORDS.text("executable");
      case "120000" -> WORDS.text("symbolic-link");
      case "160000" -> WORDS.text("submodule");
      default -> OTHER_MODE.fill(mode);
    };
  }

  private static String lines(long added, long removed) {
    return LINES.fill(added, removed);
  }
}
