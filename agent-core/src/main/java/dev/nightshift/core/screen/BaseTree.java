package dev.nightshift.core.screen;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.TreeView;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which names there are in the tree that the work starts from. */
final class BaseTree {
  private static final int MOST_SEARCHES = 20;
  private final TreeView files;
  private final List<String> paths;
  private final Set<String> names = new HashSet<>();
  private final Set<String> stems = new HashSet<>();
  private int searches;

  BaseTree(TreeView files) {
    this.files = files;
    this.paths = files.list(ListQuery.all());
    for (String path : paths) {
      String name = nameOf(path);
      names.add(name.toLowerCase(Locale.ROOT));
      stems.add(stemOf(name));
    }
  }

  List<String> paths() {
    return paths;
  }

  /** The last part of a path. */
  static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The name of a file up to its first dot. */
  static String stemOf(String name) {
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Tells whether this list was cut, so that what it lacks may be there. */
  private boolean isCut() {
    return paths.size() >= ListQuery.all().limit();
  }

  /** Tells whether any file has this name, wherever it is and however its case is written. */
  boolean hasFileNamed(String path) {
    return isCut() || names.contains(nameOf(path).toLowerCase(Locale.ROOT));
  }

  /** Tells whether there is a directory of this name at the root. */
  boolean hasTop(String directory) {
    return paths.stream().anyMatch(path -> path.startsWith(directory + "/"));
  }

  /** Tells whether any file is called so but for what stands behind its first dot. */
  boolean hasStem(String stem) {
    return stems.contains(stem);
  }

  /** Tells whether there is such a file or directory, or one that ends so. */
  boolean hasPath(String path) {
    String wanted = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return isCut()
        || paths.stream()
            .anyMatch(
                known -> {
                  String within = "/" + known + "/";
                  return within.contains("/" + wanted + "/");
                });
  }

  /**
   * Tells whether any text of the tree has this word, or a file is called so. What cannot be looked
   * for is taken to be there.
   *
   * @param word letters, digits and underscores
   */
  boolean hasWord(String word) {
    if (hasStem(word) || isCut() || ++searches > MOST_SEARCHES) {
      return true;
    }
    try {
      return !files.search(new SearchQuery("\\b" + word + "\\b", "", 1)).matches().isEmpty();
    } catch (WorkspaceException notSearched) {
      return true;
    }
  }
}
