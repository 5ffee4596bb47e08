package dev.nightshift.core.internal.diff;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.ChangedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How two versions of a file differ, as far as both are text. */
final class FileDiff {
  private final Side before;
  private final Side after;
  private final boolean sameContent;
  private final List<LineDiff.Edit> edits;

  private FileDiff(Side before, Side after, boolean sameContent, LineMatcher matcher) {
    this.before = before;
    this.after = after;
    this.sameContent = sameContent;
    boolean oneEncoding = before.charset().equals(after.charset());
    this.edits =
        sameContent || !after.isText()
            ? List.of()
            : matcher.edits(before.keys(oneEncoding), after.keys(oneEncoding));
  }

  static FileDiff of(
      @Nullable FileVersion before, @Nullable FileVersion after, LineMatcher matcher) {
    boolean same = before != null && after != null && before.id().equals(after.id());
    return new FileDiff(Side.of(before), Side.of(after), same, matcher);
  }

  boolean isSameContent() {
    return sameContent;
  }

  /** Tells whether a content that is no text, or too large, is part of the difference. */
  boolean isPartlyShown() {
    return !sameContent && !(before.isText() && after.isText());
  }

  /** Tells how a reader sees the content after the change, or before a deletion. */
  ChangedFile.Shown shown() {
    if (sameContent) {
      return ChangedFile.Shown.PLAIN;
    }
    if (!(after.isAbsent() ? before.isText() : after.isText())) {
      return ChangedFile.Shown.NOT_SHOWN;
    }
    List<String> old = before.lines();
    List<String> now = after.lines();
    StringBuilder gone = new StringBuilder();
    StringBuilder fresh = new StringBuilder();
    for (LineDiff.Edit edit : edits) {
      old.subList(edit.beforeStart(), edit.beforeEnd()).forEach(gone::append);
      now.subList(edit.afterStart(), edit.afterEnd()).forEach(fresh::append);
    }
    return before.isPlain(gone.toString()) && after.isPlain(fresh.toString())
        ? ChangedFile.Shown.PLAIN
        : ChangedFile.Shown.WRITTEN_OUT;
  }

  int added() {
    return edits.stream().mapToInt(LineDiff.Edit::added).sum();
  }

  int removed() {
    return edits.stream().mapToInt(LineDiff.Edit::removed).sum();
  }

  /** Returns the hunks as a reader sees them; empty if no text differs. */
  String visibleHunks() {
    return VisibleText.exact(decodedHunks());
  }

  /** Returns the hunks as they can be applied, or empty if only the whole contents can. */
  Optional<byte[]> rawHunks() {
    return before.hasRawLines() && after.hasRawLines()
        ? Optional.of(
            new UnifiedDiff(before.rawLines(), after.rawLines(), edits)
                .hunks()
                .getBytes(StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  /** Returns how the text is encoded if a reader has to know; else empty. */
  String encoding() {
    String old = before.encoding();
    String now = after.encoding();
    if (sameContent) {
      return "";
    }
    if (!old.isEmpty() && !now.isEmpty() && !old.equals(now)) {
      return old + " before, " + now + " after; equal text in other bytes counts as changed";
    }
    String one = now.isEmpty() ? old : now;
    return one.equals("UTF-8") ? "" : one;
  }

  /** Returns what is new of that which a program reads that takes each byte for a character. */
  List<String> asciiBetweenTheLines() {
    if (sameContent) {
      return List.of();
    }
    Map<String, Integer> known = new HashMap<>();
    before.asciiBetweenTheLines().forEach(run -> known.merge(run, 1, Integer::sum));
    List<String> news = new ArrayList<>();
    for (String run : after.asciiBetweenTheLines()) {
      if (known.merge(run, -1, Integer::sum) < 0) {
        news.add(run);
      }
    }
    return news;
  }

  private String decodedHunks() {
    return new UnifiedDiff(before.lines(), after.lines(), edits).hunks();
  }
}
