package dev.nightshift.git.internal.scan;

import dev.nightshift.git.internal.objects.TreeEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run before its workspace is looked at.
 *
 * @param tracked the files the branch has, by path
 * @param deleted the files the commit has that the work is based on, and the branch has not
 * @param base that commit
 * @param written the paths that file tools of the run wrote
 */
record Branch(
    NavigableMap<String, TreeEntry> tracked,
    NavigableMap<String, TreeEntry> deleted,
    Base base,
    NavigableSet<String> written) {
  /** The commit the work is based on. */
  @FunctionalInterface
  interface Base {
    boolean hasDirectory(String path) throws IOException;
  }

  @Nullable TreeEntry at(String path) {
    return tracked.get(path);
  }

  /** Returns what git knows at a path, also if the branch deleted it. */
  @Nullable TreeEntry known(String path) {
    @Nullable TreeEntry entry = tracked.get(path);
    return entry == null ? deleted.get(path) : entry;
  }

  /** Tells whether git knows a file in a directory or below it, also a deleted one. */
  boolean knowsBelow(String directory) {
    return !below(directory).isEmpty()
        || !deleted.subMap(directory + "/", directory + "0").isEmpty();
  }

  boolean isSubmodule(String path) {
    @Nullable TreeEntry entry = tracked.get(path);
    return entry != null && entry.isSubmodule();
  }

  /** Returns what the branch has in a directory and below it. */
  Collection<TreeEntry> below(String directory) {
    return tracked.subMap(directory + "/", directory + "0").values();
  }

  /** Returns the files that git knows at none of these paths. */
  List<TreeEntry> without(Set<String> paths) {
    return Stream.of(tracked, deleted)
        .flatMap(entries -> entries.values().stream())
        .filter(entry -> entry.isFile() && !paths.contains(entry.path()))
        .toList();
  }

  /** Returns what file tools wrote in a directory and below it. */
  NavigableSet<String> writtenBelow(String directory) {
    // The character behind a slash is a zero.
    return written.subSet(directory + "/", true, directory + "0", false);
  }
}
