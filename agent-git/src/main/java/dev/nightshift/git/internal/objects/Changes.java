package dev.nightshift.git.internal.objects;

import dev.nightshift.core.internal.diff.ChangeWriter;
import dev.nightshift.core.internal.diff.FileBytes;
import dev.nightshift.core.internal.diff.FileVersion;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tree.Change;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.io.NullOutputStream;
import org.jspecify.annotations.Nullable;

/** Finds the difference between two commits, renamed files as one. */
public final class Changes {
  private static final int RENAME_LIMIT = 1_000;

  private Changes() {}

  public static Change between(ObjectReader reader, RevCommit base, RevCommit head)
      throws IOException {
    ChangeWriter change = new ChangeWriter(HistogramLines::edits);
    for (DiffEntry entry : entries(reader, base, head)) {
      switch (entry.getChangeType()) {
        // What is left of a copy is shown: it is as new as any other file.
        case ADD, COPY -> change.add(null, after(reader, entry), 0);
        case DELETE -> change.add(before(reader, entry), null, 0);
        case MODIFY, RENAME ->
            change.add(before(reader, entry), after(reader, entry), entry.getScore());
      }
    }
    return change.toChange(base.name(), head.name());
  }

  private static List<DiffEntry> entries(ObjectReader reader, RevCommit base, RevCommit head)
      throws IOException {
    try (DiffFormatter formatter = new DiffFormatter(NullOutputStream.INSTANCE)) {
      formatter.setReader(reader, new Config());
      formatter.setDetectRenames(true);
      formatter.getRenameDetector().setRenameLimit(RENAME_LIMIT);
      List<DiffEntry> entries = new ArrayList<>(formatter.scan(base.getTree(), head.getTree()));
      entries.sort(Comparator.comparing(Changes::pathOf));
      return entries;
    }
  }

  private static String pathOf(DiffEntry entry) {
    return entry.getChangeType() == DiffEntry.ChangeType.DELETE
        ? entry.getOldPath()
        : entry.getNewPath();
  }

  private static FileVersion before(ObjectReader reader, DiffEntry entry) throws IOException {
    return version(reader, entry.getOldPath(), entry.getOldMode(), entry.getOldId().toObjectId());
  }

  private static FileVersion after(ObjectReader reader, DiffEntry entry) throws IOException {
    return version(reader, entry.getNewPath(), entry.getNewMode(), entry.getNewId().toObjectId());
  }

  private static FileVersion version(
      ObjectReader reader, String path, FileMode mode, @Nullable ObjectId id) throws IOException {
    if (id == null) {
      throw new IOException("the difference names no content of '" + VisibleText.name(path) + "'");
    }
    return new FileVersion(path, mode.getBits(), id.name(), content(reader, mode, id));
  }

  private static FileBytes content(ObjectReader reader, FileMode mode, ObjectId id)
      throws IOException {
    if (FileMode.GITLINK.equals(mode.getBits())) {
      String line = "Subproject commit " + id.name() + "\n";
      return FileBytes.of(line.getBytes(StandardCharsets.US_ASCII));
    }
    ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
    if (loader.getSize() <= FileBytes.MAX_COMPARED) {
      return FileBytes.of(loader.getBytes(FileBytes.MAX_COMPARED));
    }
    try (InputStream content = loader.openStream()) {
      return FileBytes.tooLarge(loader.getSize(), content);
    }
  }
}
