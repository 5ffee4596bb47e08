package dev.nightshift.git.internal.objects;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/** Reads and writes single directories that may not be stored yet. Used by one thread. */
public final class PendingTrees {
  private final ObjectReader reader;
  private final PendingObjects pending;

  public PendingTrees(ObjectReader reader, PendingObjects pending) {
    this.reader = reader;
    this.pending = pending;
  }

  /** Returns what a directory holds by name; no directory holds nothing. */
  public Map<String, TreeItem> read(@Nullable ObjectId tree) throws IOException {
    Map<String, TreeItem> items = new TreeMap<>();
    if (tree == null) {
      return items;
    }
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(pending.bytes(reader, tree)); !parser.eof(); parser.next(1)) {
      byte[] raw = new byte[parser.getNameLength()];
      parser.getName(raw, 0);
      items.put(
          Trees.utf8(raw, parser.getEntryPathString()),
          new TreeItem(parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
    return items;
  }

  /** Adds a directory; returns null if it is empty, because git has no empty ones. */
  public @Nullable ObjectId write(Map<String, TreeItem> items) {
    if (items.isEmpty()) {
      return null;
    }
    TreeFormatter formatter = new TreeFormatter();
    items.entrySet().stream()
        .sorted((a, b) -> Arrays.compareUnsigned(sortKey(a), sortKey(b)))
        .forEach(
            entry ->
                formatter.append(entry.getKey(), entry.getValue().mode(), entry.getValue().id()));
    return pending.add(Constants.OBJ_TREE, formatter.toByteArray());
  }

  /** Adds a directory that may be empty: the root of a commit. */
  public ObjectId orEmpty(@Nullable ObjectId tree) {
    return tree == null ? pending.add(Constants.OBJ_TREE, new byte[0]) : tree;
  }

  /** Git sorts a directory as if its name ended in a slash. */
  private static byte[] sortKey(Map.Entry<String, TreeItem> entry) {
    return Constants.encode(entry.getValue().isTree() ? entry.getKey() + "/" : entry.getKey());
  }
}
