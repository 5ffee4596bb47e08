package dev.nightshift.core.internal.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which trees hold the same work, so that they differ only by what is on the target. */
final class WorkTrees {
  private final Map<String, Set<String>> treesOfWork = new LinkedHashMap<>();

  /** Takes in a tree of some work, whose key no other branch of the run has. */
  void built(String tree, String work) {
    treesOfWork.computeIfAbsent(work, unused -> new LinkedHashSet<>()).add(tree);
  }

  /** The trees of each work, oldest first; one tree can be of several. */
  Collection<Set<String>> byWork() {
    return treesOfWork.values();
  }

  /** This tree, and those of the same work. */
  Set<String> sameAs(String tree) {
    Set<String> same = new LinkedHashSet<>(Set.of(tree));
    treesOfWork.values().stream().filter(trees -> trees.contains(tree)).forEach(same::addAll);
    return same;
  }
}
