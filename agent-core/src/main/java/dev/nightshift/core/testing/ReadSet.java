package dev.nightshift.core.testing;

import dev.nightshift.core.workspace.ListQuery;
import dev.nightshift.core.workspace.PathGlob;
import dev.nightshift.core.workspace.SearchQuery;
import dev.nightshift.core.workspace.SearchResult;
import dev.nightshift.core.workspace.TextSearch;
import dev.nightshift.core.workspace.TreeView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run looked at: paths it read, and its queries, so that news a query would now answer
 * differently count too. Safe for concurrent use.
 */
final class ReadSet {
  private final Set<String> paths = new LinkedHashSet<>();
  private final Set<ListQuery> lists = new LinkedHashSet<>();
  private final Set<SearchQuery> searches = new LinkedHashSet<>();

  synchronized void read(String path) {
    paths.add(path);
  }

  synchronized void listed(ListQuery query) {
    lists.add(query);
  }

  synchronized void searched(SearchQuery query) {
    searches.add(query);
  }

  /** Tells whether the run would see another thing at a path in the second tree. */
  synchronized boolean sees(String path, InMemoryTree before, InMemoryTree after) {
    if (paths.contains(path)) {
      return true;
    }
    boolean appearsOrGoes = (before.get(path) == null) != (after.get(path) == null);
    return (appearsOrGoes && lists.stream().anyMatch(query -> matches(query, path)))
        || searches.stream()
            .anyMatch(query -> !matches(query, path, before).equals(matches(query, path, after)));
  }

  static boolean matches(ListQuery query, String path) {
    String below = InMemoryView.below(query);
    return path.startsWith(below) && PathGlob.of(query.glob()).matches(path);
  }

  private static List<SearchResult.Match> matches(
      SearchQuery query, String path, InMemoryTree tree) {
    SearchQuery unlimited = new SearchQuery(query.pattern(), query.glob(), Integer.MAX_VALUE);
    TreeView view = InMemoryView.of(tree);
    Iterable<String> paths = tree.get(path) == null ? List.of() : List.of(path);
    return TextSearch.search(unlimited, paths, view::read).matches();
  }

  /** Returns a set that nobody asks. */
  static ReadSet none() {
    return new ReadSet();
  }
}
