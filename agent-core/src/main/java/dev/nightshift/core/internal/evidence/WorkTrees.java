package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.internal.evidence.BroughtFile.Held;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which trees hold the same work, so that they differ only by what is on the target: those of one
 * checkpoint and what was merged into it since, and those that bring the same to two commits of the
 * target, whichever branch of the run they are of and whatever was between them. What one of them
 * does not bring counts as brought where its target holds it.
 */
public final class WorkTrees {
  /** Says of no file what it holds, so that it may be the same. */
  public static final Trees UNREADABLE =
      (candidate, files) -> files.stream().map(file -> Held.UNKNOWN).toArray(Held[]::new);

  private final List<Built> all = new ArrayList<>();
  private Trees trees = UNREADABLE;

  /** Reads trees of candidates. */
  public interface Trees {
    /** What the tree of a candidate holds of files that another one brings, in their order. */
    Held[] held(MergeCandidate candidate, List<BroughtFile> files);
  }

  /** One candidate, with those of other checkpoints and targets that hold the same work. */
  private static final class Built {
    private final MergeCandidate candidate;
    private final String checkpoint;
    private final BroughtFiles brought;
    private final Set<Built> same = new HashSet<>();

    Built(MergeCandidate candidate, String checkpoint, Change change) {
      this.candidate = candidate;
      this.checkpoint = checkpoint;
      this.brought = new BroughtFiles(change);
    }

    String tree() {
      return candidate.mergeTree();
    }

    boolean isAgain(MergeCandidate built, String itsCheckpoint) {
      return candidate.equals(built) && checkpoint.equals(itsCheckpoint);
    }

    boolean isSameWorkAs(Built other) {
      return checkpoint.equals(other.checkpoint) || same.contains(other);
    }

    /** Two trees on one commit of the target bring different things to it. */
    private boolean bringsSameAs(Built other, Trees trees) {
      return !checkpoint.equals(other.checkpoint)
          && !candidate.targetCommit().equals(other.candidate.targetCommit())
          && brought.isSameAs(
              other.brought,
              files -> trees.held(candidate, files),
              files -> trees.held(other.candidate, files));
    }
  }

  /** Says who reads the trees of those that are built from now on. */
  void readBy(Trees reading) {
    trees = reading;
  }

  /** Takes in a candidate of some checkpoint, whose key no other branch of the run has. */
  void built(MergeCandidate candidate, Change change, String checkpoint) {
    if (all.stream().anyMatch(known -> known.isAgain(candidate, checkpoint))) {
      return;
    }
    Built built = new Built(candidate, checkpoint, change);
    for (Built known : all) {
      if (built.bringsSameAs(known, trees)) {
        built.same.add(known);
        known.same.add(built);
      }
    }
    all.add(built);
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
