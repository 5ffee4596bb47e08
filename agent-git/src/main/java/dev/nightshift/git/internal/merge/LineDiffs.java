package dev.nightshift.git.internal.merge;

import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/**
 * The ways in which two texts are compared for a merge. Where lines repeat, each pairs them in a
 * way of its own, and git in another one.
 */
final class LineDiffs {
  /** How git merges. */
  static final DiffAlgorithm HISTOGRAM = new HistogramDiff();

  /** Takes all for one change; a merge leaves out of it what both sides begin and end with. */
  static final DiffAlgorithm WHOLE =
      new DiffAlgorithm() {
        @Override
        public <S extends Sequence> EditList diff(
            SequenceComparator<? super S> lines, S before, S after) {
          return diffNonCommon(lines, before, after);
        }

        @Override
        public <S extends Sequence> EditList diffNonCommon(
            SequenceComparator<? super S> lines, S before, S after) {
          return EditList.singleton(new Edit(0, before.size(), 0, after.size()));
        }
      };

  /** For how many changed lines the shortest edit is looked for; time grows with their square. */
  private static final int MAX_LINES = 5_000;

  /** The shortest edit; beyond the bound that of the histogram. */
  static final DiffAlgorithm SHORTEST =
      new DiffAlgorithm() {
        @Override
        public <S extends Sequence> EditList diffNonCommon(
            SequenceComparator<? super S> lines, S before, S after) {
          EditList edits = HISTOGRAM.diffNonCommon(lines, before, after);
          return linesOf(edits) > MAX_LINES
              ? edits
              : MyersDiff.INSTANCE.diffNonCommon(lines, before, after);
        }
      };

  private LineDiffs() {}

  private static int linesOf(EditList edits) {
    return edits.stream().mapToInt(edit -> edit.getLengthA() + edit.getLengthB()).sum();
  }
}
