package dev.nightshift.core.internal.merge;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one side of a merge changed against the common ancestor.
 *
 * @param files the changed paths; a path that became a directory counts as deleted
 * @param tree the tree of the side
 */
public record SideChanges(NavigableMap<String, FileChange> files, TreeLookup tree) {
  NavigableMap<String, FileVersion> deleted() {
    NavigableMap<String, FileVersion> deleted = new TreeMap<>();
    files.forEach(
        (path, change) -> {
          if (change.before() != null && change.after() == null) {
            deleted.put(path, change.before());
          }
        });
    return deleted;
  }

  NavigableMap<String, FileVersion> added() {
    NavigableMap<String, FileVersion> added = new TreeMap<>();
    files.forEach(
        (path, change) -> {
          if (change.before() == null && change.after() != null) {
            added.put(path, change.after());
          }
        });
    return added;
  }
}
