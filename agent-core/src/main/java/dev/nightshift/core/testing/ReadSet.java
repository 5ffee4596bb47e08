package dev.nightshift.core.testing;

import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TextSearch;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a run looked at: paths it read, and its queries, so that news a query would now answer
 * differently count too. Safe for concurrent use.
 */
final class ReadSet {
  private final Set<String> paths = new LinkedHashSet<>();
  private final List<Predicate<String>> lists = new ArrayList<>();
  private final Set<SearchQuery> searches = new LinkedHashSet<>();

  synchronized void read(String path) {
    paths.add(path);
  }

  /** A listing of everything is not counted: every new file would look like news to it. */
  synchronized void listed(ListQuery query) {
    if (!query.isOfEverything()) {
      lists.add(query.toFilter());
    }
  }

  synchronized void searched(SearchQuery query, SearchResult result) {
    result.matches().forEach(match -> paths.add(match.path()));
    searches.add(query);
  }

  /** Tells whether news at a path could alter what the run saw. */
  synchronized boolean sees(String path, InMemoryTree before, InMemoryTree news) {
    boolean comesOrGoes = (before.get(path) == null) != (news.get(path) == null);
    return paths.contains(path)
        || (comesOrGoes && lists.stream().anyMatch(isListed -> isListed.test(path)))
        || searches.stream().anyMatch(query -> finds(query, path, news));
  }

  private static boolean finds(SearchQuery query, String path, InMemoryTree tree) {
    TreeView view = InMemoryView.of(tree);
    List<String> paths = tree.get(path) == null ? List.of() : List.of(path);
    return !TextSearch.search(query, paths, view::read).matches().isEmpty();
  }

  /** Returns a set that nobody asks. */
  static ReadSet none() {
    return new ReadSet();
  }
}
