package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.ListQuery;
import dev.nightshift.core.workspace.PathGlob;
import dev.nightshift.core.workspace.SearchQuery;
import dev.nightshift.core.workspace.SearchResult;
import dev.nightshift.core.workspace.TextSearch;
import dev.nightshift.core.workspace.TreeView;
import dev.nightshift.core.workspace.WorkspaceException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run has read, its reviewers included: the files, the searches, and the listings of a part
 * of the tree. What commands read cannot be known. Safe for concurrent use.
 *
 * <p>A listing of everything is not counted: each run makes one, and every new file would look like
 * news to it.
 */
final class ReadSet {
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
  static ReadSet empty() {
    return new ReadSet(true);
  }

  /** Returns the set of a run whose reads are no longer known: it may have read anything. */
  static ReadSet unknown() {
    return new ReadSet(false);
  }

  synchronized void addPath(String path) {
    paths.add(path.startsWith("./") ? path.substring(2) : path);
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
    if (query.path().isEmpty() && query.glob().isEmpty()) {
      return;
    }
    if (listings.size() < MAX_QUERIES) {
      listings.add(query);
    } else {
      overflown = true;
    }
  }

  /**
   * Returns those paths whose change could alter what the run saw.
   *
   * @param changed the paths that changed
   * @param now the tree after the change
   */
  synchronized NavigableSet<String> touchedBy(Collection<String> changed, TreeView now) {
    NavigableSet<String> touched = new TreeSet<>(changed);
    if (complete && !overflown) {
      Set<String> found = new HashSet<>(paths);
      searches.forEach(query -> found.addAll(matches(query, changed, now)));
      touched.removeIf(path -> !found.contains(path) && !isListed(path));
    }
    return touched;
  }

  private boolean isListed(String path) {
    return listings.stream()
        .anyMatch(
            query ->
                (query.path().isEmpty() || path.startsWith(directory(query.path())))
                    && PathGlob.of(query.glob()).matches(path));
  }

  private static String directory(String path) {
    String clean = path.startsWith("./") ? path.substring(2) : path;
    return clean.isEmpty() || clean.equals(".") ? "" : clean.endsWith("/") ? clean : clean + "/";
  }

  private static Set<String> matches(SearchQuery query, Collection<String> changed, TreeView now) {
    Set<String> found = new HashSet<>();
    SearchQuery unlimited = new SearchQuery(query.pattern(), query.glob(), Integer.MAX_VALUE);
    try {
      TextSearch.search(unlimited, changed, now::read)
          .matches()
          .forEach(match -> found.add(match.path()));
    } catch (WorkspaceException unanswered) {
      if (unanswered.kind() != WorkspaceException.Kind.BAD_QUERY) {
        throw unanswered;
      }
      // A search that takes too long on the news cannot rule any of it out.
      found.addAll(changed);
    }
    return found;
  }
}
