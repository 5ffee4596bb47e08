package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.git.internal.merge.Renames;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.ReadSet;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.UpstreamPaths;
import dev.nightshift.git.internal.repository.GitRepository;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/** What came to the target since a run merged it last. */
final class UpstreamNews {
  private final Repository repository;
  private final RevCommit since;
  private final RevCommit tip;
  private final UpstreamPaths news;

  private UpstreamNews(Repository repository, RevCommit since, RevCommit tip, UpstreamPaths news) {
    this.repository = repository;
    this.since = since;
    this.tip = tip;
    this.news = news;
  }

  /** Compares the tip of the target with the commit of it that the run's files contain. */
  static UpstreamNews since(
      ObjectId merged, GitRepository git, Repository repository, ObjectId targetTip)
      throws IOException {
    RevCommit since = Trees.commit(repository, merged.name());
    RevCommit tip = Trees.commit(repository, targetTip.name());
    try (ObjectReader reader = repository.newObjectReader()) {
      return new UpstreamNews(
          repository, since, tip, UpstreamPaths.between(git.shared(), reader, since, tip));
    }
  }

  /** Returns those of the paths that a run changed too. */
  NavigableSet<String> changedBy(RevCommit base, RevCommit head) throws IOException {
    if (tip.equals(since)) {
      return new TreeSet<>();
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      NavigableSet<String> own = Trees.changedPaths(reader, base.getTree(), head.getTree());
      own.retainAll(news.paths());
      return own;
    }
  }

  /** Returns those of the paths that a run saw. */
  Collection<String> seenBy(ReadSet reads) {
    return news.seenBy(reads);
  }

  /** Returns the news as they concern a run that these paths overlap with. */
  Staleness staleness(NavigableSet<String> overlap) throws IOException {
    int behind = tip.equals(since) ? 0 : Math.max(1, new History(repository).ahead(since, tip));
    try (ObjectReader reader = repository.newObjectReader()) {
      Map<String, String> renamed =
          new Renames(reader).likelyPaths(since.getTree(), tip.getTree(), overlap);
      NavigableSet<String> all = new TreeSet<>(overlap);
      all.addAll(renamed.values());
      return new Staleness(tip.name(), behind, List.copyOf(all), renamed);
    }
  }
}
