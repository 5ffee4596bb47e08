package dev.nightshift.core.internal.diff;

import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.ChangedFile;
import org.jspecify.annotations.Nullable;

/** What a readable diff says of one file: its lines, or its size and hash. Used by one thread. */
final class Section {
  private final String header;
  private final @Nullable BinaryChange contents;
  private ChangedFile file;
  private String body;
  private boolean hidden;

  private Section(ChangedFile file, String header, String body, @Nullable BinaryChange contents) {
    this.file = file;
    this.header = header;
    this.body = body;
    this.contents = contents;
  }

  static Section of(@Nullable FileVersion before, @Nullable FileVersion after, FileDiff diff) {
    ChangedFile file = file(before, after, diff);
    StringBuilder header = new StringBuilder();
    header.append(Headers.names(before, after, VisibleText::name));
    header.append(Headers.modes(before, after));
    if (Headers.isRename(before, after)) {
      header.append(Headers.rename(before, after, VisibleText::name));
    }
    if (diff.isSameContent()) {
      return new Section(file, header.toString(), "", null);
    }
    BinaryChange contents = new BinaryChange(file.path(), content(before), content(after));
    StringBuilder body = new StringBuilder();
    if (diff.isPartlyShown()) {
      body.append(
          file.binary()
              ? note("not shown as text", contents)
              : "[was no text: " + contents.before() + "]\n");
    }
    if (!diff.encoding().isEmpty()) {
      body.append("[text in ").append(diff.encoding()).append("]\n");
    }
    String ascii = VisibleText.name(String.join(" ", diff.asciiBetweenTheLines()));
    body.append(DecodedText.asciiNote(ascii));
    String hunks = diff.visibleHunks();
    if (!hunks.isEmpty()) {
      body.append(Headers.sides(before, after, VisibleText::name)).append(hunks);
    } else if (before == null && after != null && after.content().size() == 0) {
      body.append("[an empty file]\n");
    }
    Section section = new Section(file, header.toString(), body.toString(), contents);
    section.hidden = diff.isPartlyShown();
    if (ascii.length() > DecodedText.MAX_ASCII_CHARS) {
      // Such a file is one for a human; cut, the note would hide something.
      section.hide();
    }
    return section;
  }

  ChangedFile file() {
    return file;
  }

  String text() {
    return header + body;
  }

  int length() {
    return header.length() + body.length();
  }

  /** What is not shown of it before or after, or null. */
  @Nullable BinaryChange hidden() {
    return hidden ? contents : null;
  }

  /** How much shorter the diff gets without the lines of this file. */
  int saving() {
    return contents == null ? 0 : body.length() - tooLong(contents).length();
  }

  /** Tells the file by its size and hash instead of its lines. */
  void hide() {
    if (contents != null) {
      body = tooLong(contents);
      hidden = true;
      file =
          new ChangedFile(
              file.path(),
              file.kind(),
              file.added(),
              file.removed(),
              file.previousPath(),
              file.modes(),
              ChangedFile.Shown.NOT_SHOWN);
    }
  }

  private static String tooLong(BinaryChange contents) {
    return note("not shown, too long for this diff", contents);
  }

  private static String note(String what, BinaryChange contents) {
    return "[" + what + ": " + contents.describe() + "]\n";
  }

  private static ChangedFile file(
      @Nullable FileVersion before, @Nullable FileVersion after, FileDiff diff) {
    boolean renamed = Headers.isRename(before, after);
    return new ChangedFile(
        Headers.newPath(before, after),
        renamed ? ChangedFile.Kind.RENAMED : kind(before, after),
        diff.added(),
        diff.removed(),
        renamed && before != null ? before.path() : "",
        new ChangedFile.Modes(mode(before), mode(after)),
        diff.shown());
  }

  private static ChangedFile.Kind kind(@Nullable FileVersion before, @Nullable FileVersion after) {
    if (before == null) {
      return ChangedFile.Kind.ADDED;
    }
    return after == null ? ChangedFile.Kind.DELETED : ChangedFile.Kind.MODIFIED;
  }

  private static String mode(@Nullable FileVersion version) {
    return version == null ? "" : version.modeText();
  }

  private static BinaryChange.Content content(@Nullable FileVersion version) {
    return version == null
        ? BinaryChange.Content.absent()
        : new BinaryChange.Content(version.content().size(), version.content().sha256());
  }
}
