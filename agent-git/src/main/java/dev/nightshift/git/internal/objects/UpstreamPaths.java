package dev.nightshift.git.internal.objects;

import dev.nightshift.core.tree.FileContent;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * What came to a target between two of its commits.
 *
 * @param paths all that changed
 * @param comeOrGone those of them that exist in one of the two commits only
 * @param now the files after the change
 */
public record UpstreamPaths(
    NavigableSet<String> paths, NavigableSet<String> comeOrGone, CommitTreeView now)
    implements ReadSet.Files {
  public static UpstreamPaths between(
      SharedRepository shared, ObjectReader reader, RevCommit before, RevCommit now)
      throws IOException {
    return new UpstreamPaths(
        Trees.changedPaths(reader, before.getTree(), now.getTree()),
        Trees.pathsOfOne(reader, before.getTree(), now.getTree()),
        new CommitTreeView(shared, now.getTree()));
  }

  /** Returns those paths whose news could alter what a run saw. */
  public NavigableSet<String> seenBy(ReadSet reads) {
    return reads.touchedBy(paths, this);
  }

  @Override
  public Function<String, FileContent> readAhead(List<String> asked) {
    return now.readAhead(asked);
  }

  @Override
  public NavigableSet<String> comeOrGone(NavigableSet<String> changed) {
    return comeOrGone;
  }
}
