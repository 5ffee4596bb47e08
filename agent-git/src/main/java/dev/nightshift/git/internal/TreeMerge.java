package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.ConflictReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * A three-way merge of trees in memory that looks only into directories both sides changed.
 *
 * <p>Renames are not followed: a file renamed on one side and changed on the other is a conflict.
 * <b>Cost:</b> proportional to the directories both sides changed. Used once, by one thread.
 */
final class TreeMerge {
  /**
   * A merged tree. Where sides disagree it holds text with markers or, where there can be none, the
   * target's version: an agent that overlooks the conflict then loses its own change, and does not
   * revert somebody else's.
   */
  record Result(ObjectId tree, List<Conflict> conflicts) {
    Result {
      conflicts = List.copyOf(conflicts);
    }
  }

  /** The three versions of a path; a version that does not exist is null. */
  record Sides<T>(@Nullable T base, @Nullable T branch, @Nullable T target) {}

  /**
   * One disagreement.
   *
   * @param text the whole file with markers, empty if the content could not be merged
   */
  record Conflict(String path, ConflictReport.Kind kind, Sides<ObjectId> versions, RawBytes text) {}

  private record Item(FileMode mode, ObjectId id) {
    boolean isTree() {
      return FileMode.TREE.equals(mode.getBits());
    }

    boolean isFile() {
      return FileMode.REGULAR_FILE.equals(mode.getBits())
          || FileMode.EXECUTABLE_FILE.equals(mode.getBits());
    }
  }

  private final ObjectReader reader;
  private final PendingObjects pending;
  private final ContentMerge contents;
  private final List<Conflict> conflicts = new ArrayList<>();

  TreeMerge(ObjectReader reader, PendingObjects pending, ContentMerge contents) {
    this.reader = reader;
    this.pending = pending;
    this.contents = contents;
  }

  /** Merges; the base is null if the two sides have no history in common. */
  Result merge(@Nullable ObjectId base, ObjectId branch, ObjectId target) throws IOException {
    @Nullable ObjectId tree = mergeTrees("", new Sides<>(base, branch, target));
    ObjectId merged = tree == null ? pending.add(Constants.OBJ_TREE, new byte[0]) : tree;
    return new Result(merged, conflicts);
  }

  private @Nullable ObjectId mergeTrees(String prefix, Sides<ObjectId> trees) throws IOException {
    Map<String, Item> base = items(trees.base());
    Map<String, Item> branch = items(trees.branch());
    Map<String, Item> target = items(trees.target());
    TreeSet<String> names = new TreeSet<>(branch.keySet());
    names.addAll(target.keySet());
    Map<String, Item> merged = new TreeMap<>();
    for (String name : names) {
      @Nullable Item item =
          mergeItem(prefix + name, new Sides<>(base.get(name), branch.get(name), target.get(name)));
      if (item != null) {
        // Git sorts a directory as if its name ended in a slash.
        merged.put(item.isTree() ? name + "/" : name, item);
      }
    }
    return merged.isEmpty() ? null : format(merged);
  }

  private @Nullable Item mergeItem(String path, Sides<Item> sides) throws IOException {
    @Nullable Item base = sides.base();
    @Nullable Item branch = sides.branch();
    @Nullable Item target = sides.target();
    if (same(branch, target) || same(base, target)) {
      return branch;
    }
    if (same(base, branch)) {
      return target;
    }
    if (isTreeOrNothing(branch) && isTreeOrNothing(target)) {
      return mergeDirectories(path, sides);
    }
    return mergeFiles(path, sides);
  }

  private @Nullable Item mergeDirectories(String path, Sides<Item> sides) throws IOException {
    @Nullable ObjectId tree =
        mergeTrees(
            path + "/",
            new Sides<>(treeOf(sides.base()), treeOf(sides.branch()), treeOf(sides.target())));
    return tree == null ? null : new Item(FileMode.TREE, tree);
  }

  private @Nullable Item mergeFiles(String path, Sides<Item> sides) throws IOException {
    @Nullable Item branch = sides.branch();
    @Nullable Item target = sides.target();
    @Nullable Item base = sides.base() == null || sides.base().isTree() ? null : sides.base();
    if (branch == null || target == null) {
      conflict(path, ConflictReport.Kind.MODIFY_DELETE, sides, RawBytes.NONE);
      return target;
    }
    boolean mergeable = branch.isFile() && target.isFile() && (base == null || base.isFile());
    @Nullable FileMode mode = mergeable ? mode(base, branch, target) : null;
    if (mode == null) {
      conflict(path, ConflictReport.Kind.NOT_MERGEABLE, sides, RawBytes.NONE);
      return target;
    }
    return new Item(mode, mergeContent(path, new Sides<>(base, branch, target)));
  }

  private ObjectId mergeContent(String path, Sides<Item> sides) throws IOException {
    ObjectId branch = idOf(sides.branch());
    ObjectId target = idOf(sides.target());
    @Nullable ObjectId base = sides.base() == null ? null : sides.base().id();
    if (branch.equals(target) || target.equals(base)) {
      return branch;
    }
    if (branch.equals(base)) {
      return target;
    }
    ContentMerge.Result result = contents.merge(reader, new Sides<>(base, branch, target));
    switch (result.state()) {
      case CLEAN -> {
        return pending.add(Constants.OBJ_BLOB, result.text().array());
      }
      case CONFLICTED -> {
        conflict(
            path,
            base == null ? ConflictReport.Kind.ADD_ADD : ConflictReport.Kind.CONTENT,
            sides,
            result.text());
        return pending.add(Constants.OBJ_BLOB, result.text().array());
      }
      default -> {
        conflict(path, ConflictReport.Kind.NOT_MERGEABLE, sides, RawBytes.NONE);
        return target;
      }
    }
  }

  private void conflict(String path, ConflictReport.Kind kind, Sides<Item> sides, RawBytes text) {
    conflicts.add(
        new Conflict(
            path,
            kind,
            new Sides<>(blobOf(sides.base()), blobOf(sides.branch()), blobOf(sides.target())),
            text));
  }

  private ObjectId format(Map<String, Item> merged) {
    TreeFormatter formatter = new TreeFormatter();
    merged.entrySet().stream()
        .sorted((a, b) -> compareBytes(Constants.encode(a.getKey()), Constants.encode(b.getKey())))
        .forEach(
            entry -> {
              String key = entry.getKey();
              String name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
              formatter.append(name, entry.getValue().mode(), entry.getValue().id());
            });
    return pending.add(Constants.OBJ_TREE, formatter.toByteArray());
  }

  private static int compareBytes(byte[] a, byte[] b) {
    return java.util.Arrays.compareUnsigned(a, b);
  }

  private Map<String, Item> items(@Nullable ObjectId tree) throws IOException {
    Map<String, Item> items = new TreeMap<>();
    if (tree == null) {
      return items;
    }
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(reader, tree); !parser.eof(); parser.next(1)) {
      byte[] raw = new byte[parser.getNameLength()];
      parser.getName(raw, 0);
      items.put(
          Trees.utf8(raw, parser.getEntryPathString()),
          new Item(parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
    return items;
  }

  private static @Nullable FileMode mode(@Nullable Item base, Item branch, Item target) {
    if (branch.mode().equals(target.mode())) {
      return branch.mode();
    }
    if (base == null) {
      return null;
    }
    return base.mode().equals(branch.mode()) ? target.mode() : branch.mode();
  }

  private static boolean same(@Nullable Item a, @Nullable Item b) {
    return a == null ? b == null : a.equals(b);
  }

  private static boolean isTreeOrNothing(@Nullable Item item) {
    return item == null || item.isTree();
  }

  private static @Nullable ObjectId treeOf(@Nullable Item item) {
    return item != null && item.isTree() ? item.id() : null;
  }

  private static @Nullable ObjectId blobOf(@Nullable Item item) {
    return item != null && item.isFile() ? item.id() : null;
  }

  private static ObjectId idOf(@Nullable Item item) {
    return item == null ? ObjectId.zeroId() : item.id();
  }
}
