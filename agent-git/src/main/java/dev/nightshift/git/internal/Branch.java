package dev.nightshift.git.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run before its workspace is looked at.
 *
 * @param tracked the files the branch has, by path
 * @param base the commit the work is based on
 * @param written the paths that file tools of the run wrote
 */
record Branch(NavigableMap<String, TreeEntry> tracked, Base base, NavigableSet<String> written) {
  /** The commit the work is based on. */
  @FunctionalInterface
  interface Base {
    boolean hasDirectory(String path) throws IOException;
  }

  @Nullable TreeEntry at(String path) {
    return tracked.get(path);
  }

  boolean has(String path) {
    return tracked.containsKey(path);
  }

  boolean isSubmodule(String path) {
    @Nullable TreeEntry entry = tracked.get(path);
    return entry != null && entry.isSubmodule();
  }

  /** Returns what the branch has in a directory and below it. */
  Collection<TreeEntry> below(String directory) {
    return tracked.subMap(directory + "/", directory + "0").values();
  }

  /** Returns what file tools wrote in a directory and below it. */
  NavigableSet<String> writtenBelow(String directory) {
    // The character behind a slash is a zero.
    return written.subSet(directory + "/", true, directory + "0", false);
  }
}
