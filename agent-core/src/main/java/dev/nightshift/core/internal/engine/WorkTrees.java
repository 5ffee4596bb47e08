package dev.nightshift.core.internal.engine;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which trees hold the same work, so that they differ only by what is on the target: those of one
 * checkpoint and what was merged into it since, and those that bring the same to two commits of the
 * target, whichever branch of the run they are of and whatever was between them.
 */
final class WorkTrees {
  private final List<Built> all = new ArrayList<>();

  private record Built(String tree, String target, String checkpoint, BroughtFiles brought) {
    /** Two trees on one commit of the target bring different things to it. */
    boolean isSameWorkAs(Built other) {
      return checkpoint.equals(other.checkpoint)
          || (!target.equals(other.target) && brought.isSameAs(other.brought));
    }
  }

  /** Takes in a candidate of some checkpoint, whose key no other branch of the run has. */
  void built(MergeCandidate candidate, Change change, String checkpoint) {
    all.add(
        new Built(
            candidate.mergeTree(),
            candidate.targetCommit(),
            checkpoint,
            new BroughtFiles(change.patchFile())));
  }

  /** The trees of each work, oldest first; one tree can be of several. */
  Collection<Set<String>> byWork() {
    Set<Set<String>> works = new LinkedHashSet<>();
    all.forEach(one -> works.add(sameAs(one)));
    return works.stream()
        .filter(
            trees -> works.stream().noneMatch(other -> other != trees && other.containsAll(trees)))
        .toList();
  }

  /** This tree, and those of the same work. */
  Set<String> sameAs(String tree) {
    Set<String> same = new LinkedHashSet<>(Set.of(tree));
    all.stream().filter(one -> one.tree().equals(tree)).forEach(one -> same.addAll(sameAs(one)));
    return same;
  }

  private Set<String> sameAs(Built one) {
    return all.stream()
        .filter(one::isSameWorkAs)
        .map(Built::tree)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
