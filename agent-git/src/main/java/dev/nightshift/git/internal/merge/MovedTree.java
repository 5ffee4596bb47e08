package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.objects.PendingTrees;
import dev.nightshift.git.internal.objects.TreeItem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** A tree in which files are somewhere else. Used by one thread. */
final class MovedTree {
  private final PendingTrees trees;

  MovedTree(PendingTrees trees) {
    this.trees = trees;
  }

  /** What becomes of a path: it gets an item, or nothing is there any more. */
  private record Edit(@Nullable TreeItem item) {}

  /** Moves files; nothing may be at the new paths. */
  ObjectId of(ObjectId root, Map<String, String> moves) throws IOException {
    if (moves.isEmpty()) {
      return root;
    }
    Map<String, Edit> edits = new LinkedHashMap<>();
    for (Map.Entry<String, String> move : moves.entrySet()) {
      @Nullable TreeItem item = find(root, move.getKey());
      if (item == null) {
        throw new IOException(
            "tree " + root.name() + " does not hold " + VisibleText.name(move.getKey()));
      }
      edits.put(move.getKey(), new Edit(null));
      edits.put(move.getValue(), new Edit(item));
    }
    return trees.orEmpty(edited(root, edits));
  }

  private @Nullable TreeItem find(ObjectId tree, String path) throws IOException {
    int slash = path.indexOf('/');
    Map<String, TreeItem> items = trees.read(tree);
    if (slash < 0) {
      return items.get(path);
    }
    @Nullable TreeItem directory = items.get(path.substring(0, slash));
    return directory == null || !directory.isTree()
        ? null
        : find(directory.id(), path.substring(slash + 1));
  }

  private @Nullable ObjectId edited(@Nullable ObjectId tree, Map<String, Edit> edits)
      throws IOException {
    Map<String, TreeItem> items = trees.read(tree);
    Map<String, Map<String, Edit>> below = new TreeMap<>();
    for (Map.Entry<String, Edit> edit : edits.entrySet()) {
      String path = edit.getKey();
      int slash = path.indexOf('/');
      if (slash < 0) {
        set(items, path, edit.getValue().item());
      } else {
        below
            .computeIfAbsent(path.substring(0, slash), any -> new LinkedHashMap<>())
            .put(path.substring(slash + 1), edit.getValue());
      }
    }
    for (Map.Entry<String, Map<String, Edit>> directory : below.entrySet()) {
      @Nullable ObjectId before = TreeItem.treeOf(items.get(directory.getKey()));
      @Nullable ObjectId after = edited(before, directory.getValue());
      set(items, directory.getKey(), after == null ? null : new TreeItem(FileMode.TREE, after));
    }
    return trees.write(items);
  }

  private static void set(Map<String, TreeItem> items, String name, @Nullable TreeItem item) {
    if (item == null) {
      items.remove(name);
    } else {
      items.put(name, item);
    }
  }
}
