package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.PathGlob;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TextSearch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a run has read, its reviewers included: the files, the searches, and the listings of a part
 * of the tree. What commands read cannot be known. Safe for concurrent use.
 *
 * <p>A listing of everything is not counted: each run makes one, and every new file would look like
 * news to it.
 */
public final class ReadSet {
  private static final int MAX_QUERIES = 200;
  private final boolean complete;
  private final Set<String> paths = new HashSet<>();
  private final Set<SearchQuery> searches = new LinkedHashSet<>();
  private final Set<ListQuery> listings = new LinkedHashSet<>();
  private boolean overflown;

  private ReadSet(boolean complete) {
    this.complete = complete;
  }

  /** Returns the set of a run that starts now. */
  public static ReadSet empty() {
    return new ReadSet(true);
  }

  /** Returns the set of a run whose reads are no longer known: it may have read anything. */
  public static ReadSet unknown() {
    return new ReadSet(false);
  }

  synchronized void addPath(String path) {
    paths.add(path);
  }

  synchronized void addSearch(SearchQuery query, SearchResult result) {
    result.matches().forEach(match -> paths.add(match.path()));
    if (searches.size() < MAX_QUERIES) {
      searches.add(query);
    } else {
      overflown = true;
    }
  }

  synchronized void addListing(ListQuery query) {
    if (query.isOfEverything()) {
      return;
    }
    if (listings.size() < MAX_QUERIES) {
      listings.add(query);
    } else {
      overflown = true;
    }
  }

  /** How the files of a tree are read. */
  @FunctionalInterface
  interface Files {
    /** Returns a reader of these paths, which are asked for in this order. */
    Function<String, FileContent> readAhead(List<String> paths);

    /** Returns those changed paths that a listing shows or hides; all, if that is not known. */
    default NavigableSet<String> comeOrGone(NavigableSet<String> changed) {
      return changed;
    }
  }

  /**
   * Returns those paths whose change could alter what the run saw. It may take long, so an
   * interrupt ends it, and so does half a minute: then all of them count, and an interrupted thread
   * still is.
   *
   * @param changed the paths that changed
   * @param now the tree after the change
   */
  NavigableSet<String> touchedBy(NavigableSet<String> changed, Files now) {
    return touchedBy(changed, now, TimeSource.system());
  }

  NavigableSet<String> touchedBy(NavigableSet<String> changed, Files now, TimeSource time) {
    Seen seen = seen();
    NavigableSet<String> touched = new TreeSet<>(changed);
    if (!changed.isEmpty() && seen.isKnown()) {
      Set<String> found = new HashSet<>(seen.paths());
      NavigableSet<String> shownOrHidden = now.comeOrGone(changed);
      seen.listings().stream()
          .map(ListQuery::toFilter)
          .forEach(isListed -> shownOrHidden.stream().filter(isListed).forEach(found::add));
      Repeats repeats = new Repeats(changed, now, time);
      seen.searches().forEach(query -> found.addAll(repeats.matches(query)));
      touched.retainAll(found);
    }
    return touched;
  }

  /** A copy, so that what takes long holds no lock. */
  private record Seen(
      boolean isKnown, Set<String> paths, List<SearchQuery> searches, List<ListQuery> listings) {}

  private synchronized Seen seen() {
    return new Seen(
        complete && !overflown, Set.copyOf(paths), List.copyOf(searches), List.copyOf(listings));
  }

  /** The searches of a run, repeated on what changed, within one deadline for all. */
  private static final class Repeats {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private final NavigableSet<String> changed;
    private final Files now;
    private final TimeSource time;
    private final long start;

    Repeats(NavigableSet<String> changed, Files now, TimeSource time) {
      this.changed = changed;
      this.now = now;
      this.time = time;
      this.start = time.nanoTime();
    }

    Collection<String> matches(SearchQuery query) {
      SearchQuery unlimited = new SearchQuery(query.pattern(), query.glob(), Integer.MAX_VALUE);
      try {
        requireTimeLeft();
        PathGlob glob = PathGlob.of(query.glob());
        List<String> paths = changed.stream().filter(glob::matches).toList();
        Function<String, FileContent> reader = now.readAhead(paths);
        return TextSearch.search(unlimited, paths, path -> read(reader, path)).matches().stream()
            .map(SearchResult.Match::path)
            .toList();
      } catch (WorkspaceException unanswered) {
        if (unanswered.kind() != WorkspaceException.Kind.BAD_QUERY
            && !Thread.currentThread().isInterrupted()) {
          throw unanswered;
        }
        // A search without an answer cannot rule any of the news out.
        return changed;
      }
    }

    private FileContent read(Function<String, FileContent> reader, String path) {
      requireTimeLeft();
      return reader.apply(path);
    }

    private void requireTimeLeft() {
      if (time.nanoTime() - start > LONGEST.toNanos()) {
        throw new WorkspaceException(
            WorkspaceException.Kind.BAD_QUERY,
            "the searches of the run took longer than " + LONGEST.toSeconds() + " s");
      }
    }
  }
}
