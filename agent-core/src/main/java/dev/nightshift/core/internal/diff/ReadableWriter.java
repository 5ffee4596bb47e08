package dev.nightshift.core.internal.diff;

import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ReadableDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Collects what a reader is shown of a change. If all of it is too long, the longest files are told
 * by size and hash, so that they hide no other; only so many files that not even that fits leave
 * out some. Used by one thread, once.
 */
final class ReadableWriter {
  private static final int LONGEST_REMARK = 200;
  private final List<Section> sections = new ArrayList<>();
  private final PriorityQueue<Section> longest =
      new PriorityQueue<>(Comparator.comparingInt(Section::saving).reversed());
  private int length;

  void add(Section section) {
    sections.add(section);
    length += section.length();
    if (section.saving() > 0) {
      longest.add(section);
    }
    while (length > Change.MAX_PATCH_CHARS && !longest.isEmpty()) {
      Section hidden = longest.remove();
      length -= hidden.saving();
      hidden.hide();
    }
  }

  /** Returns the diff; ask for the files afterwards, which may not be shown for its length. */
  ReadableDiff toDiff() {
    StringBuilder text = new StringBuilder();
    boolean truncated = length > Change.MAX_PATCH_CHARS;
    int most = truncated ? Change.MAX_PATCH_CHARS - LONGEST_REMARK : Change.MAX_PATCH_CHARS;
    int leftOut = 0;
    for (Section section : sections) {
      if (leftOut == 0 && text.length() + section.length() <= most) {
        text.append(section.text());
      } else {
        leftOut++;
        section.hide();
      }
    }
    if (truncated) {
      text.append("[and ").append(leftOut).append(" more files, not shown: a diff has at most ");
      text.append(Change.MAX_PATCH_CHARS).append(" characters]\n");
    }
    return new ReadableDiff(text.toString(), truncated, hidden());
  }

  List<ChangedFile> files() {
    return sections.stream().map(Section::file).toList();
  }

  private List<BinaryChange> hidden() {
    List<BinaryChange> hidden = new ArrayList<>();
    for (Section section : sections) {
      BinaryChange contents = section.hidden();
      if (contents != null) {
        hidden.add(contents);
      }
    }
    return hidden;
  }
}
