package dev.nightshift.core.internal.engine;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which trees hold the same work, so that they differ only by what is on the target: those of one
 * checkpoint and what was merged into it since, and those that bring the same to different commits
 * of the target, whichever branch of the run they are of and whatever was between them.
 */
final class WorkTrees {
  private final Map<String, Set<String>> treesOfCheckpoint = new LinkedHashMap<>();

  /** For what candidates bring, trees by the commit of the target that they bring it to. */
  private final Map<String, List<Map<String, String>>> treesOfChange = new LinkedHashMap<>();

  /** Takes in a candidate of some checkpoint, whose key no other branch of the run has. */
  void built(MergeCandidate candidate, Change change, String checkpoint) {
    String tree = candidate.mergeTree();
    treesOfCheckpoint.computeIfAbsent(checkpoint, unused -> new LinkedHashSet<>()).add(tree);
    List<Map<String, String>> alike =
        treesOfChange.computeIfAbsent(ChangedLines.of(change), unused -> new ArrayList<>());
    String target = candidate.targetCommit();
    // Another tree of the same target is other work: the same lines at another place.
    List<Map<String, String>> same =
        alike.stream().filter(trees -> trees.getOrDefault(target, tree).equals(tree)).toList();
    same.forEach(trees -> trees.put(target, tree));
    if (same.isEmpty()) {
      alike.add(new LinkedHashMap<>(Map.of(target, tree)));
    }
  }

  /** The trees of each work, oldest first; one tree can be of several. */
  Collection<Set<String>> byWork() {
    Set<Set<String>> all = new LinkedHashSet<>(treesOfCheckpoint.values());
    treesOfChange.values().stream()
        .flatMap(List::stream)
        .forEach(trees -> all.add(new LinkedHashSet<>(trees.values())));
    return all.stream()
        .filter(
            trees -> all.stream().noneMatch(other -> other != trees && other.containsAll(trees)))
        .toList();
  }

  /** This tree, and those of the same work. */
  Set<String> sameAs(String tree) {
    Set<String> same = new LinkedHashSet<>(Set.of(tree));
    byWork().stream().filter(trees -> trees.contains(tree)).forEach(same::addAll);
    return same;
  }
}
