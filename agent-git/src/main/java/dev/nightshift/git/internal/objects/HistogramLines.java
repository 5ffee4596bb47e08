package dev.nightshift.git.internal.objects;

import dev.nightshift.core.internal.diff.LineDiff;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/** Compares lines as git's histogram algorithm does, which people find easiest to read. */
final class HistogramLines {
  /** Beyond so many lines the time of the histogram is not bounded well enough. */
  private static final int MAX_LINES = 100_000;

  private HistogramLines() {}

  static List<LineDiff.Edit> edits(List<String> before, List<String> after) {
    if (before.size() + after.size() > MAX_LINES) {
      return LineDiff.edits(before, after);
    }
    return new HistogramDiff()
        .diff(new Equality(), new Text(before), new Text(after)).stream()
            .map(e -> new LineDiff.Edit(e.getBeginA(), e.getEndA(), e.getBeginB(), e.getEndB()))
            .toList();
  }

  private static final class Text extends Sequence {
    private final List<String> lines;

    Text(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public int size() {
      return lines.size();
    }
  }

  private static final class Equality extends SequenceComparator<Text> {
    @Override
    public boolean equals(Text a, int i, Text b, int j) {
      return a.lines.get(i).equals(b.lines.get(j));
    }

    @Override
    public int hash(Text text, int i) {
      return text.lines.get(i).hashCode();
    }
  }
}
