package dev.nightshift.core.internal.merge;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares contents, each read once, within bounds. Used by one thread. */
final class Likenesses {
  private static final long MAX_BYTES_PER_FILE = 10_000_000;
  private static final long MAX_BYTES = 100_000_000;
  private static final RenameSearch.Score UNLIKE = new RenameSearch.Score(0, 0);
  private final FileContents contents;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Likeness> known = new HashMap<>();
  private long bytes;

  Likenesses(FileContents contents) {
    this.contents = contents;
  }

  long size(FileVersion file) throws IOException {
    Long size = sizes.get(file.id());
    if (size == null) {
      size = contents.size(file.id());
      sizes.put(file.id(), size);
    }
    return size;
  }

  /** Returns how similar two files are, or null if they are too large to compare. */
  RenameSearch.@Nullable Score score(FileVersion one, FileVersion other) throws IOException {
    if (!Likeness.canReach(Likeness.SAME / 2, size(one), size(other))) {
      return UNLIKE;
    }
    if (!isWithinBounds(one) || !isWithinBounds(other)) {
      return null;
    }
    Likeness likeness = of(one);
    return new RenameSearch.Score(likeness.score(of(other)), likeness.doubt(of(other)));
  }

  private boolean isWithinBounds(FileVersion file) throws IOException {
    return known.containsKey(file.id())
        || (size(file) <= MAX_BYTES_PER_FILE && bytes + size(file) <= MAX_BYTES);
  }

  private Likeness of(FileVersion file) throws IOException {
    Likeness likeness = known.get(file.id());
    if (likeness == null) {
      bytes += size(file);
      likeness = Likeness.of(contents.read(file.id()));
      known.put(file.id(), likeness);
    }
    return likeness;
  }
}
