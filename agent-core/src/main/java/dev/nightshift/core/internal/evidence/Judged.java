package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;

/**
 * A candidate that is judged.
 *
 * @param candidate the merge commit
 * @param change what it brings to the target that it was built on
 * @param number how many candidates the run had before
 */
public record Judged(MergeCandidate candidate, Change change, int number) {
  String tree() {
    return candidate.mergeTree();
  }

  /**
   * Tells whether what was said of the other was said of this one, too: where the target took back
   * some of the work, the same tree brings more than was seen.
   */
  boolean isSameAs(Judged other) {
    return candidate.equals(other.candidate)
        || (tree().equals(other.tree())
            && change.files().equals(other.change.files())
            && change.patchFile().isWhole()
            && change.patchFile().equals(other.change.patchFile()));
  }
}
