package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a workspace holds beside the last commit of its run: work that will not land.
 *
 * @param named at most {@value #MAX_NAMED} paths, those first that a file tool wrote
 * @param more how many there are beside those named
 */
public record LeftOutWork(List<LeftOut> named, int more) {
  /** The most paths that are named. */
  public static final int MAX_NAMED = 100;

  private static final LeftOutWork NONE = new LeftOutWork(List.of(), 0);

  /** Copies the paths; what is too many is counted only. */
  public LeftOutWork {
    named = Require.elements(named, "named");
    more += Math.max(0, named.size() - MAX_NAMED);
    named = named.subList(0, Math.min(MAX_NAMED, named.size()));
  }

  /**
   * Returns nothing.
   *
   * @return no path
   */
  public static LeftOutWork none() {
    return NONE;
  }

  /**
   * Tells whether the last commit holds everything.
   *
   * @return true if nothing is left out
   */
  public boolean isEmpty() {
    return named.isEmpty() && more == 0;
  }

  /**
   * Returns how many paths are left out.
   *
   * @return those named and the others
   */
  public int count() {
    return named.size() + more;
  }

  /**
   * Returns one line for each path, and one for those that are only counted.
   *
   * @param max how many paths are shown at most
   * @return the lines, in order
   */
  public List<String> lines(int max) {
    List<String> lines = new ArrayList<>();
    Stream<LeftOut> shown = named.stream().limit(max);
    shown.map(LeftOut::toString).forEach(lines::add);
    if (count() > lines.size()) {
      lines.add("and " + (count() - lines.size()) + " more");
    }
    return lines;
  }
}
