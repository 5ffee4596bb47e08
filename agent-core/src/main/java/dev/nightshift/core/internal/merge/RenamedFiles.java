package dev.nightshift.core.internal.merge;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Pairs files that are gone with those that came, outside of a merge. */
public final class RenamedFiles {
  private RenamedFiles() {}

  /**
   * Finds where one side moved some of the files it deleted, as far as that can be told.
   *
   * @param side what the side changed
   * @param paths the old paths
   * @param contents reads what files hold
   * @return new paths by old ones
   * @throws IOException if a file cannot be read
   */
  public static Map<String, String> likelyPaths(
      SideChanges side, Set<String> paths, FileContents contents) throws IOException {
    Map<String, String> likely = new TreeMap<>();
    RenameSearch.of(side, new RenameSearch.Wanted(paths, Set.of()), contents)
        .renames()
        .forEach((from, rename) -> likely.put(from, rename.to()));
    likely.keySet().retainAll(paths);
    return likely;
  }

  /**
   * Tells how similar two files are.
   *
   * @param one a content
   * @param other another one
   * @return how much of the larger one is in the other, in percent
   */
  public static int similarity(byte[] one, byte[] other) {
    return Likeness.of(one).score(Likeness.of(other)) * 100 / Likeness.SAME;
  }
}
