package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.merge.LeftConflicts;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.git.internal.disk.EscapedPath;
import dev.nightshift.git.internal.objects.RawBytes;
import dev.nightshift.git.internal.repository.CheckpointFiles;
import dev.nightshift.git.internal.repository.RunRefs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The conflicts that refreshes of a run left in its files, kept as a text beside its pins. Used by
 * one thread.
 */
public final class OpenConflicts {
  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 4;
  private final RunRefs refs;

  public OpenConflicts(RunRefs refs) {
    this.refs = refs;
  }

  /** Keeps the conflicts of one more merge; those before it may be there still. */
  public void add(List<TreeMerge.Conflict> conflicts) throws IOException {
    Map<String, ConflictedPath> known = read();
    for (TreeMerge.Conflict conflict : conflicts) {
      TreeMerge.Hint hint = conflict.hint();
      ConflictedPath path =
          new ConflictedPath(
              conflict.path(), conflict.kind(), "", hint.likelyPath(), hint.branchVersionAt());
      if (path.isTraceable()) {
        known.put(path.path() + SEPARATOR + path.branchVersionAt(), path);
      }
    }
    write(known.values());
  }

  /** Forgets what is resolved, so that whatever the file holds later is its own affair. */
  public void keepOnly(List<Left> left) throws IOException {
    List<ConflictedPath> paths = left.stream().map(Left::path).toList();
    if (!Set.copyOf(read().values()).equals(Set.copyOf(paths))) {
      write(paths);
    }
  }

  private void write(Collection<ConflictedPath> paths) throws IOException {
    List<String> lines = new ArrayList<>();
    for (ConflictedPath path : paths) {
      lines.add(
          String.join(
              SEPARATOR,
              path.kind().name(),
              EscapedPath.of(path.path()),
              EscapedPath.of(path.likelyPath()),
              EscapedPath.of(path.branchVersionAt())));
    }
    refs.setText(RunRefs.CONFLICTS, String.join("\n", lines));
  }

  /**
   * One conflict that is still there.
   *
   * @param content the file with markers, or what is in their place
   */
  public record Left(ConflictedPath path, RawBytes content) {}

  /** Returns the conflicts that are still there in a tree. */
  public List<Left> in(ObjectReader reader, ObjectId tree) throws IOException {
    List<Left> left = new ArrayList<>();
    CheckpointFiles files = new CheckpointFiles(reader, tree, refs);
    for (ConflictedPath path : LeftConflicts.in(read().values(), files.branch(), files)) {
      left.add(new Left(path, RawBytes.of(files.at(traced(path)).orElseThrow())));
    }
    return left;
  }

  /** Returns where in a tree something is not resolved. */
  public List<String> pathsIn(ObjectReader reader, ObjectId tree) throws IOException {
    return in(reader, tree).stream().map(left -> traced(left.path())).toList();
  }

  private static String traced(ConflictedPath path) {
    return path.branchVersionAt().isEmpty() ? path.path() : path.branchVersionAt();
  }

  /** Returns the report of what is still there in a tree. */
  public ConflictReport reportOf(ObjectReader reader, ObjectId tree, RevCommit target)
      throws IOException {
    return ConflictReports.unresolved(reader, target, in(reader, tree));
  }

  private Map<String, ConflictedPath> read() throws IOException {
    Map<String, ConflictedPath> known = new TreeMap<>();
    for (String line : refs.lines(RunRefs.CONFLICTS)) {
      String[] fields = line.split(SEPARATOR, FIELDS);
      if (fields.length == FIELDS) {
        ConflictedPath path = parsed(fields);
        known.put(path.path() + SEPARATOR + path.branchVersionAt(), path);
      }
    }
    return known;
  }

  private ConflictedPath parsed(String[] fields) throws IOException {
    try {
      return new ConflictedPath(
          EscapedPath.read(fields[1]),
          ConflictReport.Kind.valueOf(fields[0]),
          "",
          EscapedPath.read(fields[2]),
          EscapedPath.read(fields[3]));
    } catch (IllegalArgumentException odd) {
      throw new IOException(
          refs.directory().resolve(RunRefs.CONFLICTS) + " names no conflict; remove it", odd);
    }
  }
}
