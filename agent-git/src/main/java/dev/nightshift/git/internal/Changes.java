package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.ChangedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Writes the difference between two commits. Attributes and configuration play no part: a change
 * cannot declare its own files binary to hide them from the reader.
 */
final class Changes {
  private static final int MAX_BYTES_PER_FILE = 8 * Change.MAX_PATCH_CHARS;
  private static final int RENAME_LIMIT = 1_000;

  private Changes() {}

  static Change between(ObjectReader reader, RevCommit base, RevCommit head) throws IOException {
    Bounded out = new Bounded();
    List<ChangedFile> files = new ArrayList<>();
    StringBuilder patch = new StringBuilder();
    boolean truncated = false;
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.setReader(reader, new Config());
      formatter.setDetectRenames(true);
      formatter.getRenameDetector().setRenameLimit(RENAME_LIMIT);
      List<DiffEntry> entries = new ArrayList<>(formatter.scan(base.getTree(), head.getTree()));
      entries.sort(Comparator.comparing(Changes::pathOf));
      for (DiffEntry entry : entries) {
        files.add(file(formatter.toFileHeader(entry), entry));
        out.reset();
        formatter.format(entry);
        formatter.flush();
        // A file that does not fit is left out alone: it must not hide those after it.
        truncated |= !out.appendTo(patch);
      }
    }
    return new Change(base.name(), head.name(), files, patch.toString(), truncated);
  }

  private static ChangedFile file(FileHeader header, DiffEntry entry) {
    int added = 0;
    int removed = 0;
    for (Edit edit : header.toEditList()) {
      added += edit.getLengthB();
      removed += edit.getLengthA();
    }
    ChangedFile.Kind kind =
        switch (entry.getChangeType()) {
          case ADD, COPY -> ChangedFile.Kind.ADDED;
          case MODIFY -> ChangedFile.Kind.MODIFIED;
          case DELETE -> ChangedFile.Kind.DELETED;
          case RENAME -> ChangedFile.Kind.RENAMED;
        };
    String previous = kind == ChangedFile.Kind.RENAMED ? entry.getOldPath() : "";
    boolean binary = header.getPatchType() != FileHeader.PatchType.UNIFIED;
    return new ChangedFile(pathOf(entry), kind, added, removed, previous, binary);
  }

  private static String pathOf(DiffEntry entry) {
    return entry.getChangeType() == DiffEntry.ChangeType.DELETE
        ? entry.getOldPath()
        : entry.getNewPath();
  }

  /** The patch of one file; what is certainly too long is dropped, not kept. */
  private static final class Bounded extends ByteArrayOutputStream {
    private boolean overflow;

    @Override
    public synchronized void write(int b) {
      if (hasRoom(1)) {
        super.write(b);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      if (hasRoom(length)) {
        super.write(bytes, from, length);
      }
    }

    @Override
    public synchronized void reset() {
      super.reset();
      overflow = false;
    }

    /** Appends the patch unless the whole would become too long. */
    synchronized boolean appendTo(StringBuilder patch) {
      String text = toString(StandardCharsets.UTF_8);
      if (overflow || patch.length() + text.length() > Change.MAX_PATCH_CHARS) {
        return false;
      }
      patch.append(text);
      return true;
    }

    private boolean hasRoom(int length) {
      overflow |= count + length > MAX_BYTES_PER_FILE;
      return !overflow;
    }
  }
}
