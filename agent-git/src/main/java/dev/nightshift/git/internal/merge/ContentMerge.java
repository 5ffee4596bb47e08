package dev.nightshift.git.internal.merge;

import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.git.internal.objects.RawBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;
import org.jspecify.annotations.Nullable;

/** Merges three versions of a text, byte for byte outside of what changed. */
final class ContentMerge {
  private static final int MAX_BYTES = 10_000_000;
  private static final RawText NOTHING = new RawText(new byte[0]);

  /** How a content merge ended. */
  enum State {
    /** The text is the merged content. */
    CLEAN,
    /** The text has markers. */
    CONFLICTED,
    /** A side is binary or too large, or has lines like markers; there is no text. */
    NOT_TEXT
  }

  /** A merged content. */
  record Result(State state, RawBytes text) {}

  private final List<String> names;

  /**
   * Creates a merge with these names at its markers.
   *
   * @param branch the name of the run's branch
   * @param target the name of the target
   */
  ContentMerge(String branch, String target) {
    this.names = List.of("base", branch, target);
  }

  Result merge(ObjectReader reader, TreeMerge.Sides<ObjectId> blobs) throws IOException {
    @Nullable RawText base = text(reader, blobs.base());
    @Nullable RawText branch = text(reader, blobs.branch());
    @Nullable RawText target = text(reader, blobs.target());
    if (base == null || branch == null || target == null) {
      return new Result(State.NOT_TEXT, RawBytes.NONE);
    }
    Texts texts = new Texts(base, branch, target);
    Result merged = merge(LineDiffs.HISTOGRAM, texts);
    if (merged.state() != State.CLEAN) {
      return merged;
    }
    Result again = merge(LineDiffs.SHORTEST, texts);
    if (again.state() != State.CLEAN
        || Arrays.equals(again.text().array(), merged.text().array())) {
      return again;
    }
    // Lines that repeat can be paired in more than one way, and each gives another text.
    return merge(LineDiffs.WHOLE, texts);
  }

  private record Texts(RawText base, RawText branch, RawText target) {
    MergeResult<RawText> merge(DiffAlgorithm diff) {
      return new MergeAlgorithm(diff).merge(RawTextComparator.DEFAULT, base, branch, target);
    }

    boolean anyMissesNewlineAtEnd() {
      return branch.isMissingNewlineAtEnd() || target.isMissingNewlineAtEnd();
    }

    /** Nobody could tell the markers of a conflict from such lines that a file is meant to have. */
    boolean haveMarkers() {
      return Stream.of(base, branch, target)
          .anyMatch(version -> ConflictReport.hasMarkers(version.getRawContent()));
    }
  }

  private Result merge(DiffAlgorithm diff, Texts texts) throws IOException {
    MergeResult<RawText> merged = texts.merge(diff);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MergeFormatter().formatMergeDiff3(out, merged, names, StandardCharsets.UTF_8);
    if (!texts.anyMissesNewlineAtEnd()
        && out.size() > 0
        && new RawText(out.toByteArray()).isMissingNewlineAtEnd()) {
      // The formatter takes the end of the last line from the base if both sides cut lines off.
      out.write('\n');
    }
    if (out.size() > MAX_BYTES || (merged.containsConflicts() && texts.haveMarkers())) {
      return new Result(State.NOT_TEXT, RawBytes.NONE);
    }
    return new Result(
        merged.containsConflicts() ? State.CONFLICTED : State.CLEAN,
        RawBytes.of(out.toByteArray()));
  }

  /** Returns a text, or null if the blob is binary or too large; no blob is an empty text. */
  private static @Nullable RawText text(ObjectReader reader, @Nullable ObjectId blob)
      throws IOException {
    if (blob == null) {
      return NOTHING;
    }
    ObjectLoader loader = reader.open(blob, Constants.OBJ_BLOB);
    if (loader.getSize() > MAX_BYTES) {
      return null;
    }
    byte[] bytes = loader.getBytes(MAX_BYTES);
    return RawText.isBinary(bytes, bytes.length, true) ? null : new RawText(bytes);
  }
}
