package dev.nightshift.git.internal;

import dev.nightshift.core.internal.merge.LeftConflicts;
import dev.nightshift.core.workspace.ConflictReport;
import dev.nightshift.core.workspace.ConflictReport.ConflictedPath;
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
final class OpenConflicts {
  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 4;
  private final RunRefs refs;

  OpenConflicts(RunRefs refs) {
    this.refs = refs;
  }

  /** Keeps the conflicts of one more merge; those before it may be there still. */
  void add(List<TreeMerge.Conflict> conflicts) throws IOException {
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
  void keepOnly(List<Left> left) throws IOException {
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
              escaped(path.path()),
              escaped(path.likelyPath()),
              escaped(path.branchVersionAt())));
    }
    refs.setText(RunRefs.CONFLICTS, String.join("\n", lines));
  }

  /**
   * One conflict that is still there.
   *
   * @param content the file with markers, or what is in their place
   */
  record Left(ConflictedPath path, RawBytes content) {}

  /** Returns the conflicts that are still there in a tree. */
  List<Left> in(ObjectReader reader, ObjectId tree) throws IOException {
    List<Left> left = new ArrayList<>();
    CheckpointFiles files = new CheckpointFiles(reader, tree, refs);
    for (ConflictedPath path : LeftConflicts.in(read().values(), files.branch(), files)) {
      String traced = path.branchVersionAt().isEmpty() ? path.path() : path.branchVersionAt();
      left.add(new Left(path, RawBytes.of(files.at(traced).orElseThrow())));
    }
    return left;
  }

  /** Returns the report of what is still there in a tree. */
  ConflictReport reportOf(ObjectReader reader, ObjectId tree, RevCommit target) throws IOException {
    return ConflictReports.unresolved(reader, target, in(reader, tree));
  }

  private Map<String, ConflictedPath> read() throws IOException {
    Map<String, ConflictedPath> known = new TreeMap<>();
    for (String line : refs.lines(RunRefs.CONFLICTS)) {
      String[] fields = line.split(SEPARATOR, FIELDS);
      if (fields.length == FIELDS) {
        ConflictedPath path =
            new ConflictedPath(
                fields[1].translateEscapes(),
                ConflictReport.Kind.valueOf(fields[0]),
                "",
                fields[2].translateEscapes(),
                fields[3].translateEscapes());
        known.put(path.path() + SEPARATOR + path.branchVersionAt(), path);
      }
    }
    return known;
  }

  private static String escaped(String path) {
    return path.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }
}
